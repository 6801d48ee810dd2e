{%- set key = ["scope_type", "scope_name", "span_type", "span_label"] -%}

{%- set grain = "scope_type, scope_name, span_type, span_label, fiscal_year_label, span_start_date, span_end_date" -%}

{%- set measures = [
    "change_spend_amount",
    "run_spend_amount",
    "aligned_spend_amount",
    "unallocated_spend_amount",
    "strategy_spend_amount",
    "stale_mandate_amount",
    "change_budget_amount",
    "aligned_budget_amount",
] -%}

with

    run as (select * from {{ ref("dim_run") }}),

    lines as (
        select
            theme_name,
            initiative_code,
            fiscal_period_label,
            {% for measure in measures %} {{ measure }}, {% endfor %}
            unconverted_line_count,
            unconverted_budget_line_count
        from {{ ref("fct_spend_alignment") }}
        union all
        -- The year of the run is there before its first posting.
        select
            'Unallocated' as theme_name,
            'nothing' as initiative_code,
            run.fiscal_period_label,
            {% for measure in measures %}
                {{ money("0") }} as {{ measure }},
            {% endfor %}
            cast(0 as bigint) as unconverted_line_count,
            cast(0 as bigint) as unconverted_budget_line_count
        from run
    ),

    members as ({{ by_scope_and_span("lines") }}),

    sums as (
        select
            {{ grain }},
            {% for measure in measures %}
                {{ money("sum(" ~ measure ~ ")") }} as {{ measure }},
            {% endfor %}
            sum(unconverted_line_count) as unconverted_line_count,
            sum(unconverted_budget_line_count) as unconverted_budget_line_count
        from members
        where scope_type = 'portfolio' or initiative_code <> 'nothing'
        group by {{ grain }}
    ),

    reasons as (
        select
            sums.*,
            {{ share_reason("change_spend_amount", "unconverted_line_count") }}
            as aligned_spend_share_reason,
            {{
                share_reason(
                    "change_budget_amount",
                    "unconverted_budget_line_count",
                    "no_change_budget",
                )
            }} as planned_aligned_share_reason,
            case when strategy_spend_amount <= 0 then 'no_strategy' end as no_strategy
        from sums
    )

select
    {{ surrogate_key(key) }} as aligned_spend_key,
    reasons.scope_type,
    reasons.scope_name,
    reasons.span_type,
    reasons.span_label,
    reasons.fiscal_year_label,
    run.reporting_currency_code as currency_code,
    reasons.aligned_spend_share_reason,
    reasons.planned_aligned_share_reason,
    coalesce(
        reasons.aligned_spend_share_reason, reasons.no_strategy
    ) as stale_mandate_share_reason,
    {% for measure in measures %} reasons.{{ measure }}, {% endfor %}
    case
        when reasons.aligned_spend_share_reason is null
        then
            {{
                safe_divide(
                    "reasons.aligned_spend_amount", "reasons.change_spend_amount"
                )
            }}
    end as aligned_spend_share,
    case
        when reasons.planned_aligned_share_reason is null
        then
            {{
                safe_divide(
                    "reasons.aligned_budget_amount", "reasons.change_budget_amount"
                )
            }}
    end as planned_aligned_share,
    case
        when reasons.aligned_spend_share_reason is null and reasons.no_strategy is null
        then
            {{
                safe_divide(
                    "reasons.stale_mandate_amount", "reasons.strategy_spend_amount"
                )
            }}
    end as stale_mandate_share,
    reasons.span_start_date,
    reasons.span_end_date
from reasons
cross join run
