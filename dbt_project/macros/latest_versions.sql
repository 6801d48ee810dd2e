{#- All versions of a contract table's rows that were known on as_known_on; the newest of each key has rank 1. -#}
{%- macro latest_versions(table_name, key_columns) -%}
    select
        rows_of_input.*,
        row_number() over (
            partition by
                rows_of_input.source_name,
                {% for column in key_columns %}
                    rows_of_input.{{ column }}{{ ", " if not loop.last }}
                {% endfor %}
            order by
                rows_of_input.known_at desc,
                rows_of_input.file_sha256,
                rows_of_input.row_number
        ) as version_rank
    from {{ source("input", table_name) }} as rows_of_input
    cross join {{ ref("stg_run_parameters") }} as run_parameters
    where rows_of_input.known_at <= run_parameters.as_known_on
{%- endmacro -%}

{#- Every state of a contract table's rows that was ever known until as_known_on, one at a time: from known_at until known_until (NULL: still). -#}
{%- macro all_versions(table_name, key_columns) -%}
    select
        known.*,
        lead(known.known_at) over (
            partition by
                known.source_name,
                {% for column in key_columns %}
                    known.{{ column }}{{ ", " if not loop.last }}
                {% endfor %}
            order by known.known_at
        ) as known_until
    from
        (
            select
                rows_of_input.*,
                row_number() over (
                    partition by
                        rows_of_input.source_name,
                        {% for column in key_columns %}
                            rows_of_input.{{ column }},
                        {% endfor %}
                        rows_of_input.known_at
                    order by rows_of_input.file_sha256, rows_of_input.row_number
                ) as rank_of_instant
            from {{ source("input", table_name) }} as rows_of_input
            cross join {{ ref("stg_run_parameters") }} as run_parameters
            where rows_of_input.known_at <= run_parameters.as_known_on
        ) as known
    where known.rank_of_instant = 1
{%- endmacro -%}
