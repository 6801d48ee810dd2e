with

    postings as (
        select account_code, account_name
        from {{ ref("stg_ledger_lines") }}
        union
        select account_code, account_name
        from {{ ref("stg_budget_lines") }}
        union
        -- The member for lines that name none is there before the first of them.
        select
            cast(null as {{ dbt.type_string() }}) as account_code,
            cast(null as {{ dbt.type_string() }}) as account_name
        from {{ ref("stg_run_parameters") }}
    )

select
    {{ surrogate_key(["coalesce(postings.account_code, 'unknown')"]) }} as account_key,
    coalesce(postings.account_code, 'unknown') as account_code,
    max(postings.account_name) as account_name,
    max(case when postings.account_code is null then 1 else 0 end) = 1 as is_unknown
from postings
group by coalesce(postings.account_code, 'unknown')
