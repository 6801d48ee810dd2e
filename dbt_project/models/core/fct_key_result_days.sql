with

    run as (select * from {{ ref("dim_run") }}),

    key_results as (select * from {{ ref("dim_key_result") }}),

    periods as (select * from {{ ref("fct_key_result_periods") }}),

    ranked_check_ins as (
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
                order by check_ins.check_in_date desc
            ) as date_rank
        from {{ ref("fct_key_result_check_ins") }} as check_ins
    ),

    latest as (
        select
            key_result_code,
            max(case when value_rank = 1 then value end) as current_value,
            max(case when confidence_rank = 1 then confidence end) as confidence,
            max(case when date_rank = 1 then reported_status end) as reported_status,
            max(check_in_date) as last_check_in_date
        from ranked_check_ins
        group by key_result_code
    ),

    scored as (
        select
            key_results.*,
            run.as_of_date,
            run.on_track_gap,
            run.at_risk_gap,
            latest.current_value,
            latest.confidence,
            latest.reported_status,
            latest.last_check_in_date,
            {{
                key_result_score_raw(
                    "key_results.direction",
                    "key_results.baseline_value",
                    "key_results.target_value",
                    "latest.current_value",
                )
            }} as score_raw,
            {{
                expected_progress(
                    "key_results.period_start_date",
                    "key_results.period_end_date",
                    "run.as_of_date",
                )
            }} as expected
        from key_results
        cross join run
        left join latest on key_results.key_result_code = latest.key_result_code
    ),

    clamped as (
        select
            scored.*,
            case
                when scored.score_raw is not null
                then least(1, greatest(0, scored.score_raw))
            end as score
        from scored
    )

select
    {{ surrogate_key(["clamped.key_result_code", "clamped.as_of_date"]) }}
    as key_result_day_key,
    clamped.key_result_key,
    clamped.key_result_code,
    clamped.reported_status,
    case
        when clamped.score_raw is not null
        then cast(null as {{ dbt.type_string() }})
        when clamped.current_value is null
        then 'no value'
        when clamped.target_value is null
        then 'no target'
        else 'no baseline'
    end as score_reason,
    case
        when clamped.expected is null
        then 'no period'
        when clamped.as_of_date < clamped.period_start_date
        then 'not started'
        when clamped.expected < 0.05
        then 'too early: use the gap'
        when clamped.score is null
        then 'no score'
    end as pace_reason,
    case
        when clamped.as_of_date < clamped.period_start_date
        then 'not_started'
        when clamped.score - clamped.expected >= clamped.on_track_gap
        then 'on_track'
        when clamped.score - clamped.expected >= clamped.at_risk_gap
        then 'at_risk'
        when clamped.score - clamped.expected < clamped.at_risk_gap
        then 'off_track'
    end as derived_status,
    periods.not_live_reason,
    clamped.current_value,
    clamped.score_raw,
    clamped.score,
    clamped.expected,
    case
        when
            clamped.as_of_date >= clamped.period_start_date and clamped.expected >= 0.05
        then {{ safe_divide("clamped.score", "clamped.expected") }}
    end as pace,
    clamped.score - clamped.expected as gap,
    clamped.confidence,
    coalesce(periods.is_live, false) as is_live,
    clamped.as_of_date,
    clamped.last_check_in_date
from clamped
left join
    periods
    on clamped.key_result_code = periods.key_result_code
    and clamped.as_of_date = periods.judged_on_date
