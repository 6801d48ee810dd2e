"""What waiting costs, in a sentence."""

from typing import Any

import polars as pl

from analytics_app.formatting import day, money, share
from analytics_app.words import words

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


def lost_by_state(parts: pl.DataFrame, currency: str) -> str:
    """Say how much was lost since work was ready, and in which state most."""
    if parts.is_empty():
        return ""
    most = parts.sort("amount").row(-1, named=True)
    return (
        f"{money(parts['amount'].sum(), currency)} lost since work was ready, most of it while "
        f"{words(most['delay_state']).lower()}."
    )


def orders(sequence: pl.DataFrame, currency: str) -> str:
    """Say what the order of money would save against today's, and what points cost against money."""
    if sequence.is_empty():
        return ""
    first = sequence.row(0, named=True)
    where = (
        f"all {first['initiative_count']} initiatives"
        if first["sequence_scope"] == "portfolio"
        else f"the {first['initiative_count']} initiatives of batch {first['estimation_batch']}"
    )
    told = f"Doing {where} in the order of money instead of today's would save "
    told += f"{money(first['saving_amount'], currency)} of delay."
    if first["cost_of_points_share"] is None:
        return told
    return f"{told} The order of points is {share(first['cost_of_points_share'])} dearer than that of money."


def coverage(figures: Figures) -> str:
    """Say how much of the portfolio has an estimate that is current."""
    if not figures.get("initiative_count"):
        return ""
    by_spend = figures["cost_of_delay_coverage_spend_share"]
    spend = f", which take {share(by_spend)} of the spend" if by_spend is not None else ""
    return (
        f"{figures['estimated_initiative_count']} of {figures['initiative_count']} live initiatives have a "
        f"current estimate{spend}. A total says nothing of the others."
    )


def _ranks(initiative: Figures) -> str:
    if initiative["cd3_rank"] and initiative["wsjf_rank"]:
        return f" Money ranks it number {initiative['cd3_rank']}, points number {initiative['wsjf_rank']}."
    return f" Money ranks it number {initiative['cd3_rank']}." if initiative["cd3_rank"] else ""
