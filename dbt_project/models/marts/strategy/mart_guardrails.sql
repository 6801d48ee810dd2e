select
    checks.guardrail_check_key,
    checks.guardrail_code,
    checks.guardrail_name,
    checks.scope_kind,
    checks.scope_name,
    initiatives.initiative_name,
    checks.guardrail_result,
    checks.unit,
    checks.actual_value,
    checks.actual_reason,
    checks.target_value,
    checks.lower_limit,
    checks.upper_limit,
    checks.quantity_unit,
    checks.beyond_quantity,
    checks.beyond_amount,
    checks.beyond_reason,
    checks.currency_code,
    checks.as_of_date
from {{ ref("fct_guardrail_checks") }} as checks
left join
    {{ ref("dim_initiative") }} as initiatives
    on checks.scope_kind = 'initiative'
    and checks.scope_name = initiatives.initiative_code
