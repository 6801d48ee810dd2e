"""The figures that open the board pack; one without a value says why."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics_app import metrics
from analytics_app.formatting import day, money, share
from analytics_app.metrics import Metric
from analytics_app.queries import alignment, delay, dictionary, spend
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
    """Return the tiles of the review."""
    currency, as_of = run["reporting_currency_code"], day(run["as_of_date"])
    burn, strategy = delay.totals(filters), spend.strategy()
    live = alignment.key_results(filters).filter(pl.col("is_live"))
    on_pace = live.filter(pl.col("derived_status") == "on_track").height

    def tile(metric: Metric, value: str, note: str, reason: str | None) -> Tile:
        told = dictionary.definition(metric.code) if metric.code else {}
        missing = f"No value: {words(reason or 'no data').lower()}"
        return Tile(
            metric, value, missing if value == NO_VALUE else note, told.get("unit") or metric.unit, as_of
        )

    return (
        tile(
            metrics.CHANGE_SPEND,
            money(totals["change_amount"], currency),
            f"{filters.period} to date, budget {money(totals['budget_amount'], currency)}",
            "no_change_spend",
        ),
        tile(
            metrics.ALIGNED_SHARE,
            share(totals["aligned_share"]),
            f"{money(totals['aligned_amount'], currency)} serves a live key result",
            totals["aligned_share_reason"],
        ),
        tile(
            metrics.BURN,
            money(burn["burn_amount"], currency),
            f"a week; {burn['estimated_count']} of {burn['live_count']} initiatives estimated",
            "no_estimate",
        ),
        tile(
            metrics.ON_PACE,
            f"{on_pace} of {live.height}" if live.height else NO_VALUE,
            f"{live.filter('is_funded').height} of the live ones have funded work",
            "no_live_key_result",
        ),
        tile(
            metrics.DRIFT,
            share(strategy.get("strategy_drift")),
            "of change spend would have to move",
            strategy.get("strategy_drift_reason") or "no_change_spend",
        ),
    )
