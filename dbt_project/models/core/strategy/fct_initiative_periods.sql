with

    links as (
        select all_links.*
        from {{ ref("bridge_initiative_key_result") }} as all_links
        where {{ is_link("all_links") }}
    ),

    goals as (select * from {{ ref("fct_key_result_periods") }}),

    periods as (
        select distinct goals.fiscal_period_label, goals.fiscal_period_start_date
        from goals
    )

select
    {{ surrogate_key(["links.initiative_code", "periods.fiscal_period_label"]) }}
    as initiative_period_key,
    {{ surrogate_key(["links.initiative_code"]) }} as initiative_key,
    links.initiative_code,
    periods.fiscal_period_label,
    least(
        1, {{ exact_sum("case when goals.is_live then links.weight else 0 end") }}
    ) as aligned_weight_share,
    cast(
        sum(case when goals.is_live then 1 else 0 end) as bigint
    ) as live_key_result_count,
    count(*) as linked_key_result_count,
    periods.fiscal_period_start_date
from links
cross join periods
-- What no goal sheet has is linked all the same, and never live.
left join
    goals
    on links.key_result_code = goals.key_result_code
    and periods.fiscal_period_label = goals.fiscal_period_label
group by
    links.initiative_code, periods.fiscal_period_label, periods.fiscal_period_start_date
