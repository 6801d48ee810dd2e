{#- Join of the rate of one type that was in force on the day of a line of money. Lines share days: a rate is
    looked up once for each day and currency, for published rates change daily and lines are many. -#}
{%- macro join_exchange_rate(name, rate_type, lines) -%}
    left join
        (
            select
                days.currency_code,
                days.business_date,
                rates.rate,
                rates.rate_source,
                rates.valid_from_date
            from (select distinct currency_code, business_date from {{ lines }}) as days
            inner join
                {{ ref("stg_exchange_rates") }} as rates
                on days.currency_code = rates.currency_code
                and rates.rate_type = '{{ rate_type }}'
                and days.business_date >= rates.valid_from_date
                and (
                    rates.valid_to_date is null
                    or days.business_date < rates.valid_to_date
                )
        ) as {{ name }}
        on {{ lines }}.currency_code = {{ name }}.currency_code
        and {{ lines }}.business_date = {{ name }}.business_date
{%- endmacro -%}

{#- The rate by which a line was converted, since when it holds, and who says so; NULL where there is none. -#}
{%- macro exchange_rate_columns(name) -%}
    {{ name }}.rate as exchange_rate,
    case
        when {{ name }}.rate_source <> 'identity' then {{ name }}.valid_from_date
    end as exchange_rate_date,
    {{ name }}.rate_source as exchange_rate_source
{%- endmacro -%}

{#- A sum of money, and why it is not known: one line without an exchange rate makes it unknown, never smaller. -#}
{%- macro known_sum(amount, unconverted_line_count) -%}
    case when {{ unconverted_line_count }} = 0 then {{ money(amount) }} end
{%- endmacro -%}

{%- macro rate_reason(unconverted_line_count, reason="no_exchange_rate") -%}
    case when {{ unconverted_line_count }} > 0 then '{{ reason }}' end
{%- endmacro -%}

{#- How many of the lines that belong to a sum have no amount: those alone make it unknown. -#}
{%- macro unconverted_lines(amount, belongs="true") -%}
    sum(case when {{ belongs }} and {{ amount }} is null then 1 else 0 end)
{%- endmacro -%}

{#- The sum of the lines that belong to it, as far as it is known; 0 where none does. -#}
{%- macro sum_of_lines(amount, belongs="true") -%}
    sum(case when {{ belongs }} then coalesce({{ amount }}, 0) else 0 end)
{%- endmacro -%}

{#- A sum of the lines that belong to it, and why it is not known. -#}
{%- macro known_sum_columns(name, amount, belongs, reason="no_exchange_rate") -%}
    {{ known_sum(sum_of_lines(amount, belongs), unconverted_lines(amount, belongs)) }}
    as {{ name }}_amount,
    {{ rate_reason(unconverted_lines(amount, belongs), reason) }}
    as {{ name }}_amount_reason
{%- endmacro -%}

{#- What the exchange rate alone did to an amount: at the average rate less at the budget rate. -#}
{%- macro fx_effect(reporting_amount, budget_rate_amount) -%}
    cast({{ reporting_amount }} - {{ budget_rate_amount }} as decimal(18, 4))
{%- endmacro -%}

{#- The amounts of a line of money in the reporting currency, at the average and at the budget rate, what rates alone
    did to it, and why one of them is missing; after both joins of rates. -#}
{%- macro converted_amount_columns(lines) -%}
    {{ converted(lines ~ ".amount", "average_rates.rate") }} as reporting_amount,
    {{ converted(lines ~ ".amount", "budget_rates.rate") }} as budget_rate_amount,
    {{
        fx_effect(
            converted(lines ~ ".amount", "average_rates.rate"),
            converted(lines ~ ".amount", "budget_rates.rate"),
        )
    }} as fx_effect_amount,
    run.reporting_currency_code,
    {{ exchange_rate_columns("average_rates") }},
    case
        when {{ lines }}.business_date is null
        then 'no_date'
        when average_rates.rate is null
        then 'no_exchange_rate'
    end as reporting_amount_reason,
    case
        when {{ lines }}.business_date is null
        then 'no_date'
        when average_rates.rate is null
        then 'no_exchange_rate'
        when budget_rates.rate is null
        then 'no_budget_rate'
    end as fx_effect_reason
{%- endmacro -%}
