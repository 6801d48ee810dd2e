with

    links as (select * from {{ ref("bridge_initiative_key_result") }}),

    periods as (select * from {{ ref("fct_key_result_periods") }})

select
    {{ surrogate_key(["links.initiative_code", "periods.fiscal_period_label"]) }}
    as initiative_period_key,
    {{ surrogate_key(["links.initiative_code"]) }} as initiative_key,
    links.initiative_code,
    periods.fiscal_period_label,
    least(
        1, {{ exact_sum("case when periods.is_live then links.weight else 0 end") }}
    ) as aligned_weight_share,
    cast(
        sum(
            case when periods.is_live and {{ is_link("links") }} then 1 else 0 end
        ) as bigint
    ) as live_key_result_count,
    cast(
        sum(case when {{ is_link("links") }} then 1 else 0 end) as bigint
    ) as linked_key_result_count,
    periods.fiscal_period_start_date
from links
inner join periods on links.key_result_code = periods.key_result_code
group by
    links.initiative_code, periods.fiscal_period_label, periods.fiscal_period_start_date
