"""What money by theme says."""

from typing import Any

import polars as pl

from analytics_app.formatting import money, points, share

Figures = dict[str, Any]


def budget(totals: Figures, currency: str) -> str:
    """Say whether spend is over or under budget."""
    actual, planned = totals.get("change_amount"), totals.get("budget_amount")
    if actual is None or not planned:
        return ""
    difference = actual - planned
    side = "over" if difference > 0 else "under"
    part = share(abs(float(difference / planned)), 1)
    return f"Actual change spend is {money(abs(difference), currency)} ({part}) {side} its budget to date."


def shares(themes: pl.DataFrame) -> str:
    """Say which theme is furthest below and which is furthest above its target."""
    measured = themes.filter(pl.col("gap_share").is_not_null()).sort("gap_share")
    if measured.is_empty():
        return ""
    lowest, highest = measured.row(0, named=True), measured.row(-1, named=True)
    sentences = [
        f"{theme['theme_name']} {verb} {share(theme['actual_share'])} of change spend against a target of "
        f"{share(theme['target_share'])} ({points(theme['gap_share'])})."
        for theme, verb, is_off in (
            (lowest, "gets", lowest["gap_share"] < 0),
            (highest, "takes", highest["gap_share"] > 0),
        )
        if is_off
    ]
    return " ".join(sentences)
