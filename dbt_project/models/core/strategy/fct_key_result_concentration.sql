with

    run as (select * from {{ ref("dim_run") }}),

    -- A link whose weight is 0 or was rejected carries nothing.
    serving as (
        select
            bridge.key_result_code,
            bridge.weight,
            cast(
                sum(cast(bridge.weight as decimal(28, 10))) over (
                    partition by bridge.key_result_code
                ) as double
            ) as serving_weight
        from {{ ref("bridge_initiative_key_result") }} as bridge
        inner join
            {{ ref("dim_initiative") }} as initiatives
            on bridge.initiative_code = initiatives.initiative_code
        where initiatives.is_live and bridge.weight > 0
    ),

    -- Shares before squares: rounded squares of weights sum to more than the square.
    links as (
        select
            key_result_code,
            count(*) as serving_initiative_count,
            {{
                exact_sum(
                    "(weight / nullif(serving_weight, 0)) * (weight / nullif(serving_weight, 0))"
                )
            }}
            as share_squares
        from serving
        group by key_result_code
    )

select
    {{ surrogate_key(["days.key_result_code", "days.as_of_date"]) }}
    as key_result_concentration_key,
    days.key_result_code,
    case
        when links.serving_initiative_count is null
        then 'unserved'
        when links.serving_initiative_count = 1
        then 'single_thread'
        when links.serving_initiative_count > run.crowded_above_initiatives
        then 'crowded'
        else 'shared'
    end as concentration_status,
    case
        when links.serving_initiative_count is null then 'no_live_initiative'
    end as contribution_concentration_reason,
    cast(
        coalesce(links.serving_initiative_count, 0) as bigint
    ) as serving_initiative_count,
    round(links.share_squares, 9) as contribution_concentration,
    days.is_live,
    days.as_of_date
from {{ ref("fct_key_result_days") }} as days
cross join run
left join links on days.key_result_code = links.key_result_code
