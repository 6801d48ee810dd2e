"""What lies between the plan and what became of it (M45)."""

import polars as pl

from analytics_app.queries.conditions import OWNERS, PERIOD, STREAMS, THEMES
from analytics_app.session import Filters, ask


def steps(filters: Filters, *, whole_year: bool) -> pl.DataFrame:
    """Return the sums of each step from stage to stage; whether it is the first of its periods.

    The effect of exchange rates is NULL where a line lacks a rate; its part is in the volume then.
    """
    return ask(
        f"""
        with periods as (
            select distinct fiscal_year_label, fiscal_period_label, fiscal_period_start_date
            from core.dim_date
        ),
        years as (select distinct fiscal_year_label from periods where {PERIOD}),
        initiatives as (
            select initiative_code, value_stream_name, owner_name, is_run from core.dim_initiative
        ),
        staged as (
            select *, case from_stage when 'original' then 1 when 'current' then 2 else 3 end as stage_order
            from marts.mart_budget_bridge
        ),
        firsts as (
            select fiscal_period_label, min(stage_order) as first_order from staged
            group by fiscal_period_label
        )
        select from_stage, to_stage, stage_order = first_order as is_first,
            count(distinct fiscal_period_label) as period_count,
            sum(from_amount) as from_amount, sum(scope_amount) as scope_amount,
            case when count(*) = count(fx_amount) then sum(fx_amount) end as fx_amount,
            sum(timing_amount) as timing_amount, sum(reclassified_amount) as reclassified_amount,
            sum(volume_amount) + case when count(*) = count(fx_amount) then 0
                else coalesce(sum(fx_amount), 0) end as volume_amount,
            sum(to_amount) as to_amount, max(fx_reason) as fx_reason
        from staged
        inner join firsts using (fiscal_period_label)
        inner join periods using (fiscal_year_label, fiscal_period_label)
        inner join initiatives using (initiative_code)
        where not is_run and {THEMES} and {STREAMS} and {OWNERS}
            and ({PERIOD} or ($whole_year and fiscal_year_label in (select fiscal_year_label from years)))
        group by from_stage, to_stage, stage_order, is_first
        order by stage_order, to_stage = 'actual'
        """,  # noqa: S608 - constant conditions
        filters,
        whole_year=whole_year,
    )
