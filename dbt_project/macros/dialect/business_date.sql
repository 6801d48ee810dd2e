{#- Day on which an instant falls in a time zone; the instant is a timestamp without zone, in UTC. -#}
{%- macro business_date(instant, time_zone) -%}
    {{ adapter.dispatch("business_date")(instant, time_zone) }}
{%- endmacro -%}

{%- macro duckdb__business_date(instant, time_zone) -%}
    cast(timezone({{ time_zone }}, timezone('UTC', {{ instant }})) as date)
{%- endmacro -%}

{%- macro spark__business_date(instant, time_zone) -%}
    cast(from_utc_timestamp({{ instant }}, {{ time_zone }}) as date)
{%- endmacro -%}

{%- macro default__business_date(instant, time_zone) -%}
    {{
        exceptions.raise_compiler_error(
            "business_date is not written for this engine"
        )
    }}
{%- endmacro -%}

{#- Instant, without zone, in UTC, at which a day begins in a time zone. -#}
{%- macro business_day_start(day, time_zone) -%}
    {{ adapter.dispatch("business_day_start")(day, time_zone) }}
{%- endmacro -%}

{%- macro duckdb__business_day_start(day, time_zone) -%}
    timezone('UTC', timezone({{ time_zone }}, cast({{ day }} as timestamp)))
{%- endmacro -%}

{%- macro spark__business_day_start(day, time_zone) -%}
    to_utc_timestamp(cast({{ day }} as timestamp), {{ time_zone }})
{%- endmacro -%}

{%- macro default__business_day_start(day, time_zone) -%}
    {{
        exceptions.raise_compiler_error(
            "business_day_start is not written for this engine"
        )
    }}
{%- endmacro -%}
