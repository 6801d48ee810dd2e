select
    {{ surrogate_key(["check_ins.key_result_code", "check_ins.check_in_date"]) }}
    as check_in_key,
    coalesce(
        key_results.key_result_key, {{ surrogate_key(["'unknown'"]) }}
    ) as key_result_key,
    coalesce(
        versions.key_result_version_key, {{ surrogate_key(["'unknown'"]) }}
    ) as key_result_version_key,
    check_ins.key_result_code,
    check_ins.reported_status,
    check_ins.note,
    check_ins.value,
    check_ins.confidence,
    check_ins.check_in_date
from {{ ref("int_key_result_check_ins__deduplicated") }} as check_ins
left join
    {{ ref("dim_key_result") }} as key_results
    on check_ins.key_result_code = key_results.key_result_code
    {{
        join_version(
            "versions",
            "dim_key_result_version",
            "key_result_code",
            "check_ins.key_result_code",
            "check_ins.check_in_date",
        )
    }}
