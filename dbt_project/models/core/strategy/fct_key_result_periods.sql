with

    run as (select * from {{ ref("dim_run") }}),

    key_results as (select * from {{ ref("dim_key_result") }}),

    themes as (select * from {{ ref("dim_strategic_theme") }}),

    money as (select min(business_date) as since from {{ ref("fct_ledger_lines") }}),

    -- A period is judged on its last day, the one under way on the day of the refresh.
    periods as (
        select distinct
            days.fiscal_period_label,
            days.fiscal_period_start_date,
            least(days.fiscal_period_end_date, run.as_of_date) as judged_on
        from {{ ref("dim_date") }} as days
        cross join run
        cross join money
        where
            days.fiscal_period_start_date <= run.as_of_date
            and days.fiscal_period_end_date
            >= coalesce(least(money.since, run.as_of_date), run.as_of_date)
    ),

    last_check_ins as (
        select
            periods.fiscal_period_label,
            check_ins.key_result_code,
            max(
                case
                    when check_ins.check_in_date <= periods.judged_on
                    then check_ins.check_in_date
                end
            ) as last_check_in_date,
            max(check_ins.check_in_date) as last_sign_date
        from periods
        cross join {{ ref("fct_key_result_check_ins") }} as check_ins
        group by periods.fiscal_period_label, check_ins.key_result_code
    ),

    members as (
        select
            key_results.*,
            periods.fiscal_period_label,
            periods.fiscal_period_start_date,
            periods.judged_on,
            last_check_ins.last_check_in_date,
            -- Nobody writes down when a key result was given up or closed: its last
            -- check-in is the last sign of life.
            periods.judged_on = run.as_of_date
            or periods.judged_on > coalesce(
                last_check_ins.last_sign_date, key_results.period_start_date
            ) as is_after_last_sign,
            run.key_result_grace_days,
            run.stale_after_cadences
            * key_results.check_in_cadence_days as stale_after_days,
            coalesce(themes.active_to_date < periods.judged_on, false)
            or coalesce(
                themes.active_from_date > periods.judged_on, false
            ) as is_theme_retired
        from key_results
        cross join periods
        cross join run
        left join themes on key_results.theme_name = themes.theme_name
        left join
            last_check_ins
            on key_results.key_result_code = last_check_ins.key_result_code
            and periods.fiscal_period_label = last_check_ins.fiscal_period_label
        where {{ is_named("key_results.key_result_code") }}
    ),

    judged as (
        select
            members.*,
            case
                when members.is_dropped and members.is_after_last_sign
                then 'dropped'
                when members.is_closed and members.is_after_last_sign
                then 'closed'
                when
                    members.period_start_date is null or members.period_end_date is null
                then 'no_period'
                when members.judged_on < members.period_start_date
                then 'not_started'
                when
                    {{
                        dbt.datediff(
                            "members.period_end_date", "members.judged_on", "day"
                        )
                    }} > members.key_result_grace_days
                then 'ended'
                when members.is_theme_retired
                then 'theme_retired'
                when members.last_check_in_date is null
                then 'never_checked_in'
                when
                    {{
                        dbt.datediff(
                            "members.last_check_in_date", "members.judged_on", "day"
                        )
                    }} > members.stale_after_days
                then 'stale'
            end as not_live_reason
        from members
    )

select
    {{ surrogate_key(["judged.key_result_code", "judged.fiscal_period_label"]) }}
    as key_result_period_key,
    {{ surrogate_key(["judged.key_result_code"]) }} as key_result_key,
    judged.key_result_code,
    judged.fiscal_period_label,
    judged.not_live_reason,
    judged.not_live_reason is null as is_live,
    judged.fiscal_period_start_date,
    judged.judged_on as judged_on_date,
    judged.last_check_in_date
from judged
