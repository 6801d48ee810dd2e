with

    initiatives as (select * from {{ ref("stg_initiatives") }}),

    stages as (select * from {{ ref("stg_stages") }}),

    ranked as (
        select
            initiatives.*,
            row_number() over (
                partition by initiatives.initiative_code
                order by initiatives.known_at desc, initiatives.source_name
            ) as source_rank
        from initiatives
    )

select
    ranked.initiative_code,
    ranked.initiative_name,
    ranked.hypothesis,
    coalesce(ranked.value_stream_name, 'Unassigned') as value_stream_name,
    coalesce(ranked.owner_name, 'Unassigned') as owner_name,
    ranked.horizon,
    ranked.stage_name,
    coalesce(stages.portfolio_state, 'unmapped') as portfolio_state,
    ranked.kill_criterion,
    coalesce(ranked.is_run, false) as is_run,
    ranked.remaining_duration_weeks,
    ranked.approved_date,
    ranked.ready_date,
    ranked.started_date,
    ranked.blocked_since_date,
    ranked.needed_date,
    ranked.forecast_delivery_date,
    ranked.released_date,
    ranked.value_start_date,
    ranked.cancelled_date,
    ranked.source_name,
    ranked.file_sha256,
    ranked.row_number
from ranked
left join stages on ranked.stage_name = stages.stage_name
where ranked.source_rank = 1
