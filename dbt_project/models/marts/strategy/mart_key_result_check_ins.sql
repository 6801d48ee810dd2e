select
    check_ins.check_in_key,
    check_ins.key_result_code,
    key_results.key_result_name,
    key_results.objective_code,
    check_ins.value,
    intervals.score,
    check_ins.confidence,
    check_ins.check_in_date
from {{ ref("fct_key_result_check_ins") }} as check_ins
inner join
    {{ ref("dim_key_result") }} as key_results
    on check_ins.key_result_code = key_results.key_result_code
left join
    {{ ref("fct_key_result_score_intervals") }} as intervals
    on check_ins.key_result_code = intervals.key_result_code
    and check_ins.check_in_date = intervals.valid_from_date
