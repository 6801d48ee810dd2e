"""What lies between the plan and what became of it (M45)."""

import polars as pl

from analytics_app.queries.conditions import OWNERS, PERIOD, STREAMS, THEMES
from analytics_app.session import Filters, ask


def _known(column: str) -> str:
    """Return the SQL of a sum that is NULL where a part of it is not known."""
    return f"case when count(*) = count({column}) then sum({column}) end"


_SUMS = ", ".join(
    f"{_known(column)} as {column}"
    for column in (
        "from_amount",
        "scope_amount",
        "fx_amount",
        "timing_amount",
        "reclassified_amount",
        "to_amount",
    )
)


def steps(filters: Filters, *, whole_year: bool) -> pl.DataFrame:
    """Return the sums of each step from stage to stage; whether it is the first of its periods.

    A sum is NULL where a part of it is not known, `missing_reason` says why. The effect of exchange rates
    alone is NULL where a line lacks a rate; its part is in the volume then.
    """
    return ask(
        f"""
        with periods as (
            select distinct fiscal_year_label, fiscal_period_label, fiscal_period_start_date
            from core.dim_date
        ),
        years as (select distinct fiscal_year_label from periods where {PERIOD}),
        chosen as (
            select fiscal_period_label from periods
            where {PERIOD} or ($whole_year and fiscal_year_label in (select fiscal_year_label from years))
        ),
        initiatives as (
            select initiative_code from core.dim_initiative where not is_run and {STREAMS} and {OWNERS}
        ),
        staged as (
            select *, case from_stage when 'original' then 1 when 'current' then 2 else 3 end as stage_order
            from marts.mart_budget_bridge
            where fiscal_period_label in (select fiscal_period_label from chosen)
        ),
        firsts as (
            select fiscal_period_label, min(stage_order) as first_order from staged
            group by fiscal_period_label
        )
        select from_stage, to_stage, stage_order = first_order as is_first,
            count(distinct fiscal_period_label) as period_count,
            {_SUMS},
            {_known("volume_amount")} + case when count(*) = count(fx_amount) then 0
                else coalesce(sum(fx_amount), 0) end as volume_amount,
            max(fx_reason) as fx_reason,
            max(coalesce(from_amount_reason, to_amount_reason, variance_reason)) as missing_reason
        from staged
        inner join firsts using (fiscal_period_label)
        inner join initiatives using (initiative_code)
        where {THEMES}
        group by from_stage, to_stage, stage_order, is_first
        order by stage_order, to_stage = 'actual'
        """,  # noqa: S608 - constant conditions
        filters,
        whole_year=whole_year,
    )
