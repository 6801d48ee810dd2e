with

    run as (select * from {{ ref("dim_run") }}),

    wip_limits as (
        select
            limits.*,
            row_number() over (
                partition by portfolio_state order by valid_from_date desc
            ) as version_rank
        from {{ ref("stg_wip_limits") }} as limits
        inner join run on limits.valid_from_date <= run.as_of_date
    ),

    in_progress as (
        select portfolio_state, count(*) as initiative_count
        from {{ ref("dim_initiative") }}
        where is_live and not is_run
        group by portfolio_state
    )

select
    {{ surrogate_key(["wip_limits.portfolio_state"]) }} as portfolio_state_limit_key,
    wip_limits.portfolio_state,
    cast(wip_limits.wip_limit as bigint) as wip_limit,
    cast(coalesce(in_progress.initiative_count, 0) as bigint) as initiative_count,
    wip_limits.valid_from_date,
    run.as_of_date
from wip_limits
cross join run
left join in_progress on wip_limits.portfolio_state = in_progress.portfolio_state
where wip_limits.version_rank = 1
