with

    -- A decision that moves money is one about both of its ends; it grants money only
    -- to what it is about and to who gets it, never to who gives it.
    named as (
        {% for column in [
            "initiative_code",
            "from_initiative_code",
            "to_initiative_code",
        ] %}
            select
                {{ column }} as initiative_code,
                decision_date,
                outcome in ('fund', 'accelerate')
                and {{ "false" if column == "from_initiative_code" else "true" }}
                as is_grant
            from {{ ref("stg_decisions") }}
            where {{ column }} is not null {{ "union all" if not loop.last }}
        {% endfor %}
    )

select
    named.initiative_code,
    max(named.decision_date) as last_decision_date,
    min(case when named.is_grant then named.decision_date end) as first_funding_date
from named
cross join {{ ref("stg_run_parameters") }} as run_parameters
where named.decision_date <= run_parameters.as_of_date
group by named.initiative_code
