with

    run as (select * from {{ ref("stg_run_parameters") }}),

    counted as (
        select
            days.fiscal_year_label,
            days.fiscal_period_label,
            days.fiscal_year_start_date,
            days.fiscal_period_start_date,
            days.fiscal_period_end_date,
            days.fiscal_period_end_date <= run.as_of_date as is_closed,
            row_number() over (order by min(days.calendar_date)) as place,
            count(*) as day_count,
            sum(
                case when days.calendar_date <= run.as_of_date then 1 else 0 end
            ) as elapsed_day_count
        from {{ ref("stg_calendar_days") }} as days
        cross join run
        group by
            days.fiscal_year_label,
            days.fiscal_period_label,
            days.fiscal_year_start_date,
            days.fiscal_period_start_date,
            days.fiscal_period_end_date,
            run.as_of_date
    )

select
    counted.fiscal_year_label,
    counted.fiscal_period_label,
    counted.fiscal_year_start_date,
    counted.fiscal_period_start_date,
    counted.fiscal_period_end_date,
    counted.place,
    counted.day_count,
    {{ safe_divide("counted.elapsed_day_count", "counted.day_count") }}
    as elapsed_share,
    counted.is_closed,
    case
        when counted.is_closed
        then
            row_number() over (
                partition by counted.is_closed
                order by counted.fiscal_period_start_date desc
            )
    end as closed_rank
from counted
