"""What waiting costs, in a sentence."""

from typing import Any

import polars as pl

from analytics_app.formatting import day, money, share

Figures = dict[str, Any]


def waiting(waiting_initiatives: pl.DataFrame, currency: str) -> str:
    """Say what the dearest waiting initiative costs, and where points would have put it."""
    if waiting_initiatives.is_empty():
        return ""
    first = waiting_initiatives.row(0, named=True)
    state = "is blocked" if first["delay_state"] == "blocked" else "waits"
    since = f" since {day(first['ready_date'])}" if first["ready_date"] else ""
    lost = (
        f" and has cost {money(first['accrued_since_ready_amount'], currency)} so far"
        if first["accrued_since_ready_amount"]
        else ""
    )
    week = money(first["cost_of_delay_per_week_amount"], currency)
    return f"{first['initiative_name']} {state}{since}: {week} a week{lost}.{_ranks(first)}"


def dearest(ranking: pl.DataFrame, currency: str) -> str:
    """Say which initiative's delay costs most and how much the first three cost together."""
    if ranking.is_empty():
        return ""
    first, costs = ranking.row(0, named=True), ranking["cost_of_delay_per_week_amount"]
    together = share(float(costs.head(3).sum()) / float(costs.sum()))
    leaders = f" The first three make up {together} of the total." if ranking.height > 3 else ""
    cost = money(first["cost_of_delay_per_week_amount"], currency)
    return f"{first['initiative_name']} costs most: {cost} a week.{leaders}"


def burn_by_theme(burn: pl.DataFrame, currency: str) -> str:
    """Say which theme's delay costs most."""
    if burn.is_empty():
        return ""
    theme, amount = (
        burn.group_by("theme_name", maintain_order=True).agg(pl.col("amount").sum()).sort("amount").row(-1)
    )
    return f"Delay in {theme} costs most: {money(amount, currency)} a week."


def _ranks(initiative: Figures) -> str:
    if initiative["cd3_rank"] and initiative["wsjf_rank"]:
        return f" Money ranks it number {initiative['cd3_rank']}, points number {initiative['wsjf_rank']}."
    return f" Money ranks it number {initiative['cd3_rank']}." if initiative["cd3_rank"] else ""
