select
    {{
        surrogate_key(
            ["lines.ledger_line_key", "allocations.cost_object_initiative_key"]
        )
    }} as ledger_allocation_key,
    lines.ledger_line_key,
    lines.source_name,
    lines.entry_type,
    lines.cost_object_code,
    lines.account_code,
    allocations.initiative_code,
    allocations.theme_name,
    lines.expense_type,
    {% for amount in ["amount", "reporting_amount", "budget_rate_amount"] %}
        {{
            allocated(
                "lines." ~ amount,
                "allocations.weight_before",
                "allocations.weight_until",
            )
        }} as {{ amount }},
    {% endfor %}
    lines.currency_code,
    lines.reporting_currency_code,
    lines.business_date,
    lines.fiscal_period_start_date,
    lines.fiscal_period_label,
    lines.posting_period_label,
    lines.is_reclassification
from {{ ref("fct_ledger_lines") }} as lines
inner join
    {{ ref("bridge_cost_object_initiative") }} as allocations
    on lines.cost_object_code = allocations.cost_object_code
