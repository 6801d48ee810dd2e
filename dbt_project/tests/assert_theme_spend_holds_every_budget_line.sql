-- A row here is a budget version whose expenses the themes, Unallocated included, do
-- not show to the last digit.
{{ config(meta={"invariant": "money"}) }}
with

    themes as (
        select
            sum(budget_amount) as current_amount,
            sum(original_budget_amount) as original_amount
        from {{ ref("mart_theme_spend") }}
    ),

    budget as (
        select
            sum(
                case when versions.is_current then lines.reporting_amount end
            ) as current_amount,
            sum(
                case when versions.is_original then lines.reporting_amount end
            ) as original_amount
        from {{ ref("fct_budget_lines") }} as lines
        inner join
            {{ ref("dim_date") }} as days on lines.business_date = days.calendar_date
        inner join
            {{ ref("bridge_fiscal_year_budget_version") }} as versions
            on days.fiscal_year_label = versions.fiscal_year_label
            and lines.version_name = versions.version_name
        where lines.line_type = 'expense'
    )

select
    themes.current_amount as theme_current_amount,
    budget.current_amount as budget_current_amount,
    themes.original_amount as theme_original_amount,
    budget.original_amount as budget_original_amount
from themes
cross join budget
where
    coalesce(themes.current_amount, 0) <> coalesce(budget.current_amount, 0)
    or coalesce(themes.original_amount, 0) <> coalesce(budget.original_amount, 0)
