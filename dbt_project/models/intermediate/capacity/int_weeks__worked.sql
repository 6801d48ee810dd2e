select
    cast(
        {{
            dbt.dateadd(
                "day", "1 - cast(days.iso_day_of_week as int)", "days.calendar_date"
            )
        }} as date
    ) as week_start_date,
    cast(
        sum(case when days.is_working_day then 1 else 0 end) as bigint
    ) as working_day_count
from {{ ref("stg_calendar_days") }} as days
group by
    cast(
        {{
            dbt.dateadd(
                "day", "1 - cast(days.iso_day_of_week as int)", "days.calendar_date"
            )
        }} as date
    )
