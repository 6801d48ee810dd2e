with

    run as (select * from {{ ref("dim_run") }}),

    versions as (select * from {{ ref("bridge_fiscal_year_budget_version") }}),

    periods as (
        select distinct fiscal_year_label, fiscal_period_label, fiscal_period_start_date
        from {{ ref("dim_date") }}
    ),

    lines as (
        {% for kind, is_version in [
            ("budget", "is_current"),
            ("forecast", "is_latest_forecast"),
        ] %}
            select
                '{{ kind }}' as kind,
                parts.theme_name,
                parts.initiative_code,
                whole_lines.cost_center_code,
                parts.account_code,
                parts.expense_type,
                parts.fiscal_period_label,
                parts.reporting_amount,
                parts.budget_rate_amount,
                false as is_reclassified,
                false as is_posted_in_other_period
            from {{ ref("fct_budget_allocations") }} as parts
            inner join
                {{ ref("fct_budget_lines") }} as whole_lines
                on parts.budget_line_key = whole_lines.budget_line_key
            inner join
                periods on parts.fiscal_period_label = periods.fiscal_period_label
            inner join
                versions
                on periods.fiscal_year_label = versions.fiscal_year_label
                and parts.version_name = versions.version_name
            where parts.line_type = 'expense' and versions.{{ is_version }}
            union all
        {% endfor %}
        select
            parts.entry_type as kind,
            parts.theme_name,
            parts.initiative_code,
            whole_lines.cost_center_code,
            parts.account_code,
            parts.expense_type,
            parts.fiscal_period_label,
            parts.reporting_amount,
            parts.budget_rate_amount,
            parts.is_reclassification as is_reclassified,
            parts.posting_period_label
            <> parts.fiscal_period_label as is_posted_in_other_period
        from {{ ref("fct_ledger_allocations") }} as parts
        inner join
            {{ ref("fct_ledger_lines") }} as whole_lines
            on parts.ledger_line_key = whole_lines.ledger_line_key
        cross join run
        -- What is posted ahead, or came after the day the marts speak of, is not yet
        -- spent.
        where parts.business_date <= run.as_of_date
    )

select
    {{
        surrogate_key(
            [
                "lines.theme_name",
                "lines.initiative_code",
                "lines.cost_center_code",
                "lines.account_code",
                "lines.expense_type",
                "lines.fiscal_period_label",
            ]
        )
    }} as spend_slice_key,
    lines.theme_name,
    lines.initiative_code,
    lines.cost_center_code,
    lines.account_code,
    lines.expense_type,
    lines.fiscal_period_label,
    run.reporting_currency_code as currency_code,
    {% for kind in ["budget", "forecast", "actual", "commitment"] %}
        {% for suffix, rate, reason in [
            ("", "reporting", "no_exchange_rate"),
            ("_budget_rate", "budget_rate", "no_budget_rate"),
        ] %}
            {{
                known_sum_columns(
                    kind ~ suffix,
                    "lines." ~ rate ~ "_amount",
                    "lines.kind = '" ~ kind ~ "'",
                    reason,
                )
            }},
        {% endfor %}
    {% endfor %}
    {% for part in ["reclassified", "posted_in_other_period"] %}
        {{
            known_sum_columns(
                part,
                "lines.reporting_amount",
                "lines.kind = 'actual' and lines.is_" ~ part,
            )
        }} {{- "," if not loop.last }}
    {% endfor %}
from lines
cross join run
where lines.fiscal_period_label is not null
group by
    lines.theme_name,
    lines.initiative_code,
    lines.cost_center_code,
    lines.account_code,
    lines.expense_type,
    lines.fiscal_period_label,
    run.reporting_currency_code
