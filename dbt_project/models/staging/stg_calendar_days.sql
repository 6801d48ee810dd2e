select
    calendar_date,
    iso_day_of_week,
    is_working_day,
    fiscal_year,
    fiscal_quarter,
    fiscal_period,
    fiscal_period_start_date,
    fiscal_period_end_date,
    fiscal_year_start_date,
    fiscal_year_end_date,
    fiscal_quarter_start_date,
    fiscal_period_label,
    fiscal_quarter_label,
    fiscal_year_label
from {{ source("input", "calendar_days") }}
