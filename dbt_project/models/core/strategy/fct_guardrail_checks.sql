{%- set columns = [
    "guardrail_code",
    "guardrail_name",
    "scope_kind",
    "scope_name",
    "unit",
    "quantity_unit",
    "actual_value",
    "actual_reason",
    "target_value",
    "lower_limit",
    "upper_limit",
    "guardrail_result",
    "beyond_quantity",
    "as_of_date",
] -%}

with

    run as (select * from {{ ref("dim_run") }}),

    checks as (
        select
            case
                when dimension_name = 'horizon'
                then 'G1'
                when dimension_name = 'work_type'
                then 'G2'
                else 'mix'
            end as guardrail_code,
            guardrail_name,
            dimension_name as scope_kind,
            member_name as scope_name,
            'share' as unit,
            case
                when dimension_name = 'work_type' then 'items' else 'money'
            end as quantity_unit,
            actual_share as actual_value,
            actual_reason,
            target_share as target_value,
            lower_limit,
            upper_limit,
            guardrail_result,
            beyond_quantity,
            as_of_date
        from {{ ref("fct_guardrail_shares") }}
        union all
        select
            guardrail_code,
            guardrail_name,
            scope_kind,
            scope_name,
            unit,
            unit as quantity_unit,
            actual_value,
            actual_reason,
            cast(null as double) as target_value,
            cast(null as double) as lower_limit,
            upper_limit,
            guardrail_result,
            beyond_quantity,
            as_of_date
        from {{ ref("fct_guardrail_limits") }}
    )

select
    {{
        surrogate_key(
            ["guardrail_name", "scope_kind", "scope_name", "checks.as_of_date"]
        )
    }} as guardrail_check_key,
    {% for column in columns %} checks.{{ column }}, {% endfor %}
    case
        when checks.quantity_unit = 'money' then {{ money("checks.beyond_quantity") }}
    end as beyond_amount,
    case
        when checks.quantity_unit <> 'money'
        then 'not_money'
        when checks.beyond_quantity is null
        then checks.actual_reason
    end as beyond_reason,
    run.reporting_currency_code as currency_code
from checks
cross join run
