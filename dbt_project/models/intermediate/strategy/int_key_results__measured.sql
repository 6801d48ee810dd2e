{%- set day = dbt.datediff("newest.check_in_date", "ranked.check_in_date", "day") -%}

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
                    case when check_ins.value is null then 1 else 0 end,
                    check_ins.check_in_date
            ) as first_value_rank,
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
    ),

    -- Least squares over the last three that state a confidence, in days before the
    -- newest of them. One that states none is left out: it is not a half.
    confidences as (
        select
            ranked.key_result_code,
            count(*) as confidence_count,
            {{ exact_sum("ranked.confidence") }} as sum_of_confidence,
            {{ exact_sum(day) }} as sum_of_days,
            {{ exact_sum(day ~ " * ranked.confidence") }} as sum_of_products,
            {{ exact_sum(day ~ " * " ~ day) }} as sum_of_squares
        from ranked
        inner join
            ranked as newest
            on ranked.key_result_code = newest.key_result_code
            and newest.confidence_rank = 1
        where ranked.confidence_rank <= 3 and ranked.confidence is not null
        group by ranked.key_result_code
    )

select
    ranked.key_result_code,
    max(case when ranked.value_rank = 1 then ranked.value end) as current_value,
    max(case when ranked.first_value_rank = 1 then ranked.value end) as first_value,
    max(
        case
            when ranked.first_value_rank = 1 and ranked.value is not null
            then ranked.check_in_date
        end
    ) as first_value_date,
    max(case when ranked.confidence_rank = 1 then ranked.confidence end) as confidence,
    max(
        case when ranked.status_rank = 1 then ranked.reported_status end
    ) as reported_status,
    coalesce(max(confidences.confidence_count), 0) as confidence_count,
    max(
        case
            when confidences.confidence_count = 3
            then
                round(
                    7 * (
                        3 * confidences.sum_of_products
                        - confidences.sum_of_days * confidences.sum_of_confidence
                    )
                    / (
                        3 * confidences.sum_of_squares
                        - confidences.sum_of_days * confidences.sum_of_days
                    ),
                    9
                )
        end
    ) as confidence_slope,
    max(ranked.check_in_date) as last_check_in_date
from ranked
left join confidences on ranked.key_result_code = confidences.key_result_code
group by ranked.key_result_code
