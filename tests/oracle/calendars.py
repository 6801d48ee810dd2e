"""Days, fiscal periods and exchange rates, from portfolio.yml alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests.oracle.inputs import Inputs

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class FiscalPeriod:
    """A month of a fiscal year."""

    start: date
    year: int
    period: int

    @property
    def year_label(self) -> str:
        """As dashboards write it: FY27."""
        return f"FY{self.year % 100:02}"

    @property
    def label(self) -> str:
        """As dashboards write it: FY27-P04."""
        return f"{self.year_label}-P{self.period:02}"

    @property
    def end(self) -> date:
        """Last day."""
        return (self.start + timedelta(days=31)).replace(day=1) - ONE_DAY


def fiscal_period(inputs: Inputs, day: date) -> FiscalPeriod:
    """Return the fiscal month that a day lies in; quarters of weeks are not needed here."""
    assert inputs.setting("fiscal_calendar", "pattern", default="months") == "months"
    first = inputs.setting("fiscal_calendar", "first_month", default=1)
    starts = day.year if day.month >= first else day.year - 1
    named_after_end = inputs.setting("fiscal_calendar", "year_named_after", default="end") == "end"
    year = starts + 1 if named_after_end and first > 1 else starts
    return FiscalPeriod(day.replace(day=1), year, (day.month - first) % 12 + 1)


def days(first: date, last: date) -> Iterator[date]:
    """Yield the days from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def business_date(inputs: Inputs, instant: datetime | None) -> date | None:
    """Return the day on which a UTC instant falls where the organisation is."""
    if instant is None:
        return None
    zone = ZoneInfo(inputs.setting("organisation", "time_zone", default="UTC"))
    return instant.replace(tzinfo=UTC).astimezone(zone).date()


def day_begins(inputs: Inputs, day: date) -> datetime:
    """Return the UTC instant at which a day begins where the organisation is."""
    zone = ZoneInfo(inputs.setting("organisation", "time_zone", default="UTC"))
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def exchange_rate(
    inputs: Inputs, currency: str | None, day: date, rate_type: str = "average"
) -> Decimal | None:
    """Return the reporting currency for one unit on a day; None without a rate. No currency is the own."""
    if currency in {None, inputs.settings["reporting"]["currency"]}:
        return Decimal(1)
    rates = [
        (rate["valid_from"], Decimal(str(rate["rate"])))
        for rate in inputs.setting("reporting", "exchange_rates", default=[])
        if rate["currency"] == currency
        and rate.get("rate_type", "average") == rate_type
        and rate["valid_from"] <= day
    ]
    return max(rates)[1] if rates else None
