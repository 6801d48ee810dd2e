with

    check_ins as (
        select
            stg.*,
            row_number() over (
                partition by stg.key_result_code, stg.check_in_date
                order by stg.known_at desc, stg.source_name
            ) as source_rank
        from {{ ref("stg_key_result_check_ins") }} as stg
    ),

    run as (select * from {{ ref("dim_run") }})

select
    {{ surrogate_key(["check_ins.key_result_code", "check_ins.check_in_date"]) }}
    as check_in_key,
    {{ surrogate_key(["check_ins.key_result_code"]) }} as key_result_key,
    check_ins.key_result_code,
    check_ins.reported_status,
    check_ins.note,
    check_ins.value,
    check_ins.confidence,
    check_ins.check_in_date
from check_ins
cross join run
where check_ins.source_rank = 1 and check_ins.check_in_date <= run.as_of_date
