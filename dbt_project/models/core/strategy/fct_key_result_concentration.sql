with

    run as (select * from {{ ref("dim_run") }}),

    -- A link whose weight is 0 or was rejected carries nothing.
    links as (
        select
            bridge.key_result_code,
            count(*) as serving_initiative_count,
            {{ exact_sum("bridge.weight") }} as serving_weight,
            {{ exact_sum("bridge.weight * bridge.weight") }} as weight_squares
        from {{ ref("bridge_initiative_key_result") }} as bridge
        inner join
            {{ ref("dim_initiative") }} as initiatives
            on bridge.initiative_code = initiatives.initiative_code
        where initiatives.is_live and bridge.weight > 0
        group by bridge.key_result_code
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
    round(
        {{
            safe_divide(
                "links.weight_squares", "links.serving_weight * links.serving_weight"
            )
        }},
        9
    ) as contribution_concentration,
    days.is_live,
    days.as_of_date
from {{ ref("fct_key_result_days") }} as days
cross join run
left join links on days.key_result_code = links.key_result_code
