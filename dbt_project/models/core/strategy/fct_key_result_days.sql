with

    run as (select * from {{ ref("dim_run") }}),

    key_results as (select * from {{ ref("dim_key_result") }}),

    periods as (select * from {{ ref("fct_key_result_periods") }}),

    measured as (select * from {{ ref("int_key_results__measured") }}),

    timed as (
        select
            key_results.*,
            run.as_of_date,
            run.on_track_gap,
            run.at_risk_gap,
            measured.current_value,
            measured.confidence,
            measured.confidence_count,
            measured.confidence_slope,
            measured.reported_status,
            measured.last_check_in_date,
            {{
                key_result_score_raw(
                    "key_results.direction",
                    "key_results.baseline_value",
                    "key_results.target_value",
                    "measured.current_value",
                )
            }} as score_raw,
            {{
                elapsed_share(
                    "key_results.period_start_date",
                    "key_results.period_end_date",
                    "run.as_of_date",
                )
            }} as elapsed_share
        from key_results
        cross join run
        left join measured on key_results.key_result_code = measured.key_result_code
        where {{ is_named("key_results.key_result_code") }}
    ),

    clamped as (
        select
            timed.*,
            {{ clamped_to_share("timed.score_raw") }} as score,
            {{
                expected_progress(
                    "timed.progress_curve",
                    "timed.progress_steps",
                    "timed.elapsed_share",
                )
            }} as expected,
            timed.as_of_date < timed.period_start_date as is_not_started
        from timed
    )

select
    {{ surrogate_key(["clamped.key_result_code", "clamped.as_of_date"]) }}
    as key_result_day_key,
    clamped.key_result_key,
    clamped.key_result_code,
    clamped.reported_status,
    {{ missing_score_reason("clamped") }} as score_reason,
    case
        when clamped.elapsed_share is null
        then 'no_period'
        when clamped.expected is null
        then 'unknown_curve'
    end as expected_reason,
    {{ missing_pace_reason("clamped") }} as pace_reason,
    -- A value to keep is in its band or out of it: there is no pace to it.
    case
        when clamped.is_not_started
        then 'not_started'
        when not clamped.is_control
        then
            {{
                status_by_gap(
                    "clamped.score - clamped.expected",
                    "clamped.on_track_gap",
                    "clamped.at_risk_gap",
                )
            }}
        when clamped.score = 1
        then 'on_track'
        when clamped.score < 1
        then 'off_track'
    end as derived_status,
    {{ missing_status_reason("clamped") }} as derived_status_reason,
    {{ grade("clamped.score", "clamped.commitment_type") }} as grade,
    case when clamped.confidence is null then 'never_stated' end as confidence_reason,
    case
        when coalesce(clamped.confidence_count, 0) < 3
        then 'fewer_than_three_confidences'
    end as confidence_slope_reason,
    periods.not_live_reason,
    clamped.current_value,
    clamped.score_raw,
    clamped.score,
    clamped.expected,
    case
        when
            not clamped.is_control
            and not coalesce(clamped.is_not_started, false)
            and clamped.expected >= 0.05
        then {{ safe_divide("clamped.score", "clamped.expected") }}
    end as pace,
    clamped.score - clamped.expected as gap,
    clamped.confidence,
    clamped.confidence_slope,
    coalesce(periods.is_live, false) as is_live,
    clamped.as_of_date,
    clamped.last_check_in_date
from clamped
left join
    periods
    on clamped.key_result_code = periods.key_result_code
    and clamped.as_of_date = periods.judged_on_date
