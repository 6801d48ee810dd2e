select
    facts.expense_type_key,
    facts.theme_name,
    facts.fiscal_year_label,
    facts.fiscal_period_label,
    facts.expense_type,
    facts.currency_code,
    facts.actual_amount,
    facts.actual_amount_reason,
    facts.reclassified_amount,
    facts.reclassified_amount_reason,
    facts.posted_in_other_period_amount,
    facts.posted_in_other_period_amount_reason,
    facts.expense_type_share,
    facts.expense_type_share_reason,
    facts.fiscal_period_start_date
from {{ ref("fct_expense_types") }} as facts
