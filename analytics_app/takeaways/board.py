"""Where the portfolio is stuck, in a sentence."""

from typing import Any

import polars as pl

from analytics_app.formatting import money, things
from analytics_app.words import words

Figures = dict[str, Any]


def board(limits: pl.DataFrame, breaches: Figures, columns: pl.DataFrame, currency: str) -> str:
    """Say which state is above its limit, what waiting for it has cost, and where the dearest queue is."""
    sentences = []
    for state in limits.filter(pl.col("excess_count") > 0).iter_rows(named=True):
        sentences.append(
            f"{words(state['portfolio_state'])} holds {things(state['limited_count'], 'initiative')}, "
            f"{state['excess_count']} above its limit of {state['wip_limit']}."
        )
    if breaches.get("waiting_cost_amount"):
        cost = money(breaches["waiting_cost_amount"], currency)
        sentences.append(
            f"On {things(int(breaches['breach_day_count']), 'day')} above a limit, what waited before it "
            f"cost {cost}."
        )
    if not sentences:
        sentences.append(queue(columns, currency))
    return " ".join(sentences)


def breaches(figures: Figures) -> str:
    """Say over how many days what waited cost so much, and of how many breaches it is not the whole."""
    told = f"by what waited, over {things(int(figures['breach_day_count'] or 0), 'day')}"
    lacking = figures["uncosted_count"]
    return f"{told}; {things(lacking, 'breach', 'breaches')} not estimated in full" if lacking else told


def no_cost(figures: Figures) -> str:
    """Say why breaches have no cost."""
    if not figures["limited_count"]:
        return "no limit is set in portfolio.yml"
    return "no_estimate" if figures["uncosted_count"] else "no limit was exceeded"


def queue(columns: pl.DataFrame, currency: str) -> str:
    """Say in which state before delivery a week costs most."""
    waiting = columns.filter(
        pl.col("portfolio_state").is_in(["funnel", "analysing", "ready"])
        & (pl.col("cost_of_delay_per_week_amount") > 0)
    ).sort("cost_of_delay_per_week_amount", descending=True)
    if waiting.is_empty():
        return "Nothing that has an estimate waits before delivery." if columns.height else ""
    first = waiting.row(0, named=True)
    return (
        f'What waits as "{words(first["portfolio_state"]).lower()}" costs '
        f"{money(first['cost_of_delay_per_week_amount'], currency)} a week "
        f"({things(first['initiative_count'], 'initiative')})."
    )


def limits(found: pl.DataFrame) -> str:
    """Say how today's counts stand against their limits."""
    return " ".join(
        f"{words(state['portfolio_state'])}: {state['limited_count']} of {state['wip_limit']}"
        + (f", {state['excess_count']} too many." if state["excess_count"] else ", within its limit.")
        for state in found.filter(pl.col("wip_limit").is_not_null()).iter_rows(named=True)
    )
