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
