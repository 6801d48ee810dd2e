with

    scored as (
        select
            check_ins.key_result_code,
            check_ins.check_in_date,
            {{
                key_result_score_raw(
                    "key_results.direction",
                    "key_results.baseline_value",
                    "key_results.target_value",
                    "check_ins.value",
                )
            }} as score_raw
        from {{ ref("fct_key_result_check_ins") }} as check_ins
        inner join
            {{ ref("dim_key_result") }} as key_results
            on check_ins.key_result_code = key_results.key_result_code
        where check_ins.value is not null
    )

select
    {{ surrogate_key(["scored.key_result_code", "scored.check_in_date"]) }}
    as key_result_score_interval_key,
    scored.key_result_code,
    scored.score_raw,
    least(1, greatest(0, scored.score_raw)) as score,
    scored.check_in_date as valid_from_date,
    lead(scored.check_in_date) over (
        partition by scored.key_result_code order by scored.check_in_date
    ) as valid_to_date
from scored
where scored.score_raw is not null
