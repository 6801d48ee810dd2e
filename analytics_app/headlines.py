"""The figures that a review opens with, on the Overview and in the board pack alike."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics_app import metrics, session
from analytics_app.formatting import day, money, share
from analytics_app.metrics import Metric
from analytics_app.queries import delay, envelope, goals
from analytics_app.session import Filters
from analytics_app.takeaways import overview as says
from analytics_app.words import NO_VALUE


@dataclass(frozen=True)
class Headline:
    """One figure as it is written, what it compares with, and the code of the reason if it is missing."""

    metric: Metric
    value: str
    note: str
    reason: str | None


def headlines(filters: Filters, totals: dict[str, Any], currency: str) -> tuple[Headline, ...]:
    """Return spend, envelope, runway, aligned share, cost of delay and key results on pace."""
    burn, left = delay.totals(filters), envelope.envelope(filters)
    live = goals.key_results(filters).filter(pl.col("is_live"))
    on_pace = live.filter(pl.col("derived_status") == "on_track").height
    no_envelope = "no_envelope" if session.scope().is_whole else "withheld"
    of_all = " (whole portfolio)" if left.get("scope_kind") == "portfolio" and filters.members else ""
    return (
        Headline(
            metrics.CHANGE_SPEND,
            money(totals["change_amount"], currency),
            f"{filters.period}, budget {money(totals['budget_amount'], currency)}",
            totals["change_reason"],
        ),
        Headline(
            metrics.ENVELOPE,
            money(left.get("remaining_amount"), currency),
            says.envelope(left, currency) + of_all,
            left.get("remaining_amount_reason") or no_envelope,
        ),
        Headline(
            metrics.RUNWAY,
            day(left.get("run_out_date")),
            says.runway(left, currency) + of_all,
            left.get("run_out_reason") or no_envelope,
        ),
        Headline(
            metrics.ALIGNED_SHARE,
            share(totals["aligned_share"]),
            f"{money(totals['aligned_amount'], currency)} serves a live key result",
            totals["aligned_share_reason"],
        ),
        Headline(
            metrics.BURN,
            money(burn["burn_amount"], currency),
            f"a week; {burn['estimated_count']} of {burn['live_count']} initiatives estimated",
            "no_estimate",
        ),
        Headline(
            metrics.ON_PACE,
            f"{on_pace} of {live.height}" if live.height else NO_VALUE,
            f"{live.filter('is_funded').height} of the live ones have funded work",
            "no_live_key_result",
        ),
    )
