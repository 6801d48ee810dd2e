with

    check_ins as (select * from {{ ref("stg_key_result_check_ins") }}),

    run_parameters as (select * from {{ ref("stg_run_parameters") }}),

    ranked as (
        select
            check_ins.*,
            row_number() over (
                partition by check_ins.key_result_code, check_ins.check_in_date
                order by check_ins.known_at desc, check_ins.source_name
            ) as source_rank
        from check_ins
        cross join run_parameters
        where check_ins.check_in_date <= run_parameters.as_of_date
    )

select
    ranked.key_result_code,
    ranked.check_in_date,
    ranked.value,
    ranked.confidence,
    ranked.reported_status,
    ranked.note
from ranked
where ranked.source_rank = 1
