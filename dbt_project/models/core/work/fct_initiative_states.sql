with

    run as (select * from {{ ref("dim_run") }}),

    entered as (
        select
            states.*,
            lead(states.entered_date) over (
                partition by states.initiative_code
                order by states.entered_date, states.place
            ) as left_date
        from {{ ref("int_initiative_states__entered") }} as states
        cross join run
        where states.entered_date <= run.as_of_date
    )

select
    {{ surrogate_key(["entered.initiative_code", "entered.entered_date"]) }}
    as initiative_state_key,
    initiatives.initiative_key,
    entered.initiative_code,
    entered.portfolio_state,
    case
        when days.urgency_profile = 'expedite' then 'expedite' else 'standard'
    end as lane,
    entered.history_source,
    entered.is_start_known,
    entered.entered_date as valid_from_date,
    entered.left_date as valid_to_date
from entered
inner join
    {{ ref("dim_initiative") }} as initiatives
    on entered.initiative_code = initiatives.initiative_code
left join
    {{ ref("fct_initiative_days") }} as days
    on entered.initiative_code = days.initiative_code
-- What was left on the day it was entered was never a state to be in.
where
    coalesce(entered.left_date > entered.entered_date, true) and not initiatives.is_run
