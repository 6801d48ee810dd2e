with

    names as (select * from {{ ref("dim_initiative") }}),

    rows_of_sources as (
        select
            'initiatives' as table_name,
            stg.initiative_code,
            stg.initiative_code as entry_code,
            concat_ws(
                ' · ', stg.initiative_name, stg.stage_name, stg.owner_name
            ) as row_text,
            cast(null as double) as weight,
            stg.source_name,
            stg.file_sha256,
            stg.row_number,
            stg.heard_at as known_at
        from {{ ref("stg_initiatives__versions") }} as stg
        where
            not stg.is_deleted
            {%- set links = [
                (
                    "initiative_themes",
                    "stg.theme_name",
                    "stg.weight",
                    "stg.theme_name",
                ),
                (
                    "initiative_key_results",
                    "stg.key_result_code",
                    "stg.weight",
                    "stg.key_result_code",
                ),
                (
                    "initiative_cost_objects",
                    "stg.cost_object_code",
                    "stg.weight",
                    "stg.cost_object_code",
                ),
                (
                    "status_reports",
                    "cast(stg.report_date as " ~ dbt.type_string() ~ ")",
                    "cast(null as double)",
                    "concat_ws(' · ', stg.reported_status, stg.status_text)",
                ),
                (
                    "cost_of_delay_estimates",
                    "cast(stg.estimate_date as " ~ dbt.type_string() ~ ")",
                    "cast(null as double)",
                    "concat_ws(' · ', stg.urgency_profile, stg.value_type, stg.estimation_batch, stg.basis)",
                ),
            ] -%}
        {%- for table_name, entry, weight, text in links %}
            union all
            select
                '{{ table_name }}' as table_name,
                stg.initiative_code,
                {{ entry }} as entry_code,
                {{ text }} as row_text,
                {{ weight }} as weight,
                stg.source_name,
                stg.file_sha256,
                stg.row_number,
                stg.known_at
            from {{ ref("stg_" ~ table_name) }} as stg
        {%- endfor %}
    )

select
    {{
        surrogate_key(
            [
                "rows_of_sources.table_name",
                "rows_of_sources.initiative_code",
                "rows_of_sources.entry_code",
                "rows_of_sources.source_name",
                "rows_of_sources.file_sha256",
                "rows_of_sources.row_number",
                "rows_of_sources.known_at",
            ]
        )
    }} as initiative_source_key,
    names.initiative_key,
    rows_of_sources.initiative_code,
    rows_of_sources.table_name,
    rows_of_sources.entry_code,
    rows_of_sources.row_text,
    rows_of_sources.weight,
    rows_of_sources.source_name,
    rows_of_sources.file_sha256,
    rows_of_sources.row_number,
    rows_of_sources.known_at
from rows_of_sources
inner join names on rows_of_sources.initiative_code = names.initiative_code
where {{ is_named("rows_of_sources.initiative_code") }}
