-- A row here is money or work whose initiative has no member in dim_initiative.
with

    used as (
        select initiative_code
        from {{ ref("fct_ledger_allocations") }}
        union
        select initiative_code
        from {{ ref("fct_budget_allocations") }}
        union
        select initiative_code
        from {{ ref("dim_work_item") }}
    )

select used.initiative_code
from used
left join
    {{ ref("dim_initiative") }} as initiatives
    on used.initiative_code = initiatives.initiative_code
where initiatives.initiative_code is null
