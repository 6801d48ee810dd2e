select
    calendar_days.calendar_date,
    calendar_days.iso_day_of_week,
    calendar_days.is_working_day,
    calendar_days.fiscal_year,
    calendar_days.fiscal_quarter,
    calendar_days.fiscal_period,
    calendar_days.fiscal_year_label,
    calendar_days.fiscal_quarter_label,
    calendar_days.fiscal_period_label,
    calendar_days.fiscal_year_start_date,
    calendar_days.fiscal_year_end_date,
    calendar_days.fiscal_quarter_start_date,
    calendar_days.fiscal_period_start_date,
    calendar_days.fiscal_period_end_date
from {{ ref("stg_calendar_days") }} as calendar_days
