with

    run as (select * from {{ ref("dim_run") }}),

    key_results as (select * from {{ ref("dim_key_result") }}),

    periods as (select * from {{ ref("fct_key_result_periods") }}),

    measured as (select * from {{ ref("int_key_results__measured") }}),

    scored as (
        select
            key_results.*,
            run.as_of_date,
            run.on_track_gap,
            run.at_risk_gap,
            measured.current_value,
            measured.confidence,
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
                expected_progress(
                    "key_results.period_start_date",
                    "key_results.period_end_date",
                    "run.as_of_date",
                )
            }} as expected
        from key_results
        cross join run
        left join measured on key_results.key_result_code = measured.key_result_code
    ),

    clamped as (
        select
            scored.*,
            case
                when scored.score_raw is not null
                then least(1, greatest(0, scored.score_raw))
            end as score,
            scored.as_of_date < scored.period_start_date as is_not_started
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
        then 'no_value'
        when clamped.target_value is null
        then 'no_target'
        else 'no_baseline'
    end as score_reason,
    case
        when clamped.is_control
        then 'control_key_result'
        when clamped.expected is null
        then 'no_period'
        when clamped.is_not_started
        then 'not_started'
        when clamped.expected < 0.05
        then 'too_early'
        when clamped.score is null
        then 'no_score'
    end as pace_reason,
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
    coalesce(periods.is_live, false) as is_live,
    clamped.as_of_date,
    clamped.last_check_in_date
from clamped
left join
    periods
    on clamped.key_result_code = periods.key_result_code
    and clamped.as_of_date = periods.judged_on_date
