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
            < 0.005 as is_timing
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
    {{ money("from_amount") }} as from_amount,
    {{ money("scope") }} as scope_amount,
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
    {{ money("timing") }} as timing_amount,
    {{ money("reclassified") }} as reclassified_amount,
    -- What nothing else proves, the known effect of rates where another's is not.
    {{
        money(
            "to_amount - from_amount - scope - timing - reclassified - case when line_without_budget_rate_count = 0 and unconverted_line_count = 0 then fx else 0 end"
        )
    }}
    as volume_amount,
    {{ money("to_amount") }} as to_amount
from summed
cross join (select reporting_currency_code from {{ ref("dim_run") }}) as run
