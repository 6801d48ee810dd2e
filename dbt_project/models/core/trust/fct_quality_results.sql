with

    numbered as (
        select
            results.*,
            row_number() over (
                partition by results.source_name, results.file_sha256
                order by
                    results.known_at,
                    results.table_name,
                    results.expectation_name,
                    results.column_name nulls last,
                    results.row_count_checked,
                    results.row_count_failed
            ) as result_number
        from {{ ref("stg_quality_results") }} as results
    )

select
    {{
        surrogate_key(
            ["numbered.source_name", "numbered.file_sha256", "numbered.result_number"]
        )
    }} as quality_result_key,
    numbered.source_name,
    numbered.table_name,
    numbered.file_sha256,
    numbered.expectation_name,
    numbered.column_name,
    numbered.severity,
    numbered.row_count_checked,
    numbered.row_count_failed,
    {{ money("numbered.failed_amount") }} as failed_amount,
    numbered.failed_currency_code,
    case
        when numbered.failed_amount is null
        then coalesce(numbered.failed_amount_reason, 'not_recorded')
    end as failed_amount_reason,
    numbered.is_success,
    numbered.known_at
from numbered
