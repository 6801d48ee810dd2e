with

    run as (select * from {{ ref("dim_run") }}),

    allocations as (select * from {{ ref("stg_capacity_allocations") }}),

    initiatives as (select * from {{ ref("dim_initiative") }}),

    days as (select * from {{ ref("dim_date") }}),

    periods as (select * from {{ ref("fct_initiative_periods") }}),

    planned as (
        select
            coalesce(initiatives.initiative_code, 'unknown') as initiative_code,
            days.fiscal_period_label,
            days.fiscal_period_start_date,
            -- Hours, days and FTE, of teams and of people, are never one sum.
            concat_ws(
                ' ', allocations.resource_kind, allocations.unit
            ) as capacity_unit,
            {{ exact_sum("allocations.quantity") }} as quantity
        from allocations
        cross join run
        inner join days on allocations.week_start_date = days.calendar_date
        left join
            initiatives on allocations.initiative_code = initiatives.initiative_code
        where
            allocations.week_start_date <= run.as_of_date
            and not coalesce(initiatives.is_run, false)
        group by
            coalesce(initiatives.initiative_code, 'unknown'),
            days.fiscal_period_label,
            days.fiscal_period_start_date,
            concat_ws(' ', allocations.resource_kind, allocations.unit)
    )

select
    {{
        surrogate_key(
            [
                "planned.initiative_code",
                "themes.theme_name",
                "planned.fiscal_period_label",
                "planned.capacity_unit",
            ]
        )
    }} as capacity_alignment_key,
    coalesce(themes.theme_name, 'Unallocated') as theme_name,
    planned.initiative_code,
    planned.fiscal_period_label,
    planned.capacity_unit,
    planned.quantity * coalesce(themes.weight, 1) as capacity_quantity,
    planned.quantity
    * coalesce(themes.weight, 1)
    * coalesce(periods.aligned_weight_share, 0) as aligned_capacity_quantity,
    planned.fiscal_period_start_date
from planned
left join
    {{ ref("bridge_initiative_theme") }} as themes
    on planned.initiative_code = themes.initiative_code
left join
    periods
    on planned.initiative_code = periods.initiative_code
    and planned.fiscal_period_label = periods.fiscal_period_label
