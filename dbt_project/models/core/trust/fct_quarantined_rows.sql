with

    numbered as (
        select
            quarantined.*,
            row_number() over (
                partition by quarantined.source_name, quarantined.file_sha256
                order by
                    quarantined.row_number,
                    quarantined.reason,
                    quarantined.table_name nulls last,
                    quarantined.column_name nulls last,
                    quarantined.known_at
            ) as entry_number
        from {{ ref("stg_quarantined_rows") }} as quarantined
    )

select
    {{
        surrogate_key(
            ["numbered.source_name", "numbered.file_sha256", "numbered.entry_number"]
        )
    }} as quarantined_row_key,
    numbered.source_name,
    numbered.table_name,
    numbered.file_sha256,
    numbered.file_name,
    numbered.row_number,
    numbered.reason,
    numbered.column_name,
    numbered.detail,
    numbered.raw,
    {{ money("numbered.amount") }} as amount,
    numbered.currency_code,
    numbered.known_at
from numbered
