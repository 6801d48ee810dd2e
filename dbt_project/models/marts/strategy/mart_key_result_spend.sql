with

    spend as (
        select *
        from {{ ref("fct_theme_spend") }}
        where not is_run and (actual_amount <> 0 or unconverted_line_count > 0)
    ),

    -- What was live in the period comes first, as in the aligned amount of
    -- mart_theme_spend.
    links as (
        select
            spend.theme_spend_key,
            bridge.key_result_code,
            coalesce(periods.is_live, false) as is_live,
            case
                when coalesce(periods.is_live, false)
                then null
                else coalesce(periods.not_live_reason, 'unknown_key_result')
            end as unaligned_reason,
            cast(bridge.weight as decimal(28, 10)) as weight,
            sum(cast(bridge.weight as decimal(28, 10))) over (
                partition by spend.theme_spend_key
                order by coalesce(periods.is_live, false) desc, bridge.key_result_code
                rows between unbounded preceding and current row
            ) as weight_until
        from spend
        inner join
            {{ ref("bridge_initiative_key_result") }} as bridge
            on spend.initiative_code = bridge.initiative_code
        left join
            {{ ref("fct_key_result_periods") }} as periods
            on bridge.key_result_code = periods.key_result_code
            and spend.fiscal_period_label = periods.fiscal_period_label
        where bridge.weight > 0
    ),

    claimed as (
        select theme_spend_key, least(1, max(weight_until)) as weight
        from links
        group by theme_spend_key
    ),

    rejected as (
        select distinct initiative_code
        from {{ ref("bridge_initiative_key_result") }}
        where weight_source = 'rejected'
    ),

    -- What no link claims is a part of its own: the parts sum to the spend exactly.
    parts as (
        select
            theme_spend_key,
            key_result_code,
            is_live,
            unaligned_reason,
            cast(least(1, weight_until - weight) as decimal(18, 10)) as weight_before,
            cast(least(1, weight_until) as decimal(18, 10)) as weight_until
        from links
        union all
        select
            spend.theme_spend_key,
            cast(null as {{ dbt.type_string() }}) as key_result_code,
            false as is_live,
            case
                when {{ is_named("spend.initiative_code") }}
                then
                    case
                        when claimed.weight > 0
                        then 'partly'
                        when rejected.initiative_code is not null
                        then 'weights_above_one'
                        else 'bet_no_kr'
                    end
                else 'no_initiative'
            end as unaligned_reason,
            cast(coalesce(claimed.weight, 0) as decimal(18, 10)) as weight_before,
            cast(1 as decimal(18, 10)) as weight_until
        from spend
        left join claimed on spend.theme_spend_key = claimed.theme_spend_key
        left join rejected on spend.initiative_code = rejected.initiative_code
        where coalesce(claimed.weight, 0) < 1
    )

select
    {{ surrogate_key(["parts.theme_spend_key", "parts.key_result_code"]) }}
    as key_result_spend_key,
    spend.theme_name,
    key_results.objective_code,
    key_results.objective_name,
    parts.key_result_code,
    coalesce(key_results.key_result_name, parts.key_result_code) as key_result_name,
    spend.initiative_code,
    spend.initiative_name,
    spend.value_stream_name,
    spend.owner_name,
    parts.unaligned_reason,
    spend.fiscal_year_label,
    spend.fiscal_quarter_label,
    spend.fiscal_period_label,
    spend.currency_code,
    {{
        known_sum(
            allocated(
                "spend.actual_amount", "parts.weight_before", "parts.weight_until"
            ),
            "spend.unconverted_line_count",
        )
    }} as actual_amount,
    {{ rate_reason("spend.unconverted_line_count") }} as actual_amount_reason,
    parts.is_live,
    spend.fiscal_period_start_date
from parts
inner join spend on parts.theme_spend_key = spend.theme_spend_key
left join
    {{ ref("dim_key_result") }} as key_results
    on parts.key_result_code = key_results.key_result_code
