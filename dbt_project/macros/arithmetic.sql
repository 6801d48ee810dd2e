{#- Null, not an error (Spark) or infinity (DuckDB), when the denominator is zero. -#}
{%- macro safe_divide(numerator, denominator) -%}
    cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0)
{%- endmacro -%}

{#- Hash of the given expressions: one key column whatever the natural key is. -#}
{%- macro surrogate_key(expressions) -%}
    md5(
        concat_ws(
            '|',
            {% for expression in expressions %}
                coalesce(
                    cast({{ expression }} as {{ dbt.type_string() }}), '~'
                ){{ ", " if not loop.last }}
            {% endfor %}
        )
    )
{%- endmacro -%}

{#- Money in the contract's type. -#}
{%- macro money(expression) -%}
    cast({{ expression }} as decimal(18, 4))
{%- endmacro -%}

{#- Money in another currency, NULL without a rate. Widened first: DuckDB multiplies decimals of up to 18 digits in 64 bits.
    Rounding wide ones takes microseconds, so what needs no rate is left as it is. -#}
{%- macro converted(amount, rate) -%}
    case
        when {{ rate }} = 1
        then cast({{ amount }} as decimal(18, 4))
        else cast(cast({{ amount }} as decimal(20, 4)) * {{ rate }} as decimal(18, 4))
    end
{%- endmacro -%}

{#- Calendar weeks of seven days between two dates, negative when the end comes first. -#}
{%- macro weeks_between(start_date, end_date) -%}
    cast({{ dbt.datediff(start_date, end_date, "day") }} as double) / 7
{%- endmacro -%}

{#- Weeks by which the second date is later than the first, never negative; 0 without a first date. -#}
{%- macro weeks_late(due_date, until_date) -%}
    greatest(cast(0 as double), coalesce({{ weeks_between(due_date, until_date) }}, 0))
{%- endmacro -%}

{#- Sum of doubles as decimals: doubles added in another order give another last digit, and marts are compared by checksum. -#}
{%- macro exact_sum(expression) -%}
    cast(sum(cast({{ expression }} as decimal(28, 10))) as double)
{%- endmacro -%}

{#- A money amount's part up to a cumulative weight, less the part before it: the parts sum to the amount exactly. -#}
{%- macro allocated(amount, weight_before, weight_until) -%}
    cast(
        {{ part_until(amount, weight_until) }}
        - {{ part_until(amount, weight_before) }} as decimal(18, 4)
    )
{%- endmacro -%}

{#- A money amount's part up to a cumulative weight. Rounding is dear, and most weights are 0 or 1. -#}
{%- macro part_until(amount, weight) -%}
    case
        when {{ weight }} = 0
        then cast({{ amount }} as decimal(20, 4)) * 0
        when {{ weight }} = 1
        then cast({{ amount }} as decimal(20, 4))
        else round(cast({{ amount }} as decimal(20, 4)) * {{ weight }}, 4)
    end
{%- endmacro -%}

{#- Seconds from one instant to another; null when the second comes first. -#}
{%- macro seconds_until(start_at, end_at) -%}
    case
        when {{ end_at }} >= {{ start_at }}
        then cast({{ dbt.datediff(start_at, end_at, "second") }} as bigint)
    end
{%- endmacro -%}
