with

    postings as (
        select cost_center_code
        from {{ ref("stg_ledger_lines") }}
        union
        select cost_center_code
        from {{ ref("stg_budget_lines") }}
        union
        -- The member for lines that name none is there before the first of them.
        select cast(null as {{ dbt.type_string() }}) as cost_center_code
        from {{ ref("stg_run_parameters") }}
    )

select
    {{ surrogate_key(["coalesce(postings.cost_center_code, 'unknown')"]) }}
    as cost_center_key,
    coalesce(postings.cost_center_code, 'unknown') as cost_center_code,
    max(case when postings.cost_center_code is null then 1 else 0 end) = 1 as is_unknown
from postings
group by coalesce(postings.cost_center_code, 'unknown')
