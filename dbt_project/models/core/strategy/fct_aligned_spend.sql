{%- set key = ["scope_type", "scope_name", "span_type", "span_label"] -%}

{%- set grain = "scope_type, scope_name, span_type, span_label, fiscal_year_label, span_start_date, span_end_date" -%}

{%- set measures = [
    "change_spend",
    "run_spend",
    "aligned_spend",
    "unallocated_spend",
    "strategy_spend",
    "stale_mandate",
    "change_budget",
    "aligned_budget",
] -%}

with

    run as (select * from {{ ref("dim_run") }}),

    lines as (
        select
            theme_name,
            initiative_code,
            fiscal_period_label,
            {% for measure in measures %}
                {{ measure }}_amount,
                unconverted_{{ measure }}_line_count {{- "," if not loop.last }}
            {% endfor %}
        from {{ ref("fct_spend_alignment") }}
        union all
        -- The year of the run is there before its first posting.
        select
            'Unallocated' as theme_name,
            'nothing' as initiative_code,
            run.fiscal_period_label,
            {% for measure in measures %}
                {{ money("0") }} as {{ measure }}_amount,
                cast(0 as bigint) as unconverted_{{ measure }}_line_count
                {{- "," if not loop.last }}
            {% endfor %}
        from run
    ),

    members as ({{ by_scope_and_span("lines") }}),

    sums as (
        select
            {{ grain }},
            {% for measure in measures %}
                {{ money("sum(" ~ measure ~ "_amount)") }} as {{ measure }}_amount,
                sum(
                    unconverted_{{ measure }}_line_count
                ) as unconverted_{{ measure }}_line_count {{- "," if not loop.last }}
            {% endfor %}
        from members
        where scope_type = 'portfolio' or initiative_code <> 'nothing'
        group by {{ grain }}
    ),

    told as (
        select
            sums.*,
            {{
                share_reason(
                    "change_spend_amount", "unconverted_change_spend_line_count"
                )
            }} as aligned_spend_share_reason,
            {{
                share_reason(
                    "change_budget_amount",
                    "unconverted_change_budget_line_count",
                    "no_change_budget",
                )
            }} as planned_aligned_share_reason,
            case when strategy_spend_amount <= 0 then 'no_strategy' end as no_strategy
        from sums
    )

select
    {{ surrogate_key(key) }} as aligned_spend_key,
    told.scope_type,
    told.scope_name,
    told.span_type,
    told.span_label,
    told.fiscal_year_label,
    run.reporting_currency_code as currency_code,
    told.aligned_spend_share_reason,
    told.planned_aligned_share_reason,
    coalesce(
        told.aligned_spend_share_reason, told.no_strategy
    ) as stale_mandate_share_reason,
    {% for measure in measures %}
        {{
            known_sum(
                "told." ~ measure ~ "_amount",
                "told.unconverted_" ~ measure ~ "_line_count",
            )
        }} as {{ measure }}_amount,
        {{ rate_reason("told.unconverted_" ~ measure ~ "_line_count") }}
        as {{ measure }}_reason,
    {% endfor %}
    case
        when told.aligned_spend_share_reason is null
        then {{ safe_divide("told.aligned_spend_amount", "told.change_spend_amount") }}
    end as aligned_spend_share,
    case
        when told.planned_aligned_share_reason is null
        then
            {{ safe_divide("told.aligned_budget_amount", "told.change_budget_amount") }}
    end as planned_aligned_share,
    case
        when told.aligned_spend_share_reason is null and told.no_strategy is null
        then
            {{ safe_divide("told.stale_mandate_amount", "told.strategy_spend_amount") }}
    end as stale_mandate_share,
    told.span_start_date,
    told.span_end_date
from told
cross join run
