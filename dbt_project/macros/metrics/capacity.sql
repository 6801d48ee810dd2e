{#- A quantity of working time in hours, as portfolio.yml declares: NULL where it does not say how long a day is.
    `working_days` are those of the week that the organisation's calendar has. -#}
{%- macro hours_of(quantity, unit, hours_per_day, working_days) -%}
    case
        when {{ unit }} = 'hours'
        then {{ quantity }}
        when {{ unit }} = 'days'
        then {{ quantity }} * {{ hours_per_day }}
        when {{ unit }} = 'fte'
        then {{ quantity }} * {{ hours_per_day }} * {{ working_days }}
    end
{%- endmacro -%}

{#- Demand as a share of supply (M52). Without supply there is no share, whatever the demand. -#}
{%- macro utilisation(demand, supply) -%}
    case when {{ supply }} > 0 then {{ safe_divide(demand, supply) }} end
{%- endmacro -%}

{%- macro utilisation_reason(demand, supply, demand_reason, supply_reason) -%}
    case
        when {{ supply }} is null
        then {{ supply_reason }}
        when {{ demand }} is null
        then {{ demand_reason }}
        when {{ supply }} <= 0 and {{ demand }} > 0
        then 'demand_without_supply'
        when {{ supply }} <= 0
        then 'no_supply_left'
    end
{%- endmacro -%}
