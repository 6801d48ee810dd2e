with

    run as (select * from {{ ref("dim_run") }}),

    states as (select * from {{ ref("fct_initiative_states") }}),

    limits as (
        select
            stg.portfolio_state,
            stg.wip_limit,
            stg.valid_from_date,
            lead(stg.valid_from_date) over (
                partition by stg.portfolio_state order by stg.valid_from_date
            ) as valid_to_date
        from {{ ref("stg_wip_limits") }} as stg
    ),

    moves as (
        select
            portfolio_state,
            lane,
            valid_from_date as move_date,
            1 as move_count,
            0 as limit_count
        from states
        union all
        select
            portfolio_state,
            lane,
            valid_to_date as move_date,
            -1 as move_count,
            0 as limit_count
        from states
        where valid_to_date is not null
        union all
        -- A limit that changes begins a span, and moves nothing.
        select
            lanes.portfolio_state,
            lanes.lane,
            limits.valid_from_date,
            0 as move_count,
            1 as limit_count
        from
            (
                select portfolio_state, lane, min(valid_from_date) as first_date
                from states
                where lane <> 'expedite'
                group by portfolio_state, lane
            ) as lanes
        cross join run
        inner join
            limits
            on lanes.portfolio_state = limits.portfolio_state
            and limits.valid_from_date > lanes.first_date
            and limits.valid_from_date <= run.as_of_date
    ),

    -- As many in as out leaves the count, and the span goes on.
    daily as (
        select portfolio_state, lane, move_date, sum(move_count) as move_count
        from moves
        group by portfolio_state, lane, move_date
        having sum(move_count) <> 0 or sum(limit_count) > 0
    ),

    spans as (
        select
            daily.portfolio_state,
            daily.lane,
            daily.move_date as valid_from_date,
            lead(daily.move_date) over (
                partition by daily.portfolio_state, daily.lane order by daily.move_date
            ) as valid_to_date,
            sum(daily.move_count) over (
                partition by daily.portfolio_state, daily.lane order by daily.move_date
            ) as initiative_count
        from daily
    )

select
    {{
        surrogate_key(
            ["spans.portfolio_state", "spans.lane", "spans.valid_from_date"]
        )
    }} as wip_limit_span_key,
    spans.portfolio_state,
    spans.lane,
    case
        when spans.lane = 'expedite'
        then 'expedite_lane'
        when limits.wip_limit is null
        then 'no_limit'
    end as excess_reason,
    cast(spans.initiative_count as bigint) as initiative_count,
    case
        when spans.lane <> 'expedite' then cast(limits.wip_limit as bigint)
    end as wip_limit,
    case
        when spans.lane <> 'expedite' and limits.wip_limit is not null
        then cast(greatest(0, spans.initiative_count - limits.wip_limit) as bigint)
    end as excess_count,
    cast(
        {{
            dbt.datediff(
                "spans.valid_from_date",
                "coalesce(spans.valid_to_date, run.as_of_date)",
                "day",
            )
        }} + case when spans.valid_to_date is null then 1 else 0 end as bigint
    ) as day_count,
    spans.valid_to_date is null as is_current,
    spans.valid_from_date,
    spans.valid_to_date
from spans
cross join run
left join
    limits
    on spans.portfolio_state = limits.portfolio_state
    and spans.valid_from_date >= limits.valid_from_date
    and (limits.valid_to_date is null or spans.valid_from_date < limits.valid_to_date)
