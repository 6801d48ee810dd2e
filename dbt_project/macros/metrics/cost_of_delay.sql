{#- M01: value lost by a delay of so many weeks, by urgency profile (Arnold and Yuce; Reinertsen). Null: an input is missing. -#}
{%- macro delay_cost(rate, delay) -%}
    case
        delays.valued_profile
        when 'standard'
        then {{ rate }} * least({{ delay }}, coalesce(delays.life_weeks, {{ delay }}))
        when 'expedite'
        then {{ rate }} * {{ delay }}
        when 'end_of_life'
        then
            case
                when delays.life_weeks is not null
                then {{ rate }} * least({{ delay }}, delays.life_weeks)
            end
        when 'peak_affected_long'
        then
            {{ rate }} * (
                delays.life_weeks
                - {{ half_lives_left(delay) }}
                * case
                    when {{ delay }} > delays.life_weeks
                    then 0
                    else delays.life_weeks - {{ delay }}
                end
            )
        when 'peak_affected_short'
        then
            case
                when {{ delay }} >= delays.life_weeks
                then {{ rate }} * delays.life_weeks / 2
                else
                    {{ rate }}
                    * delays.life_weeks
                    / 2
                    * (
                        1 - power(
                            1 - {{ delay }} / nullif(delays.life_weeks, 0),
                            cast(2 as double)
                        )
                    )
            end
        when 'fixed_date'
        then
            case
                when {{ delay }} > 0
                then delays.penalty + delays.penalty_per_week * {{ delay }}
                else 0
            end
        when 'intangible'
        then delays.debt_growth * power({{ delay }}, cast(2 as double)) / 2
    end
{%- endmacro -%}

{#- M01: cost of one more week after a delay of so many weeks: the derivative of delay_cost.
    A fixed date steps when it is missed: before it, only a forecast could tell, so there is none. -#}
{%- macro cost_of_delay_per_week(rate, delay) -%}
    case
        delays.valued_profile
        when 'standard'
        then
            case
                when {{ delay }} >= delays.life_weeks
                then 0
                when delays.life_weeks is null and delays.is_window_closed
                then 0
                else {{ rate }}
            end
        when 'expedite'
        then {{ rate }}
        when 'end_of_life'
        then
            case
                when delays.life_weeks is not null
                then
                    case when {{ delay }} < delays.life_weeks then {{ rate }} else 0 end
            end
        when 'peak_affected_long'
        then
            case
                when {{ delay }} > delays.life_weeks
                then 0
                else
                    {{ rate }}
                    * {{ half_lives_left(delay) }}
                    * (
                        1
                        + ln(cast(2 as double))
                        / nullif(delays.half_life_weeks, 0)
                        * (delays.life_weeks - {{ delay }})
                    )
            end
        when 'peak_affected_short'
        then
            case
                when {{ delay }} >= delays.life_weeks
                then 0
                else {{ rate }} * (1 - {{ delay }} / nullif(delays.life_weeks, 0))
            end
        when 'fixed_date'
        then case when {{ delay }} > 0 then delays.penalty_per_week end
        when 'intangible'
        then delays.debt_growth * {{ delay }}
    end
{%- endmacro -%}

{#- M05: a week before the day it is needed costs what its first week of delay would; a fixed date costs nothing until
    it is missed (without a deadline nothing is known), and value with a window but no needed date is lost in full until the window closes. -#}
{%- macro cost_per_week_before_due(rate) -%}
    case
        when delays.valued_profile = 'fixed_date'
        then case when delays.due_date is not null then cast(0 as double) end
        when delays.valued_profile = 'standard' and delays.life_weeks is null
        then {{ rate }}
        else {{ cost_of_delay_per_week(rate, "cast(0 as double)") }}
    end
{%- endmacro -%}

{#- M05: cost of delay from the day it was ready to a day. Rounded: powers and logarithms differ in their last digits from
    one processor to another. -#}
{%- macro cost_since_ready(rate, day) -%}
    {%- set late = weeks_late("delays.due_date", day) -%}
    {%- set late_when_ready = weeks_late("delays.due_date", "delays.ready_date") -%}
    {%- set due_or_day = (
        "least(" ~ day ~ ", coalesce(delays.due_date, " ~ day ~ "))"
    ) -%}
    {{
        money(
            "round("
            ~ cost_per_week_before_due(rate)
            ~ " * "
            ~ weeks_late("delays.ready_date", due_or_day)
            ~ " + "
            ~ delay_cost(rate, late)
            ~ " - "
            ~ delay_cost(rate, late_when_ready)
            ~ ", 6)"
        )
    }}
{%- endmacro -%}

{#- Share of the peak that is left after a delay: half of it after each half-life. -#}
{%- macro half_lives_left(delay) -%}
    power(cast(2 as double), -{{ delay }} / nullif(delays.half_life_weeks, 0))
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
