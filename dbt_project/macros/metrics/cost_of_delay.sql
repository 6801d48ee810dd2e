{#- M01: value lost by a delay of so many weeks, by urgency profile (Arnold and Yuce; Reinertsen). Null: an input is missing. -#}
{%- macro delay_cost(profile, rate, delay, life, half_life, debt_growth) -%}
    case
        {{ profile }}
        when 'standard'
        then {{ rate }} * least({{ delay }}, coalesce({{ life }}, {{ delay }}))
        when 'expedite'
        then {{ rate }} * {{ delay }}
        when 'end_of_life'
        then
            case
                when {{ life }} is not null
                then {{ rate }} * least({{ delay }}, {{ life }})
            end
        when 'peak_affected_long'
        then
            {{ rate }} * (
                {{ life }}
                - power(cast(2 as double), -{{ delay }} / nullif({{ half_life }}, 0))
                * case
                    when {{ delay }} > {{ life }} then 0 else {{ life }} - {{ delay }}
                end
            )
        when 'peak_affected_short'
        then
            case
                when {{ delay }} >= {{ life }}
                then {{ rate }} * {{ life }} / 2
                else
                    {{ rate }}
                    * {{ life }}
                    / 2
                    * (
                        1 - power(
                            1 - {{ delay }} / nullif({{ life }}, 0), cast(2 as double)
                        )
                    )
            end
        when 'intangible'
        then {{ debt_growth }} * power({{ delay }}, cast(2 as double)) / 2
    end
{%- endmacro -%}

{#- M01: cost of one more week after a delay of so many weeks: the derivative of delay_cost. -#}
{%- macro cost_of_delay_per_week(profile, rate, delay, life, half_life, debt_growth) -%}
    case
        {{ profile }}
        when 'standard'
        then case when {{ delay }} >= {{ life }} then 0 else {{ rate }} end
        when 'expedite'
        then {{ rate }}
        when 'end_of_life'
        then
            case
                when {{ life }} is not null
                then case when {{ delay }} < {{ life }} then {{ rate }} else 0 end
            end
        when 'peak_affected_long'
        then
            case
                when {{ delay }} > {{ life }}
                then 0
                else
                    {{ rate }} * power(
                        cast(2 as double), -{{ delay }} / nullif({{ half_life }}, 0)
                    )
                    * (
                        1
                        + ln(cast(2 as double))
                        / nullif({{ half_life }}, 0)
                        * ({{ life }} - {{ delay }})
                    )
            end
        when 'peak_affected_short'
        then
            case
                when {{ delay }} >= {{ life }}
                then 0
                else {{ rate }} * (1 - {{ delay }} / nullif({{ life }}, 0))
            end
        when 'intangible'
        then {{ debt_growth }} * {{ delay }}
    end
{%- endmacro -%}

{#- M02: mean of a three-point estimate (PERT); the likely value alone when a bound is missing. -#}
{%- macro expected_rate(low, likely, high) -%}
    case
        when {{ low }} is null or {{ high }} is null
        then cast({{ likely }} as double)
        else
            (
                cast({{ low }} as double)
                + 4 * cast({{ likely }} as double)
                + cast({{ high }} as double)
            )
            / 6
    end
{%- endmacro -%}


{#- The two formulas over the columns of fct_initiative_days' CTE `delays`. -#}
{%- macro profile_rate(rate, delay) -%}
    {{
        cost_of_delay_per_week(
            "delays.urgency_profile",
            rate,
            delay,
            "delays.life_weeks",
            "delays.half_life_weeks",
            "delays.debt_growth",
        )
    }}
{%- endmacro -%}

{%- macro profile_cost(rate, delay) -%}
    {{
        delay_cost(
            "delays.urgency_profile",
            rate,
            delay,
            "delays.life_weeks",
            "delays.half_life_weeks",
            "delays.debt_growth",
        )
    }}
{%- endmacro -%}
