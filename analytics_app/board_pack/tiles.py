"""The figures that open the board pack; one without a value says why."""

from dataclasses import dataclass
from typing import Any

from analytics_app.formatting import day
from analytics_app.headlines import Headline, headlines
from analytics_app.metrics import Metric
from analytics_app.queries import dictionary
from analytics_app.session import Filters
from analytics_app.words import NO_VALUE, words


@dataclass(frozen=True)
class Tile:
    """One figure with its unit and day, and what it compares with or why it is missing."""

    metric: Metric
    value: str
    note: str
    unit: str
    as_of: str

    @property
    def name(self) -> str:
        """The figure's name, with its code in the metric dictionary."""
        return f"{self.metric.name} ({self.metric.code})" if self.metric.code else self.metric.name


def tiles(filters: Filters, totals: dict[str, Any], run: dict[str, Any]) -> tuple[Tile, ...]:
    """Return the headlines of the review, each with its unit and day."""
    return tuple(
        _tile(each, day(run["as_of_date"]))
        for each in headlines(filters, totals, run["reporting_currency_code"])
    )


def _tile(headline: Headline, as_of: str) -> Tile:
    metric = headline.metric
    told = dictionary.definition(metric.code) if metric.code else {}
    missing = f"No value: {words(headline.reason or 'no data').lower()}"
    note = missing if headline.value == NO_VALUE else headline.note
    return Tile(metric, headline.value, note, told.get("unit") or metric.unit, as_of)
