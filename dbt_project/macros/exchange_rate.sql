{#- Join of the rate of one type that was in force on the day of a line of money. -#}
{%- macro join_exchange_rate(name, rate_type, lines) -%}
    left join
        {{ ref("stg_exchange_rates") }} as {{ name }}
        on {{ lines }}.currency_code = {{ name }}.currency_code
        and {{ name }}.rate_type = '{{ rate_type }}'
        and {{ lines }}.business_date >= {{ name }}.valid_from_date
        and (
            {{ name }}.valid_to_date is null
            or {{ lines }}.business_date < {{ name }}.valid_to_date
        )
{%- endmacro -%}

{#- The rate by which a line was converted, since when it holds, and who says so; NULL where there is none. -#}
{%- macro exchange_rate_columns(name) -%}
    {{ name }}.rate as exchange_rate,
    case
        when {{ name }}.rate_source <> 'identity' then {{ name }}.valid_from_date
    end as exchange_rate_date,
    {{ name }}.rate_source as exchange_rate_source
{%- endmacro -%}
