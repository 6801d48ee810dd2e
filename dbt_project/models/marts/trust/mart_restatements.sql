select
    {{
        surrogate_key(
            ["facts.restatement_key", "allocations.cost_object_initiative_key"]
        )
    }} as restatement_part_key,
    facts.table_name,
    facts.source_name,
    facts.version_name,
    facts.line_kind,
    allocations.theme_name,
    allocations.initiative_code,
    facts.cost_object_code,
    facts.currency_code,
    facts.fiscal_year_label,
    facts.fiscal_period_label,
    facts.fiscal_period_start_date,
    facts.closing_date,
    facts.then_basis,
    facts.restated_at,
    {% for column in [
        "then_amount",
        "change_amount",
        "restated_amount",
        "now_amount",
        "then_reporting_amount",
        "change_reporting_amount",
        "restated_reporting_amount",
        "now_reporting_amount",
    ] %}
        {{
            allocated(
                "facts." ~ column,
                "allocations.weight_before",
                "allocations.weight_until",
            )
        }} as {{ column }},
    {% endfor %}
    facts.reporting_currency_code,
    facts.reporting_amount_reason
from {{ ref("fct_restatements") }} as facts
inner join
    {{ ref("bridge_cost_object_initiative") }} as allocations
    on facts.cost_object_code = allocations.cost_object_code
