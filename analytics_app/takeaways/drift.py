"""How far the portfolio has drifted from its strategy, in a sentence."""

from typing import Any

import polars as pl

from analytics_app.formatting import count, day, money, share, things
from analytics_app.sums import known_sum, unknown
from analytics_app.words import words

Figures = dict[str, Any]


def after_evidence(rows: pl.DataFrame, currency: str) -> str:
    """Say what was spent after evidence spoke against going on, and how much of it nobody has answered."""
    if rows.is_empty():
        return ""
    unanswered = rows.filter(~pl.col("is_answered")).height
    spends = rows["spend_after_evidence_amount"]
    spent = money(known_sum(spends), currency) if spends.count() else "An unknown amount"
    return (
        f"{spent} spent by {things(rows.height, 'initiative')} after evidence spoke against going on"
        f"{unknown(spends)}; "
        f"{unanswered} not answered by a decision."
    )


def green_without_reason(rows: pl.DataFrame, currency: str) -> str:
    """Name the dearest initiative that is green and serves nothing any more."""
    if rows.is_empty():
        return ""
    first = rows.row(0, named=True)
    return (
        f"{first['initiative_name']} is the dearest: "
        f"{money(first['spend_per_week_amount'], currency)} a week, "
        f"though {words(first['alignment_reason']).lower()}. Open it to see what it rests on."
    )


def strategy(figures: Figures) -> str:
    """Say how much spend would have to move to meet the targets, and how much has no theme in force."""
    if figures.get("strategy_drift") is None:
        return ""
    told = f"{share(figures['strategy_drift'])} of change spend would have to move to meet the targets"
    if figures.get("stale_mandate_share") is None:
        return f"{told}."
    stale = share(figures["stale_mandate_share"])
    return f"{told}; {stale} is spent on initiatives approved before the strategy in force."


def latency(rows: pl.DataFrame) -> str:
    """Say which themes money has not reached yet under the newest strategy."""
    if rows.is_empty():
        return ""
    newest = rows.filter(pl.col("valid_from_date") == rows["valid_from_date"].max())
    late = newest.filter(pl.col("reached_date").is_null())
    since = day(newest["valid_from_date"][0])
    version = newest["strategy_version"][0]
    if late.is_empty():
        return f"Money has reached every target of {version}, in force since {since}."
    return f"Money has not reached {', '.join(late['theme_name'])} under {version}, in force since {since}."


def traceability(rows: pl.DataFrame) -> str:
    """Name the value stream whose work leads least to a theme."""
    measured = rows.filter(pl.col("traceability_rate").is_not_null())
    if measured.is_empty():
        return ""
    least = measured.sort("traceability_rate").row(0, named=True)
    return (
        f"{least['value_stream_name']} leads least to the strategy: "
        f"{share(least['traceability_rate'])} of its story points do."
    )


def breaks(rows: pl.DataFrame) -> str:
    """Say where most paths break."""
    if rows.is_empty():
        return ""
    first = rows.row(0, named=True)
    return (
        f"{count(rows['work_items'].sum())} stories lead nowhere; most often: "
        f"{words(first['reason']).lower()} ({count(first['work_items'])})."
    )


def guardrails(rows: pl.DataFrame, currency: str) -> str:
    """Say how many rules are broken, and how much money lies beyond their limits."""
    broken = rows.filter(pl.col("guardrail_result") == "breach")
    if broken.is_empty():
        return "No rule is broken." if rows.height else ""
    rules = things(broken["guardrail_name"].n_unique(), "rule")
    beyond = broken["beyond_amount"].drop_nulls().sort().to_list()
    amount = f"; {money(beyond[-1], currency)} is the largest amount beyond a limit" if beyond else ""
    return f"{rules} broken in {things(broken.height, 'place')}{amount}."
