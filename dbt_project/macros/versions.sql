{#- The versions of an entity (type 2): what all sources together said of it, from one change to the next. `rows` has
    one row per source, key and day on which it was learnt, tombstones included. On each day the source heard
    last speaks. What repeats the version before is none of its own; a time in which no source has the entity is a gap. -#}
{%- macro versions_of(rows, key, columns) -%}
    with

        spans as (
            select
                versions.*,
                lead(versions.known_at) over (
                    partition by versions.source_name, versions.{{ key }}
                    order by versions.known_at
                ) as next_known_at
            from {{ rows }} as versions
        ),

        instants as (select distinct {{ key }}, known_at as valid_from_at from spans),

        states as (
            select
                instants.{{ key }},
                instants.valid_from_at,
                {% for column in columns %} spans.{{ column }}, {% endfor %}
                case
                    when spans.{{ key }} is not null then {{ content_hash(columns) }}
                end as content_hash,
                row_number() over (
                    partition by instants.{{ key }}, instants.valid_from_at
                    order by spans.heard_at desc, spans.source_name
                ) as source_place
            from instants
            left join
                spans
                on instants.{{ key }} = spans.{{ key }}
                and instants.valid_from_at >= spans.known_at
                and (
                    spans.next_known_at is null
                    or instants.valid_from_at < spans.next_known_at
                )
                and not spans.is_deleted
        ),

        compared as (
            select
                states.*,
                lag(states.content_hash) over (
                    partition by states.{{ key }} order by states.valid_from_at
                ) as hash_before
            from states
            where states.source_place = 1
        ),

        changes as (
            select
                compared.*,
                lead(compared.valid_from_at) over (
                    partition by compared.{{ key }} order by compared.valid_from_at
                ) as valid_to_at
            from compared
            where
                coalesce(compared.content_hash, '')
                <> coalesce(compared.hash_before, '')
        )

    select
        changes.{{ key }},
        {% for column in columns %} changes.{{ column }}, {% endfor %}
        changes.valid_from_at,
        changes.valid_to_at,
        row_number() over (
            partition by changes.{{ key }} order by changes.valid_from_at
        ) as version_number
    from changes
    where changes.content_hash is not null
{%- endmacro -%}

{#- Hash by which versions are compared; it is stored nowhere. -#}
{%- macro content_hash(columns) -%}
    {%- set expressions = [] -%}
    {%- for column in columns -%}
        {%- do expressions.append("spans." ~ column) -%}
    {%- endfor -%}
    {{ surrogate_key(expressions) }}
{%- endmacro -%}

{#- All that sources said of an entity until as_known_on; of one source and day the last
    word, tombstones included. -#}
{%- macro known_versions(table_name, key) -%}
    select ranked.*
    from
        (
            select
                rows_of_input.*,
                row_number() over (
                    partition by
                        rows_of_input.source_name,
                        rows_of_input.{{ key }},
                        cast(rows_of_input.known_at as date)
                    order by
                        rows_of_input.known_at desc,
                        rows_of_input.file_sha256,
                        rows_of_input.row_number
                ) as place_in_day
            from {{ source("input", table_name) }} as rows_of_input
            cross join {{ ref("stg_run_parameters") }} as run_parameters
            where rows_of_input.known_at <= run_parameters.as_known_on
        ) as ranked
    where ranked.place_in_day = 1
{%- endmacro -%}

{#- Since when and until when a version holds: known time has the grain of the exports' business days, and a version ends
    before the day it ends on. -#}
{%- macro version_validity(name) -%}
    {{ name }}.version_number,
    {{ name }}.valid_to_at is null as is_current,
    cast({{ name }}.valid_from_at as timestamp) as valid_from_at,
    cast({{ name }}.valid_to_at as timestamp) as valid_to_at,
    cast({{ name }}.valid_from_at as date) as valid_from_date,
    cast({{ name }}.valid_to_at as date) as valid_to_date
{%- endmacro -%}

{#- Join of the version in force on a business day; the first version speaks for the days before it, too. -#}
{%- macro join_version(name, dimension, code, code_value, business_day) -%}
    left join
        {{ ref(dimension) }} as {{ name }}
        on {{ code_value }} = {{ name }}.{{ code }}
        and (
            {{ business_day }} >= {{ name }}.valid_from_date
            or {{ name }}.version_number = 1
        )
        and (
            {{ name }}.valid_to_date is null
            or {{ business_day }} < {{ name }}.valid_to_date
        )
{%- endmacro -%}
