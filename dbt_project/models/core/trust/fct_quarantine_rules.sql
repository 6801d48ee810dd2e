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
    ),

    -- What a rule of the suite rejects was read: only its money is not loaded.
    money as (
        select
            source_name,
            table_name,
            expectation_name,
            sum(failed_amount) as failed_amount,
            min(failed_currency_code) as first_currency_code,
            max(failed_currency_code) as last_currency_code,
            max(failed_amount_reason) as failed_amount_reason
        from {{ ref("fct_quality_results") }}
        where severity = 'critical' and row_count_failed > 0
        group by source_name, table_name, expectation_name
    ),

    judged as (
        select
            counted.*,
            money.failed_amount,
            money.first_currency_code,
            case
                when counted.table_name is null
                then 'row_not_read'
                when counted.table_name not in ('{{ money_tables() | join("', '") }}')
                then 'carries_no_money'
                when money.expectation_name is null
                then 'amount_not_read'
                when money.failed_amount_reason is not null
                then money.failed_amount_reason
                when money.first_currency_code <> money.last_currency_code
                then 'mixed_currencies'
            end as amount_reason
        from counted
        left join
            money
            on counted.source_name = money.source_name
            and counted.table_name = money.table_name
            and counted.reason = money.expectation_name
    )

select
    {{
        surrogate_key(
            [
                "judged.source_name",
                "judged.table_name",
                "judged.reason",
                "judged.column_name",
            ]
        )
    }} as quarantine_rule_key,
    judged.source_name,
    judged.table_name,
    judged.reason,
    judged.column_name,
    cast(judged.row_count as bigint) as row_count,
    cast(judged.file_count as bigint) as file_count,
    {{ money("case when judged.amount_reason is null then judged.failed_amount end") }}
    as amount,
    case
        when judged.amount_reason is null then judged.first_currency_code
    end as currency_code,
    judged.amount_reason,
    judged.latest_known_at
from judged
