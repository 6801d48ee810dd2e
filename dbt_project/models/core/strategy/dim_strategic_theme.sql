with

    themes as (select * from {{ ref("stg_themes") }}),

    run as (select * from {{ ref("dim_run") }}),

    linked as (
        select theme_name
        from {{ ref("stg_initiative_themes") }}
        union
        select theme_name
        from {{ ref("stg_objectives") }}
        where theme_name is not null
        union
        select theme_name
        from {{ ref("stg_theme_targets") }}
    ),

    members as (
        select
            themes.theme_name,
            themes.description,
            themes.sponsor_name,
            themes.active_from_date,
            themes.active_to_date,
            themes.sort_order,
            true as is_configured
        from themes
        union all
        -- A theme that exports name and portfolio.yml does not: kept, and shown as
        -- not configured.
        select
            linked.theme_name,
            cast(null as {{ dbt.type_string() }}) as description,
            cast(null as {{ dbt.type_string() }}) as sponsor_name,
            cast(null as date) as active_from_date,
            cast(null as date) as active_to_date,
            cast(9000 as bigint) as sort_order,
            false as is_configured
        from linked
        left join themes on linked.theme_name = themes.theme_name
        where themes.theme_name is null and linked.theme_name <> 'Unallocated'
        union all
        select
            'Unallocated' as theme_name,
            'Money and work that no theme accounts for' as description,
            cast(null as {{ dbt.type_string() }}) as sponsor_name,
            cast(null as date) as active_from_date,
            cast(null as date) as active_to_date,
            cast(9999 as bigint) as sort_order,
            false as is_configured
    )

select
    {{ surrogate_key(["members.theme_name"]) }} as theme_key,
    members.theme_name,
    members.description,
    members.sponsor_name,
    members.sort_order,
    members.is_configured,
    members.is_configured
    and coalesce(members.active_from_date <= run.as_of_date, true)
    and coalesce(members.active_to_date >= run.as_of_date, true) as is_active,
    members.active_from_date,
    members.active_to_date
from members
cross join run
