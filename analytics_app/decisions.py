"""What needs a decision: each thing with the figures that make it one. Plain text, no Markdown."""

from typing import Any

import polars as pl

from analytics_app.formatting import day, money, points, share
from analytics_app.words import signed_words, words

Decision = tuple[str, str]  # what, and why


def to_start(waiting: pl.DataFrame, currency: str) -> list[Decision]:
    """Return the initiatives that wait or are blocked, with what that costs."""
    return [
        (row["initiative_name"], _cost_of_waiting(row, currency)) for row in waiting.iter_rows(named=True)
    ]


def to_question(without_reason: pl.DataFrame, currency: str) -> list[Decision]:
    """Return the green initiatives without a live key result, with what they spend."""
    return [
        (
            row["initiative_name"],
            f"{words(row['alignment_reason'])}: {money(row['spend_per_week_amount'], currency)} a week, "
            f"{money(row['actual_total_amount'], currency)} so far",
        )
        for row in without_reason.iter_rows(named=True)
    ]


def to_fund(themes: pl.DataFrame) -> list[Decision]:
    """Return the starved and overfed themes, with their gap."""
    return [
        (
            row["theme_name"],
            f"{signed_words(row['funding_status'])}: {share(row['actual_share'])} of spend, target "
            f"{share(row['target_share'])} ({points(row['gap_share'])})",
        )
        for row in themes.iter_rows(named=True)
    ]


def on_agenda(planned: pl.DataFrame, currency: str) -> list[Decision]:
    """Return the decisions on the agenda: when, what is recommended, what it moves, what waiting costs."""
    return [(row["initiative_name"], _on_agenda(row, currency)) for row in planned.iter_rows(named=True)]


def _on_agenda(row: dict[str, Any], currency: str) -> str:
    moved = row["moved_reporting_amount"]
    cost = row["cost_of_delay_per_week_amount"]
    parts = [
        f"{day(row['decision_date'])}: {words(row['recommended_outcome'] or row['outcome']).lower()}",
        f"moves {money(moved, currency)}" if moved else "",
        f"delay costs {money(cost, currency)} a week"
        if cost is not None
        else f"cost of delay unknown: {words(row['cost_of_delay_reason']).lower()}",
    ]
    return ", ".join(part for part in parts if part)


def _cost_of_waiting(row: dict[str, Any], currency: str) -> str:
    now = f"{words(row['delay_state'])}: {money(row['cost_of_delay_per_week_amount'], currency)} a week"
    if not row["accrued_since_ready_amount"] or not row["ready_date"]:
        return now
    return f"{now}, {money(row['accrued_since_ready_amount'], currency)} lost since {day(row['ready_date'])}"
