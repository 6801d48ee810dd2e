with

    -- A line of a cost object that several initiatives or themes share is a row of each
    -- initiative, with its part.
    {% for name in ["ledger", "budget"] %}
        {{ name }} as (
            select
                {{ name }}_line_key,
                initiative_code,
                sum(amount) as allocated_amount,
                sum(reporting_amount) as reporting_amount
            from {{ ref("fct_" ~ name ~ "_allocations") }}
            group by {{ name }}_line_key, initiative_code
        ),
    {% endfor %}

    rows_of_sources as (
        select
            initiative_source_key,
            initiative_code,
            table_name,
            entry_code,
            cast(null as {{ dbt.type_string() }}) as entry_kind,
            row_text,
            weight,
            cast(null as date) as business_date,
            cast(null as date) as fiscal_period_start_date,
            cast(null as {{ dbt.type_string() }}) as currency_code,
            cast(null as decimal(18, 4)) as row_amount,
            cast(null as decimal(18, 4)) as allocated_amount,
            cast(null as decimal(18, 4)) as reporting_amount,
            'register_row' as reporting_amount_reason,
            source_name,
            file_sha256,
            row_number,
            known_at
        from {{ ref("fct_initiative_sources") }}
        {%- for name, kind, text in [
                (
                    "ledger",
                    "lines.entry_type",
                    "lines.document_number, lines.description",
                ),
                (
                    "budget",
                    "lines.version_name",
                    "lines.account_code, lines.description",
                ),
            ] %}
            union all
            select
                {{
                    surrogate_key(
                        [
                            "'" ~ name ~ "'",
                            "lines." ~ name ~ "_line_key",
                            name ~ ".initiative_code",
                        ]
                    )
                }} as initiative_source_key,
                {{ name }}.initiative_code,
                '{{ name }}_lines' as table_name,
                lines.cost_object_code as entry_code,
                {{ kind }} as entry_kind,
                concat_ws(' · ', {{ text }}) as row_text,
                cast(null as double) as weight,
                lines.business_date,
                lines.fiscal_period_start_date,
                lines.currency_code,
                lines.amount as row_amount,
                {{ name }}.allocated_amount,
                {{ name }}.reporting_amount,
                lines.reporting_amount_reason,
                lines.source_name,
                lines.file_sha256,
                lines.row_number,
                lines.known_at
            from {{ ref("fct_" ~ name ~ "_lines") }} as lines
            inner join
                {{ name }} on lines.{{ name }}_line_key = {{ name }}.{{ name }}_line_key
            {%- if name == "ledger" %}
                cross join {{ ref("dim_run") }} as run
                where lines.business_date <= run.as_of_date
            {%- endif %}
        {%- endfor %}
    ),

    files as (
        select source_name, file_sha256, min(file_name) as file_name
        from {{ ref("fct_file_loads") }}
        group by source_name, file_sha256
    )

select
    rows_of_sources.initiative_source_key,
    rows_of_sources.initiative_code,
    rows_of_sources.table_name,
    rows_of_sources.entry_code,
    rows_of_sources.entry_kind,
    rows_of_sources.row_text,
    rows_of_sources.weight,
    rows_of_sources.business_date,
    rows_of_sources.fiscal_period_start_date,
    rows_of_sources.currency_code,
    rows_of_sources.row_amount,
    cast(rows_of_sources.allocated_amount as decimal(18, 4)) as allocated_amount,
    cast(rows_of_sources.reporting_amount as decimal(18, 4)) as reporting_amount,
    rows_of_sources.reporting_amount_reason,
    rows_of_sources.source_name,
    files.file_name,
    rows_of_sources.file_sha256,
    rows_of_sources.row_number,
    rows_of_sources.known_at
from rows_of_sources
left join
    files
    on rows_of_sources.source_name = files.source_name
    and rows_of_sources.file_sha256 = files.file_sha256
