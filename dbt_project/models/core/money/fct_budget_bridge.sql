{%- set cost_object = "from_stage, to_stage, fiscal_year_label, cost_object_code" -%}
with

    judged as (
        select
            steps.*,
            least(
                sum(case when is_from then 1 else 0 end) over (
                    partition by {{ cost_object }}
                ),
                sum(case when is_from then 0 else 1 end) over (
                    partition by {{ cost_object }}
                )
            )
            = 0 as is_scope,
            abs(
                sum(rest_amount) over (
                    partition by {{ cost_object }}, account_code, expense_type
                )
            )
            < 0.005 as is_timing,
            sum(unconverted_line_count) over (
                partition by {{ cost_object }}, account_code, expense_type
            ) as account_unconverted_line_count
        from {{ ref("fct_budget_steps") }} as steps
    ),

    summed as (
        select
            theme_name,
            initiative_code,
            expense_type,
            fiscal_year_label,
            fiscal_period_label,
            from_stage,
            to_stage,
            sum(from_amount) as from_amount,
            sum(to_amount) as to_amount,
            sum(fx_amount) as fx,
            sum(reclassified_amount) as reclassified,
            sum(case when is_scope then rest_amount else 0 end) as scope,
            sum(
                case when is_timing and not is_scope then rest_amount else 0 end
            ) as timing,
            sum(unconverted_line_count) as unconverted_line_count,
            sum(
                case when is_from then unconverted_line_count else 0 end
            ) as from_unconverted_line_count,
            sum(
                case when is_from then 0 else unconverted_line_count end
            ) as to_unconverted_line_count,
            -- Whether it is timing is not known where a line of the year has no rate.
            sum(
                case
                    when is_scope
                    then unconverted_line_count
                    else account_unconverted_line_count
                end
            ) as unknown_line_count,
            sum(line_without_budget_rate_count) as line_without_budget_rate_count
        from judged
        group by
            theme_name,
            initiative_code,
            expense_type,
            fiscal_year_label,
            fiscal_period_label,
            from_stage,
            to_stage
    )

select
    {{
        surrogate_key(
            [
                "theme_name",
                "initiative_code",
                "expense_type",
                "fiscal_period_label",
                "from_stage",
            ]
        )
    }} as budget_bridge_key,
    theme_name,
    initiative_code,
    expense_type,
    fiscal_year_label,
    fiscal_period_label,
    from_stage,
    to_stage,
    run.reporting_currency_code as currency_code,
    {{ known_sum("from_amount", "from_unconverted_line_count") }} as from_amount,
    {{ rate_reason("from_unconverted_line_count") }} as from_amount_reason,
    {{ known_sum("scope", "unknown_line_count") }} as scope_amount,
    case
        when line_without_budget_rate_count = 0 and unconverted_line_count = 0
        then {{ money("fx") }}
    end as fx_amount,
    case
        when unconverted_line_count > 0
        then 'no_exchange_rate'
        when line_without_budget_rate_count > 0
        then 'no_budget_rate'
    end as fx_reason,
    {{ known_sum("timing", "unknown_line_count") }} as timing_amount,
    {{ known_sum("reclassified", "unknown_line_count") }} as reclassified_amount,
    -- What nothing else proves, the effect of rates as well where it is not known.
    {{
        known_sum(
            "to_amount - from_amount - scope - timing - reclassified - case when line_without_budget_rate_count = 0 then fx else 0 end",
            "unknown_line_count",
        )
    }}
    as volume_amount,
    {{ rate_reason("unknown_line_count") }} as variance_reason,
    {{ known_sum("to_amount", "to_unconverted_line_count") }} as to_amount,
    {{ rate_reason("to_unconverted_line_count") }} as to_amount_reason
from summed
cross join (select reporting_currency_code from {{ ref("dim_run") }}) as run
