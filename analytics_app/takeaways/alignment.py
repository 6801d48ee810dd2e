"""What spend and work serve, in a sentence."""

from typing import Any

import polars as pl

from analytics_app.formatting import money, points, things
from analytics_app.words import words

Figures = dict[str, Any]


def reasons(spend: pl.DataFrame, currency: str) -> str:
    """Say how much spend serves no live key result, and the largest reason."""
    if spend["amount"].null_count():
        return "What serves a live key result is not known: a line of change spend has no exchange rate."
    lost = spend.filter((pl.col("reason") != "aligned") & (pl.col("amount") > 0))
    if lost.is_empty():
        return "All change spend serves a live key result." if spend.height else ""
    largest = lost.sort("amount").row(-1, named=True)
    return (
        f"{money(lost['amount'].sum(), currency)} serves no live key result; the largest part: "
        f"{words(largest['reason']).lower()}, {money(largest['amount'], currency)}."
    )


def orphans(found: pl.DataFrame, figures: Figures) -> str:
    """Say how much work leads nowhere, and where most paths break."""
    if found.is_empty():
        return "Every work item leads to a live key result." if figures.get("work_item_count") else ""
    largest = found.row(0, named=True)
    return (
        f"{things(figures['orphan_count'], 'work item')} without a path to a live key result; most often: "
        f"{words(largest['reason']).lower()} ({things(largest['work_item_count'], 'item')})."
    )


def key_results(live: pl.DataFrame) -> str:
    """Say how many live key results are off track, and the furthest behind."""
    if live.is_empty():
        return ""
    behind = live.filter(pl.col("derived_status").is_in(["at_risk", "off_track"])).sort("gap")
    if behind.is_empty():
        return f"All {live.height} live key results are on pace."
    worst = behind.row(0, named=True)
    return (
        f"{behind.height} of {live.height} live key results are behind pace, {worst['key_result_name']} "
        f"the furthest ({points(worst['gap'])})."
    )
