with

    cost_objects as (select * from {{ ref("int_cost_objects__weighted") }}),

    themes as (select * from {{ ref("int_initiative_themes__weighted") }}),

    seen as (
        select coalesce(cost_object_code, 'none') as cost_object_code
        from {{ ref("stg_ledger_lines") }}
        union
        select coalesce(cost_object_code, 'none') as cost_object_code
        from {{ ref("stg_budget_lines") }}
        union
        select cost_object_code
        from cost_objects
    ),

    members as (
        select
            seen.cost_object_code,
            coalesce(cost_objects.initiative_code, 'unknown') as initiative_code,
            coalesce(themes.theme_name, 'Unallocated') as theme_name,
            cast(coalesce(cost_objects.weight, 1) as double)
            * cast(coalesce(themes.weight, 1) as double) as weight
        from seen
        left join cost_objects on seen.cost_object_code = cost_objects.cost_object_code
        left join themes on cost_objects.initiative_code = themes.initiative_code
    ),

    cumulated as (
        select
            members.*,
            least(
                cast(1 as decimal(18, 10)),
                cast(
                    sum(members.weight) over (
                        partition by members.cost_object_code
                        order by members.initiative_code, members.theme_name
                        rows between unbounded preceding and current row
                    ) as decimal(18, 10)
                )
            ) as rounded_until,
            row_number() over (
                partition by members.cost_object_code
                order by members.initiative_code desc, members.theme_name desc
            ) as place_from_end
        from members
    ),

    -- The last member takes what rounding of weights leaves: the weights of a cost
    -- object sum to exactly 1.
    closed as (
        select
            cumulated.*,
            case
                when place_from_end = 1
                then cast(1 as decimal(18, 10))
                else rounded_until
            end as weight_until
        from cumulated
    )

select
    {{
        surrogate_key(
            ["closed.cost_object_code", "closed.initiative_code", "closed.theme_name"]
        )
    }} as cost_object_initiative_key,
    closed.cost_object_code,
    closed.initiative_code,
    closed.theme_name,
    closed.weight,
    coalesce(
        lag(closed.weight_until) over (
            partition by closed.cost_object_code
            order by closed.initiative_code, closed.theme_name
        ),
        cast(0 as decimal(18, 10))
    ) as weight_before,
    closed.weight_until
from closed
