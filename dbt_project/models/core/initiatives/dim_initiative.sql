with

    initiatives as (select * from {{ ref("int_initiatives__current") }}),

    run as (select * from {{ ref("dim_run") }}),

    ranked_themes as (
        select
            initiative_code,
            theme_name,
            row_number() over (
                partition by initiative_code
                order by
                    case when theme_name = 'Unallocated' then 1 else 0 end,
                    weight desc,
                    theme_name
            ) as theme_rank
        from {{ ref("int_initiative_themes__weighted") }}
    )

select
    {{ surrogate_key(["initiatives.initiative_code"]) }} as initiative_key,
    initiatives.initiative_code,
    initiatives.initiative_name,
    initiatives.hypothesis,
    ranked_themes.theme_name,
    initiatives.value_stream_name,
    initiatives.owner_name,
    {{ person_key("initiatives.owner_name") }} as owner_key,
    initiatives.horizon,
    initiatives.stage_name,
    initiatives.portfolio_state,
    case
        when initiatives.blocked_since_date <= run.as_of_date
        then 'blocked'
        when
            initiatives.released_date <= run.as_of_date
            or initiatives.portfolio_state = 'released'
        then 'released'
        when initiatives.portfolio_state in ('funnel', 'analysing', 'ready')
        then 'queue'
        else 'active'
    end as delay_state,
    initiatives.kill_criterion,
    initiatives.remaining_duration_weeks,
    initiatives.is_run,
    initiatives.portfolio_state not in ('done', 'cancelled')
    and coalesce(initiatives.cancelled_date > run.as_of_date, true) as is_live,
    coalesce(
        initiatives.value_start_date <= run.as_of_date, false
    ) as is_delivering_value,
    initiatives.approved_date,
    initiatives.ready_date,
    initiatives.started_date,
    initiatives.blocked_since_date,
    initiatives.needed_date,
    initiatives.forecast_delivery_date,
    initiatives.released_date,
    initiatives.value_start_date,
    initiatives.cancelled_date,
    'known' as member_kind
from initiatives
cross join run
left join
    ranked_themes
    on initiatives.initiative_code = ranked_themes.initiative_code
    and ranked_themes.theme_rank = 1
union all
-- The members for money, work and decisions whose initiative is not known, or that are
-- about none.
select
    {{ surrogate_key(["members.initiative_code"]) }} as initiative_key,
    members.initiative_code,
    members.initiative_name,
    cast(null as {{ dbt.type_string() }}) as hypothesis,
    'Unallocated' as theme_name,
    'Unassigned' as value_stream_name,
    'Unassigned' as owner_name,
    {{ person_key("'Unassigned'") }} as owner_key,
    cast(null as {{ dbt.type_string() }}) as horizon,
    cast(null as {{ dbt.type_string() }}) as stage_name,
    members.initiative_code as portfolio_state,
    members.initiative_code as delay_state,
    cast(null as {{ dbt.type_string() }}) as kill_criterion,
    cast(null as double) as remaining_duration_weeks,
    false as is_run,
    false as is_live,
    false as is_delivering_value,
    cast(null as date) as approved_date,
    cast(null as date) as ready_date,
    cast(null as date) as started_date,
    cast(null as date) as blocked_since_date,
    cast(null as date) as needed_date,
    cast(null as date) as forecast_delivery_date,
    cast(null as date) as released_date,
    cast(null as date) as value_start_date,
    cast(null as date) as cancelled_date,
    members.initiative_code as member_kind
from
    (
        select 'unknown' as initiative_code, 'Unknown' as initiative_name
        from run
        union all
        select 'not_applicable' as initiative_code, 'Not applicable' as initiative_name
        from run
    ) as members
