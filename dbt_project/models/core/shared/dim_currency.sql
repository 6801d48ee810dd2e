with

    currencies as (
        select currency_code
        from {{ ref("stg_exchange_rates") }}
        union
        select currency_code
        from {{ ref("stg_ledger_lines") }}
        union
        select currency_code
        from {{ ref("stg_budget_lines") }}
        union
        select currency_code
        from {{ ref("stg_cost_of_delay_estimates") }}
        where currency_code is not null
        union
        select currency_code
        from {{ ref("stg_decisions") }}
        where currency_code is not null
    ),

    rated as (
        select distinct currency_code
        from {{ ref("stg_exchange_rates") }}
        where rate_type = 'average'
    )

select
    {{ surrogate_key(["currencies.currency_code"]) }} as currency_key,
    currencies.currency_code,
    currencies.currency_code = run.reporting_currency_code as is_reporting_currency,
    rated.currency_code is not null as has_rate
from currencies
cross join {{ ref("dim_run") }} as run
left join rated on currencies.currency_code = rated.currency_code
