"""The sentence a reader should leave each page or chart with, worked out from its figures. Plain text."""

from typing import Any

import polars as pl

from analytics_app.formatting import day, money, points, share, things
from analytics_app.words import words

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


def _ranks(initiative: Figures) -> str:
    if initiative["cd3_rank"] and initiative["wsjf_rank"]:
        return f" Money ranks it number {initiative['cd3_rank']}, points number {initiative['wsjf_rank']}."
    return f" Money ranks it number {initiative['cd3_rank']}." if initiative["cd3_rank"] else ""


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


def reasons(spend: pl.DataFrame, currency: str) -> str:
    """Say how much spend serves no live key result, and the largest reason."""
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


def health(figures: Figures) -> str:
    """Say whether the data is fresh, conserved and reconciled."""
    if not figures.get("source_count"):
        return ""
    stale, apart = figures["stale_count"], figures["unreconciled_count"]
    fresh = "All sources are up to date" if not stale else f"{things(stale, 'source')} late"
    conserved = (
        "every row read is accounted for" if not figures["unconserved_count"] else "rows are unaccounted for"
    )
    ties = "money ties to the cent" if not apart else f"{things(apart, 'total')} of money differ"
    return f"{fresh}; {conserved}; {ties}."
