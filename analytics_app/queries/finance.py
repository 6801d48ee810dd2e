"""Money as finance partners slice it: change spend at average rates or at the budget rate.

A slice of which a line has no such rate holds no amount; neither does a sum of which it is a part.
Slices of the fiscal years looked at are read once, summed to cells; most of the page sums cells again.
"""

from datetime import date
from typing import Any

import polars as pl

from analytics_app.queries.conditions import MEMBERS, PERIOD, THEMES, known_sum
from analytics_app.session import Filters, ask, ask_one

SUMMED = ("budget", "actual", "commitment")
KINDS = (*SUMMED, "forecast")
PARTS = ("reclassified_amount", "posted_in_other_period_amount")
MONEY = pl.Decimal(38, 4)
_AT_RATE = ", ".join(
    f"case when $at_budget_rate then {kind}_budget_rate_amount else {kind}_amount end as {kind}, "
    f"case when $at_budget_rate then {kind}_budget_rate_amount_reason else {kind}_amount_reason end"
    f" as {kind}_reason"
    for kind in KINDS
)
_SLICES = f"""
        slices as (
            select * exclude ({", ".join(f"{kind}_amount" for kind in KINDS)}),
                actual_amount as average_rate_actual, {_AT_RATE},
                coalesce(actual_amount_reason, actual_budget_rate_amount_reason) as fx_effect_reason
            from marts.mart_spend_slices where {MEMBERS} and not is_run
        )"""  # noqa: S608 - constant conditions


def _whole(column: str) -> str:
    """Return the SQL of a sum that is NULL where a part of it is not known."""
    return f"case when count(*) = count({column}) then sum({column}) end"


_AMOUNTS = ", ".join(f"{_whole(kind)} as {kind}_amount" for kind in SUMMED)
_REASON = "max(coalesce(budget_reason, actual_reason, commitment_reason))"
_CELLS = ", ".join(
    (
        *(f"{_whole(kind)} as {kind}, max({kind}_reason) as {kind}_reason" for kind in KINDS),
        *(f"{_whole(part)} as {part}" for part in PARTS),
        f"{_whole('average_rate_actual')} - {_whole('actual_budget_rate_amount')} as fx_effect",
        "max(fx_effect_reason) as fx_effect_reason",
    )
)


def _years(filters: Filters) -> dict[str, Any]:
    """Return the first and the last period of the fiscal years looked at, and the first of the last year."""
    return ask_one(
        f"""
        with periods as (
            select distinct fiscal_year_label, fiscal_period_start_date from core.dim_date
        ),
        years as (
            select fiscal_year_label, min(fiscal_period_start_date) as begins,
                max(fiscal_period_start_date) as ends
            from periods
            where fiscal_year_label in (select fiscal_year_label from periods where {PERIOD})
            group by fiscal_year_label
        )
        select min(begins) as years_begin, max(ends) as years_end, max(begins) as year_begins from years
        """,  # noqa: S608 - constant conditions
        filters,
    )


def _cells(filters: Filters, *, at_budget_rate: bool) -> pl.DataFrame:
    """Return one row per theme, kind of expense and fiscal period of the years looked at."""
    years = _years(filters)
    return ask(
        f"""
        with {_SLICES}
        select theme_name, expense_type, fiscal_period_label, fiscal_period_start_date, {_CELLS}
        from slices where fiscal_period_start_date between $years_begin and $years_end
        group by theme_name, expense_type, fiscal_period_label, fiscal_period_start_date
        order by theme_name, expense_type, fiscal_period_start_date
        """,  # noqa: S608 - constant conditions
        filters,
        at_budget_rate=at_budget_rate,
        years_begin=years["years_begin"],
        years_end=years["years_end"],
    )


