{#- The day of the register that tells when a portfolio state was entered, in the order of the states. -#}
{%- set days_of_states = {
    "ready": "coalesce(initiatives.ready_date, initiatives.approved_date)",
    "implementing": "initiatives.started_date",
    "released": "coalesce(initiatives.released_date, initiatives.value_start_date)",
    "cancelled": "initiatives.cancelled_date",
} -%}

with

    initiatives as (select * from {{ ref("int_initiatives__current") }}),

    stages as (select * from {{ ref("stg_stages") }}),

    versions as (
        select
            told.initiative_code,
            cast(told.known_at as date) as known_date,
            coalesce(stages.portfolio_state, 'unmapped') as portfolio_state,
            lag(coalesce(stages.portfolio_state, 'unmapped')) over (
                partition by told.initiative_code order by told.known_at
            ) as prior_state,
            lag(cast(told.known_at as date)) over (
                partition by told.initiative_code order by told.known_at
            ) as prior_known_date
        from {{ ref("stg_initiatives__versions") }} as told
        inner join
            initiatives
            on told.initiative_code = initiatives.initiative_code
            and told.source_name = initiatives.source_name
        left join stages on told.stage_name = stages.stage_name
        where not told.is_deleted
    ),

    told_days as (
        {%- for state, day in days_of_states.items() %}
            select
                initiatives.initiative_code,
                '{{ state }}' as portfolio_state,
                {{ loop.index }} as place,
                {{ day }} as told_date
            from initiatives
            where {{ day }} is not null {{ "union all" if not loop.last }}
        {%- endfor %}
    ),

    -- A snapshot shows a state weeks late; a day of the register that fits in between
    -- is better.
    changes as (
        select
            versions.initiative_code,
            versions.portfolio_state,
            versions.prior_state is null as is_first,
            case
                when told_days.told_date <= versions.prior_known_date
                then versions.known_date
                when told_days.told_date > versions.known_date
                then versions.known_date
                else coalesce(told_days.told_date, versions.known_date)
            end as entered_date,
            coalesce(
                told_days.told_date <= versions.known_date
                and coalesce(told_days.told_date > versions.prior_known_date, true),
                false
            ) as is_told
        from versions
        left join
            told_days
            on versions.initiative_code = told_days.initiative_code
            and versions.portfolio_state = told_days.portfolio_state
        where coalesce(versions.prior_state <> versions.portfolio_state, true)
    )

select
    changes.initiative_code,
    changes.portfolio_state,
    9 as place,
    changes.entered_date,
    case when changes.is_told then 'dates' else 'snapshots' end as history_source,
    changes.is_told or not changes.is_first as is_start_known
from changes
union all
-- What came before the first snapshot is known from the register's days only.
select
    told_days.initiative_code,
    told_days.portfolio_state,
    told_days.place,
    told_days.told_date as entered_date,
    'dates' as history_source,
    true as is_start_known
from told_days
inner join
    changes
    on told_days.initiative_code = changes.initiative_code
    and changes.is_first
    and told_days.portfolio_state <> changes.portfolio_state
    and told_days.told_date < changes.entered_date
