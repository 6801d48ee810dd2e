with

    counted as (
        select
            source_name,
            table_name,
            reason,
            column_name,
            count(
                distinct concat_ws(
                    '|', file_sha256, cast(row_number as {{ dbt.type_string() }})
                )
            ) as row_count,
            count(distinct file_sha256) as file_count,
            max(known_at) as latest_known_at
        from {{ ref("fct_quarantined_rows") }}
        group by source_name, table_name, reason, column_name
    )

select
    {{
        surrogate_key(
            [
                "counted.source_name",
                "counted.table_name",
                "counted.reason",
                "counted.column_name",
            ]
        )
    }} as quarantine_rule_key,
    counted.source_name,
    counted.table_name,
    counted.reason,
    counted.column_name,
    cast(counted.row_count as bigint) as row_count,
    cast(counted.file_count as bigint) as file_count,
    cast(null as decimal(18, 4)) as amount,
    case
        when counted.table_name in ('ledger_lines', 'budget_lines')
        then 'amount_not_read'
        when counted.table_name is null
        then 'row_not_read'
        else 'carries_no_money'
    end as amount_reason,
    counted.latest_known_at
from counted
