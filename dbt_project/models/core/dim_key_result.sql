with

    key_results as (
        select
            stg.*,
            row_number() over (
                partition by stg.key_result_code
                order by stg.known_at desc, stg.source_name
            ) as source_rank
        from {{ ref("stg_key_results") }} as stg
    ),

    objectives as (select * from {{ ref("dim_objective") }}),

    run as (select * from {{ ref("dim_run") }}),

    current_rows as (
        select
            key_results.*,
            sum(key_results.weight) over (
                partition by key_results.objective_code
            ) as declared_total,
            sum(case when key_results.weight is null then 1 else 0 end) over (
                partition by key_results.objective_code
            ) as unweighted_count
        from key_results
        where key_results.source_rank = 1
    )

select
    {{ surrogate_key(["current_rows.key_result_code"]) }} as key_result_key,
    current_rows.key_result_code,
    current_rows.key_result_name,
    current_rows.objective_code,
    objectives.objective_name,
    objectives.theme_name,
    coalesce(
        current_rows.owner_name, objectives.owner_name, 'Unassigned'
    ) as owner_name,
    current_rows.unit,
    lower(current_rows.direction) as direction,
    current_rows.key_result_type,
    lower(coalesce(current_rows.status_name, 'open')) as status_name,
    lower(coalesce(current_rows.status_name, 'open'))
    in ('dropped', 'cancelled', 'canceled', 'abandoned', 'deleted') as is_dropped,
    coalesce(current_rows.period_label, objectives.period_label) as period_label,
    current_rows.baseline_value,
    current_rows.target_value,
    -- Key results without a weight share what the weighted ones of their objective
    -- leave.
    coalesce(
        current_rows.weight,
        case
            when 1 - coalesce(current_rows.declared_total, 0) > 0
            then
                (1 - coalesce(current_rows.declared_total, 0))
                / cast(current_rows.unweighted_count as double)
            else 0
        end
    ) as weight,
    coalesce(
        current_rows.check_in_cadence_days, run.check_in_cadence_days
    ) as check_in_cadence_days,
    coalesce(
        current_rows.period_start_date, objectives.period_start_date
    ) as period_start_date,
    coalesce(
        current_rows.period_end_date, objectives.period_end_date
    ) as period_end_date
from current_rows
cross join run
left join objectives on current_rows.objective_code = objectives.objective_code
