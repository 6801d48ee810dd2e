with

    periods as (
        select fiscal_year, fiscal_period, min(calendar_date) as period_start_date
        from {{ ref("stg_calendar_days") }}
        group by fiscal_year, fiscal_period
    ),

    -- The special periods of a year-end close belong to the last regular one; a line
    -- of a whole year has no period and belongs to the first.
    stand_ins as (
        select 0 as posting_period, 1 as fiscal_period
        union all
        select 13 as posting_period, 12 as fiscal_period
        union all
        select 14 as posting_period, 12 as fiscal_period
        union all
        select 15 as posting_period, 12 as fiscal_period
        union all
        select 16 as posting_period, 12 as fiscal_period
    )

select fiscal_year, fiscal_period as posting_period, period_start_date
from periods
union all
select periods.fiscal_year, stand_ins.posting_period, periods.period_start_date
from periods
inner join stand_ins on periods.fiscal_period = stand_ins.fiscal_period
