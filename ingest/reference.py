"""Reference tables: what portfolio.yml says, as tables of the `input` schema, made anew for each build."""

from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import polars as pl

from ingest.configuration import Configuration, ExchangeRate, FiscalCalendar
from ingest.contracts import RATE
from ingest.fiscal import (
    PERIODS_OF_QUARTER,
    PERIODS_OF_YEAR,
    fiscal_year_of,
    period_span,
    quarter_span,
    year_span,
)
from ingest.privacy import pseudonym_salt

# No date outside 1990 to 2100 is taken from an export; plans do not reach beyond 2060.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2060, 12, 31)
END_OF_TIME = datetime(9999, 12, 31)


def reference_tables(configuration: Configuration) -> dict[str, pl.DataFrame]:
    """Return the reference tables by name; their columns are listed in docs/architecture.md."""
    return {
        "calendar_days": _calendar_days(configuration),
        "themes": _themes(configuration),
        "theme_targets": _theme_targets(configuration),
        "exchange_rates": _exchange_rates(configuration),
        "statuses": _statuses(configuration),
        "stages": _frame(
            [(stage.stage, stage.state) for stage in configuration.stages],
            {"stage_name": pl.String(), "portfolio_state": pl.String()},
        ),
        "wip_limits": _frame(
            [(limit.state, limit.limit, limit.valid_from) for limit in configuration.wip_limits],
            {"portfolio_state": pl.String(), "wip_limit": pl.Int64(), "valid_from_date": pl.Date()},
        ),
        "guardrails": _guardrails(configuration),
        "work_types": _frame(
            [(work_type.type, work_type.work_class) for work_type in configuration.work_types],
            {"type_name": pl.String(), "work_class": pl.String()},
        ),
        "dependency_statuses": _frame(
            [(status.status, status.state) for status in configuration.dependency_statuses],
            {"status_name": pl.String(), "dependency_state": pl.String()},
        ),
        "sources": _sources(configuration),
    }


def run_parameters(
    configuration: Configuration, as_of_date: date, as_known_on: datetime | None = None
) -> pl.DataFrame:
    """Return the one row of input.run_parameters; `as_known_on` (naive UTC) None: all that is known."""
    thresholds = configuration.thresholds.model_dump()
    row: dict[str, object] = {
        "as_of_date": as_of_date,
        "as_known_on": as_known_on or END_OF_TIME,
        "reporting_currency_code": configuration.reporting.currency,
        "organisation_name": configuration.organisation.name,
        "organisation_time_zone": configuration.organisation.time_zone,
        "organisation_language": configuration.organisation.language,
        "people_shown_as": configuration.privacy.people,
        "pseudonym_salt": pseudonym_salt(configuration.privacy),
        "hours_per_day": configuration.capacity.hours_per_day,
    }
    row |= {name: float(value) if isinstance(value, Decimal) else value for name, value in thresholds.items()}
    types = {
        "as_known_on": pl.Datetime("us"),
        "pseudonym_salt": pl.String(),
        "organisation_language": pl.String(),
        "hours_per_day": pl.Float64(),
        "owner_review_days": pl.Int64(),
        "significant_initiative_amount": pl.Float64(),
    }
    return pl.DataFrame([row]).cast(types)  # ty: ignore[invalid-argument-type]


