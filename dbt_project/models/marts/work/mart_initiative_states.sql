select
    states.initiative_state_key,
    states.initiative_code,
    initiatives.initiative_name,
    states.portfolio_state,
    states.lane,
    states.history_source,
    cast(
        {{
            dbt.datediff(
                "states.valid_from_date",
                "coalesce(states.valid_to_date, run.as_of_date)",
                "day",
            )
        }} + case when states.valid_to_date is null then 1 else 0 end as bigint
    ) as day_count,
    states.is_start_known,
    states.valid_to_date is null as is_current,
    states.valid_from_date,
    states.valid_to_date
from {{ ref("fct_initiative_states") }} as states
cross join {{ ref("dim_run") }} as run
inner join
    {{ ref("dim_initiative") }} as initiatives
    on states.initiative_code = initiatives.initiative_code
