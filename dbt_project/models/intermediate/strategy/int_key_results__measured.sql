with

    check_ins as (select * from {{ ref("int_key_result_check_ins__deduplicated") }}),

    -- A check-in may tell only one of the three: the newest that tells it counts.
    ranked as (
        select
            check_ins.*,
            row_number() over (
                partition by check_ins.key_result_code
                order by
                    case when check_ins.value is null then 1 else 0 end,
                    check_ins.check_in_date desc
            ) as value_rank,
            row_number() over (
                partition by check_ins.key_result_code
                order by
                    case when check_ins.confidence is null then 1 else 0 end,
                    check_ins.check_in_date desc
            ) as confidence_rank,
            row_number() over (
                partition by check_ins.key_result_code
                order by
                    case when check_ins.reported_status is null then 1 else 0 end,
                    check_ins.check_in_date desc
            ) as status_rank
        from check_ins
    )

select
    ranked.key_result_code,
    max(case when ranked.value_rank = 1 then ranked.value end) as current_value,
    max(case when ranked.confidence_rank = 1 then ranked.confidence end) as confidence,
    max(
        case when ranked.status_rank = 1 then ranked.reported_status end
    ) as reported_status,
    max(ranked.check_in_date) as last_check_in_date
from ranked
group by ranked.key_result_code