def _frame(rows: list[tuple], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def _calendar_days(configuration: Configuration) -> pl.DataFrame:
    calendar = configuration.fiscal_calendar
    years = range(fiscal_year_of(calendar, FIRST_DAY), fiscal_year_of(calendar, LAST_DAY) + 1)
    rows = [_period_row(calendar, year, period) for year in years for period in range(1, PERIODS_OF_YEAR + 1)]
    periods = _frame(
        rows,
        {
            "fiscal_year": pl.Int64(),
            "fiscal_quarter": pl.Int64(),
            "fiscal_period": pl.Int64(),
            "fiscal_period_start_date": pl.Date(),
            "fiscal_period_end_date": pl.Date(),
            "fiscal_quarter_start_date": pl.Date(),
            "fiscal_year_start_date": pl.Date(),
            "fiscal_year_end_date": pl.Date(),
            "fiscal_period_label": pl.String(),
            "fiscal_quarter_label": pl.String(),
            "fiscal_year_label": pl.String(),
        },
    )
    days = pl.date_ranges("fiscal_period_start_date", "fiscal_period_end_date").alias("calendar_date")
    weekday = pl.col("calendar_date").dt.weekday().cast(pl.Int64)
    organisation = configuration.organisation
    is_working_day = weekday.is_in(organisation.working_days) & ~pl.col("calendar_date").is_in(
        organisation.days_off
    )
    by_day = periods.select(days, pl.all()).explode("calendar_date")
    by_day = by_day.with_columns(
        pl.col("calendar_date").dt.year().cast(pl.Int64).alias("calendar_year"),
        pl.col("calendar_date").dt.quarter().cast(pl.Int64).alias("calendar_quarter"),
        pl.col("calendar_date").dt.month().cast(pl.Int64).alias("calendar_month"),
        pl.col("calendar_date").dt.month_start().alias("month_start_date"),
        pl.col("calendar_date").dt.truncate("1w").alias("week_start_date"),
        weekday.alias("iso_day_of_week"),
        is_working_day.alias("is_working_day"),
    )
    return by_day.filter(pl.col("calendar_date").is_between(FIRST_DAY, LAST_DAY))


def _period_row(calendar: FiscalCalendar, year: int, period: int) -> tuple:
    quarter = (period - 1) // PERIODS_OF_QUARTER + 1
    in_period, in_year = period_span(calendar, year, period), year_span(calendar, year)
    label = f"FY{year % 100:02}"
    return (
        year,
        quarter,
        period,
        in_period.start,
        in_period.end,
        quarter_span(calendar, year, quarter).start,
        in_year.start,
        in_year.end,
        f"{label}-P{period:02}",
        f"{label}-Q{quarter}",
        label,
    )


def _themes(configuration: Configuration) -> pl.DataFrame:
    rows = [
        (theme.name, theme.description, theme.sponsor, theme.active_from, theme.active_to, order)
        for order, theme in enumerate(configuration.themes, start=1)
    ]
    return _frame(
        rows,
        {
            "theme_name": pl.String(),
            "description": pl.String(),
            "sponsor_name": pl.String(),
            "active_from_date": pl.Date(),
            "active_to_date": pl.Date(),
            "sort_order": pl.Int64(),
        },
    )


def _theme_targets(configuration: Configuration) -> pl.DataFrame:
    """A strategy version is in force until the next one begins, also for themes that it no longer names."""
    starts = sorted({target.valid_from for theme in configuration.themes for target in theme.targets})
    ends: dict[date, date | None] = {**dict(pairwise(starts)), **({starts[-1]: None} if starts else {})}
    rows = [
        (
            theme.name,
            target.strategy_version,
            target.valid_from,
            ends[target.valid_from],
            float(target.share),
            None if target.floor is None else float(target.floor),
            None if target.cap is None else float(target.cap),
        )
        for theme in configuration.themes
        for target in theme.targets
    ]
    return _frame(
        rows,
        {
            "theme_name": pl.String(),
            "strategy_version": pl.String(),
            "valid_from_date": pl.Date(),
            "valid_to_date": pl.Date(),
            "target_share": pl.Float64(),
            "floor_share": pl.Float64(),
            "cap_share": pl.Float64(),
        },
    )


def _exchange_rates(configuration: Configuration) -> pl.DataFrame:
    own = configuration.reporting.currency
    always: list[ExchangeRate] = [
        ExchangeRate(currency=own, valid_from=FIRST_DAY, rate=Decimal(1), rate_type=rate_type)
        for rate_type in ("average", "budget")
    ]
    given = configuration.reporting.exchange_rates
    rates = sorted([*always, *given], key=lambda rate: (rate.currency, rate.rate_type, rate.valid_from))
    following = [*rates[1:], None]
    rows = [
        (
            rate.currency,
            rate.rate_type,
            rate.valid_from,
            _valid_to(rate, later),
            rate.rate,
            "identity" if rate.currency == own else "own",
        )
        for rate, later in zip(rates, following, strict=True)
    ]
    return _frame(
        rows,
        {
            "currency_code": pl.String(),
            "rate_type": pl.String(),
            "valid_from_date": pl.Date(),
            "valid_to_date": pl.Date(),
            "rate": RATE,
            "rate_source": pl.String(),  # identity (the reporting currency itself), own, ecb
        },
    )


def _valid_to(rate: ExchangeRate, later: ExchangeRate | None) -> date | None:
    is_same = later is not None and (later.currency, later.rate_type) == (rate.currency, rate.rate_type)
    return later.valid_from if later is not None and is_same else None


def _statuses(configuration: Configuration) -> pl.DataFrame:
    rows = [(s.source, s.status, s.category, s.activity, s.blocked) for s in configuration.statuses]
    names = ("source_name", "status_name", "status_category", "activity")
    return _frame(rows, {name: pl.String() for name in names} | {"is_blocked": pl.Boolean()})


def _guardrails(configuration: Configuration) -> pl.DataFrame:
    rows = [
        (g.name, g.dimension, g.member, float(g.target_share), float(g.tolerance))
        for g in configuration.guardrails
    ]
    return _frame(
        rows,
        {
            "guardrail_name": pl.String(),
            "dimension_name": pl.String(),
            "member_name": pl.String(),
            "target_share": pl.Float64(),
            "tolerance": pl.Float64(),
        },
    )


def _sources(configuration: Configuration) -> pl.DataFrame:
    rows = [
        (s.name, s.format, s.delivery, s.owner, s.language, s.expect_every_days)
        for s in configuration.sources
    ]
    return _frame(
        rows,
        {
            "source_name": pl.String(),
            "format": pl.String(),
            "delivery": pl.String(),
            "owner_name": pl.String(),
            "language": pl.String(),
            "expect_every_days": pl.Int64(),
        },
    )
