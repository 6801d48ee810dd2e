select
    days.calendar_date,
    {{ business_day_start("days.calendar_date", "run.organisation_time_zone") }}
    as begins_at,
    {{
        business_day_start(
            dbt.dateadd("day", 1, "days.calendar_date"),
            "run.organisation_time_zone",
        )
    }} as ends_at,
    cast({{ dbt.dateadd("day", -1, "days.calendar_date") }} as date) as day_before,
    cast({{ dbt.dateadd("day", 1, "days.calendar_date") }} as date) as day_after
from {{ ref("stg_calendar_days") }} as days
cross join {{ ref("stg_run_parameters") }} as run