def _of_period(cells: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    return cells.filter(pl.col("fiscal_period_start_date").is_between(filters.first_date, filters.last_date))


def _sum(column: str, part: pl.Expr | None = None) -> pl.Expr:
    """Return a sum of cells that is null where one of them is not known, or where there is none."""
    values = pl.col(column) if part is None else pl.col(column).filter(part)
    return pl.when(values.null_count() == 0, values.len() > 0).then(values.sum())


_SUMS = tuple(_sum(kind).alias(f"{kind}_amount") for kind in SUMMED)
_WHY = pl.coalesce("budget_reason", "actual_reason", "commitment_reason").max()
_VARIANCE = (pl.col("actual_amount") - pl.col("budget_amount")).alias("variance_amount")


def _outlook(filters: Filters, cells: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Return the cells of the fiscal year looked at with `outlook`, and how many periods lack a forecast.

    A closed period counts by what was spent, another by its forecast.
    """
    periods = _periods_of_year(_years(filters)["year_begins"])
    closed = periods.filter("is_closed")["fiscal_period_label"].implode()
    is_closed = pl.col("fiscal_period_label").is_in(closed)
    outlook = cells.filter(
        pl.col("fiscal_period_label").is_in(periods["fiscal_period_label"].implode())
    ).with_columns(
        pl.when(is_closed).then("actual").otherwise("forecast").alias("outlook"),
        pl.when(is_closed).then("actual_reason").otherwise("forecast_reason").alias("outlook_reason"),
    )
    return outlook, periods.filter(~pl.col("is_closed") & ~pl.col("is_forecast")).height


def _periods_of_year(year_begins: date) -> pl.DataFrame:
    """Return the periods of a fiscal year: whether each is closed, and whether anything is forecast in it."""
    return ask(
        """
        with forecast as (
            select distinct fiscal_period_label from marts.mart_spend_slices
            where fiscal_period_start_date >= $year_begins
                and (forecast_amount is null or forecast_amount <> 0)
        )
        select fiscal_period_label,
            max(fiscal_period_end_date) <= (select as_of_date from marts.mart_run) as is_closed,
            fiscal_period_label in (from forecast) as is_forecast
        from core.dim_date
        where fiscal_year_label in (
            select fiscal_year_label from core.dim_date where fiscal_period_start_date = $year_begins
        )
        group by fiscal_period_label
        """,
        year_begins=year_begins,
    )


def totals(filters: Filters, *, at_budget_rate: bool) -> dict[str, Any]:
    """Return the sums of the selection, the part without a theme, and the outlook of the fiscal year."""
    cells = _cells(filters, at_budget_rate=at_budget_rate)
    chosen = _of_period(cells, filters).select(
        *_SUMS,
        _sum("actual", pl.col("theme_name") == "Unallocated").alias("unallocated_amount"),
        _sum("fx_effect").alias("fx_effect_amount"),
        _WHY.fill_null("no_change_spend").alias("missing_reason"),
        pl.col("fx_effect_reason").max().fill_null("no_change_spend"),
    )
    of_year, missing_count = _outlook(filters, cells)
    year = of_year.select(
        _sum("outlook").alias("outlook_amount"),
        _sum("budget").alias("year_budget_amount"),
        pl.col("outlook_reason").max(),
    )
    found = chosen.with_columns(_VARIANCE).row(0, named=True) | year.row(0, named=True)
    if missing_count and of_year.height:
        return found | {"outlook_amount": None, "outlook_reason": "forecast_not_whole"}
    return found | {"outlook_reason": found["outlook_reason"] or found["missing_reason"]}


def control(filters: Filters) -> dict[str, Any]:
    """Return the same spend as the mart of theme spend tells it, run spend apart (average rates)."""
    return ask_one(
        f"""
        select sum(actual_amount) filter (where not is_run) as change_amount,
            sum(actual_amount) filter (where is_run) as run_amount
        from marts.mart_theme_spend where {PERIOD} and {MEMBERS}
        """,  # noqa: S608
        filters,
    )


def _shares(filters: Filters) -> pl.DataFrame:
    """Return each theme's share of all change spend at average rates, whatever is chosen, and its target."""
    return ask(
        f"""
        with whole as (
            select theme_name, cast(sum(actual_amount) as double) as amount,
                sum(unconverted_line_count) as unconverted_count
            from marts.mart_theme_spend where {PERIOD} and not is_run
            group by theme_name
        ),
        portfolio as (select sum(amount) as total, sum(unconverted_count) as unconverted_count from whole),
        targets as (
            select theme_name, target_share from marts.mart_theme_targets
            where fiscal_period_start_date
                = (select max(fiscal_period_start_date) from marts.mart_theme_targets where {PERIOD})
        ),
        funding as (
            select theme_name, funding_status from marts.mart_theme_funding
            where fiscal_year_label = (select fiscal_year_label from marts.mart_run)
        ),
        themes as (
            select theme_name from core.dim_strategic_theme
            union
            select theme_name from whole
            union
            select theme_name from targets
        )
        select themes.theme_name, dim.sort_order,
            {THEMES} and targets.theme_name is not null and exists (select * from whole) as is_shown,
            case
                when portfolio.total > 0 and portfolio.unconverted_count = 0
                then coalesce(whole.amount, 0) / portfolio.total
            end as actual_share,
            target_share, actual_share - target_share as gap_share, funding_status
        from themes
        cross join portfolio
        left join whole using (theme_name)
        left join targets using (theme_name)
        left join funding using (theme_name)
        left join core.dim_strategic_theme as dim using (theme_name)
        """,  # noqa: S608
        filters,
    )


def by_theme(filters: Filters, *, at_budget_rate: bool) -> pl.DataFrame:
    """Return one row per theme: money, the year's outlook; share of all change spend against target (M22).

    A share of a filtered part would not compare with a target: shares follow the period alone. A theme that
    has a target and no money has 0; capital expenditure that is not known leaves no actual either.
    """
    cells = _cells(filters, at_budget_rate=at_budget_rate)
    chosen = (
        _of_period(cells, filters)
        .group_by("theme_name")
        .agg(
            *_SUMS,
            _sum("actual", pl.col("expense_type") == "capex").alias("capex_amount"),
            _WHY.alias("missing_reason"),
        )
        .with_columns(_VARIANCE, pl.lit(value=True).alias("is_chosen"))
    )
    of_year, missing_count = _outlook(filters, cells)
    year = of_year.group_by("theme_name").agg(_sum("outlook").alias("outlook_amount"))
    is_chosen = pl.col("is_chosen").fill_null(value=False)
    nothing = pl.lit(0, MONEY)
    amounts = [
        pl.when(is_chosen).then(column).otherwise(nothing).alias(column)
        for column in ("budget_amount", "actual_amount", "variance_amount", "commitment_amount")
    ]
    without_capex = pl.when(pl.col("actual_amount").is_not_null()).then(nothing)
    return (
        _shares(filters)
        .join(chosen, on="theme_name", how="full", coalesce=True)
        .filter(is_chosen | pl.col("is_shown"))
        .join(year, on="theme_name", how="left")
        .with_columns(
            *amounts,
            pl.when(is_chosen)
            .then(pl.coalesce("capex_amount", without_capex))
            .otherwise(nothing)
            .alias("capex_amount"),
            pl.when(missing_count == 0).then("outlook_amount").alias("outlook_amount"),
        )
        .sort("sort_order", "theme_name", nulls_last=True)
        .drop("sort_order", "is_shown", "is_chosen")
    )


def by_initiative(filters: Filters, *, at_budget_rate: bool) -> pl.DataFrame:
    """Return one row per initiative and theme, the dearest first; its aligned part at average rates (M20)."""
    return ask(
        f"""
        with {_SLICES},
        chosen as (
            select initiative_code, initiative_name, theme_name, value_stream_name, owner_name, {_AMOUNTS},
                {_whole("actual")} - {_whole("budget")} as variance_amount, {_REASON} as missing_reason
            from slices where {PERIOD}
            group by initiative_code, initiative_name, theme_name, value_stream_name, owner_name
        ),
        aligned as (
            select initiative_code, theme_name,
                {known_sum("aligned_actual")} as aligned_actual_amount
            from marts.mart_theme_spend where {PERIOD}
            group by initiative_code, theme_name
        )
        select * from chosen left join aligned using (initiative_code, theme_name)
        order by actual_amount desc nulls last, initiative_code, theme_name
        """,  # noqa: S608
        filters,
        at_budget_rate=at_budget_rate,
    )


def by_period(filters: Filters, *, at_budget_rate: bool) -> pl.DataFrame:
    """Return one row per fiscal period of the years looked at; actuals are NULL after the day of the data."""
    as_of = ask_one("select as_of_date from marts.mart_run")["as_of_date"]
    is_past = pl.col("fiscal_period_start_date") <= as_of
    forecast = _sum("forecast")
    return (
        _cells(filters, at_budget_rate=at_budget_rate)
        .group_by("fiscal_period_label", "fiscal_period_start_date")
        .agg(*_SUMS, pl.when(forecast != 0).then(forecast).alias("forecast_amount"))
        .with_columns(pl.when(is_past).then("actual_amount").alias("actual_amount"))
        .sort("fiscal_period_start_date")
    )


def by_slice(filters: Filters, slice_kind: str, *, at_budget_rate: bool) -> pl.DataFrame:
    """Return one row per cost centre, account or expense type; what lines do not name is a row as well."""
    if slice_kind == "expense_type":
        return (
            _of_period(_cells(filters, at_budget_rate=at_budget_rate), filters)
            .group_by(pl.col("expense_type").alias("slice_name"))
            .agg(*_SUMS, *(_sum(part).alias(part) for part in PARTS), _WHY.alias("missing_reason"))
            .with_columns(_VARIANCE)
            .sort("actual_amount", "slice_name", descending=[True, False], nulls_last=True)
        )
    return ask(
        f"""
        with {_SLICES}
        select
            case $slice_kind
                when 'cost_center' then cost_center_code else concat_ws(' ', account_code, account_name)
            end as slice_name, {_AMOUNTS},
            {_whole("actual")} - {_whole("budget")} as variance_amount,
            {", ".join(f"{_whole(part)} as {part}" for part in PARTS)},
            {_REASON} as missing_reason
        from slices where {PERIOD}
        group by slice_name
        order by actual_amount desc nulls last, slice_name
        """,  # noqa: S608
        filters,
        at_budget_rate=at_budget_rate,
        slice_kind=slice_kind,
    )


def by_expense_type(filters: Filters, *, at_budget_rate: bool) -> pl.DataFrame:
    """Return actual spend by theme and expense type; what no line classifies is a type of its own."""
    order = ask("select theme_name, sort_order from core.dim_strategic_theme")
    return (
        _of_period(_cells(filters, at_budget_rate=at_budget_rate), filters)
        .group_by("theme_name", "expense_type")
        .agg(_sum("actual").alias("actual_amount"))
        .filter(pl.col("actual_amount").is_null() | (pl.col("actual_amount") != 0))
        .join(order, on="theme_name", how="left")
        .sort("sort_order", "theme_name", "expense_type", nulls_last=True)
        .drop("sort_order")
    )
