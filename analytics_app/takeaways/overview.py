"""What to leave the overview with."""

from typing import Any

import polars as pl

from analytics_app.formatting import money, share, things

Figures = dict[str, Any]


def overview(totals: Figures, waiting: pl.DataFrame, without_reason: pl.DataFrame, currency: str) -> str:
    """Say how much serves a live key result, what waits, and what lost its reason."""
    sentences = []
    if totals.get("aligned_share") is not None:
        sentences.append(
            f"{share(totals['aligned_share'])} of {money(totals['change_amount'], currency)} change spend "
            "serves a live key result."
        )
    if waiting.height:
        first = waiting.row(0, named=True)
        verb = "is blocked" if first["delay_state"] == "blocked" else "waits"
        cost = money(first["cost_of_delay_per_week_amount"], currency)
        sentences.append(f"{first['initiative_name']} {verb}: every week costs {cost}.")
    if without_reason.height:
        spent = money(without_reason["spend_per_week_amount"].sum(), currency)
        sentences.append(
            f"{things(without_reason.height, 'green initiative')} without a live key result: {spent} a week."
        )
    return " ".join(sentences)
