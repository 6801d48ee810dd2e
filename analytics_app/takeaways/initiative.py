"""What one initiative is worth asking about, in a sentence."""

from datetime import date
from typing import Any

import polars as pl

from analytics_app.formatting import day, money, money_exact, share, things
from analytics_app.sums import known_sum
from analytics_app.words import words

Figures = dict[str, Any]


def verdict(facts: Figures, currency: str) -> str:
    """Say what needs an answer first: a lost reason, then waiting that costs; else its progress."""
    name = facts["initiative_name"]
    if not facts["is_live"]:
        return f"{name} is over: {words(facts['portfolio_state']).lower()}."
    if facts["is_run"]:
        return f"{name} keeps the business running: it is not asked for a key result."
    if facts["alignment_reason"]:
        return _lost_reason(facts, currency)
    if facts["delay_state"] in {"queue", "blocked"} and facts["cost_of_delay_per_week_amount"]:
        state = "is blocked" if facts["delay_state"] == "blocked" else "waits"
        week = money(facts["cost_of_delay_per_week_amount"], currency)
        lost = facts["accrued_since_ready_amount"]
        since = f", {money(lost, currency)} lost since it was ready" if lost else ""
        return f"{name} {state}: {week} a week{since}."
    serves = f"{name} serves {things(facts['live_key_result_count'], 'live key result')}"
    if facts["percent_complete_share"] is None:
        return f"{serves}; no work item tells how much of it is done."
    return (
        f"{serves}; {share(facts['percent_complete_share'])} of its work is done and "
        f"{money(facts['actual_total_amount'], currency)} spent."
    )


def money_to_date(periods: pl.DataFrame, currency: str, as_of: date) -> str:
    """Say what it spent in the periods looked at, and how far from its budget that is."""
    begun = periods.filter(pl.col("fiscal_period_start_date") <= as_of)
    if begun["actual_amount"].null_count():
        return "What it spent is not known: a line has no exchange rate."
    spent = periods["actual_amount"].drop_nulls()
    if spent.is_empty():
        return ""
    known = periods.filter(pl.col("actual_amount").is_not_null())
    if known["budget_amount"].null_count():
        return f"{money(spent.sum(), currency)} spent; its budget has a line without an exchange rate."
    difference = known.select((pl.col("actual_amount") - pl.col("budget_amount")).sum()).item()
    side = "over" if difference > 0 else "under"
    return (
        f"{money(spent.sum(), currency)} spent, {money(abs(difference), currency)} {side} its budget to date."
    )


def estimate(facts: Figures) -> str:
    """Say what the figures of delay rest on, and where they rank it."""
    if facts["estimate_date"] is None:
        return "Nobody has estimated what a week of delay costs."
    told = [
        f"Estimate of {day(facts['estimate_date'])}, {things(facts['estimate_age_days'], 'day')} old",
        f"urgency: {words(facts['urgency_profile']).lower()}",
    ]
    told += [f"basis: {facts['basis']}"] if facts["basis"] else []
    ranks = [
        f"{name} {facts[column]}"
        for name, column in (("by money number", "cd3_rank"), ("by points number", "wsjf_rank"))
        if facts[column]
    ]
    ranked = f" Ranked {', '.join(ranks)}." if ranks else ""
    return f"{'; '.join(told)}.{ranked}"


def path(facts: Figures, key_results: pl.DataFrame) -> str:
    """Say whether its path leads to a live key result, or where it breaks."""
    live = key_results.filter(pl.col("is_live")).height
    if facts["alignment_reason"]:
        return f"Its path breaks here: {words(facts['alignment_reason']).lower()}."
    return (
        f"Its path leads to {things(live, 'live key result')}, with "
        f"{share(facts['aligned_weight_share'])} of its weight."
    )


def scores(key_results: pl.DataFrame) -> str:
    """Say how many of its key results have a score, and how many of them are behind pace."""
    scored = key_results.filter(pl.col("score").is_not_null())
    if scored.is_empty():
        return ""
    behind = scored.filter(pl.col("derived_status").is_in(["at_risk", "off_track"])).height
    return f"{scored.height} of {key_results.height} have a score; {behind} of these are behind pace."


def flow(periods: pl.DataFrame) -> str:
    """Say how many stories are done, and how many were in the newest period."""
    if periods.is_empty():
        return ""
    newest = periods.row(-1, named=True)
    return (
        f"{things(int(periods['throughput_count'].sum()), 'story', 'stories')} done so far, "
        f"{newest['throughput_count']} in {newest['fiscal_period_label']}."
    )


def reports(rows: pl.DataFrame) -> str:
    """Say how often it was reported green while the evidence spoke against going on."""
    if rows.is_empty():
        return ""
    against = rows.filter("is_green_after_evidence").height
    if not against:
        return f"None of {things(rows.height, 'report')} was green against the evidence of its day."
    told = things(rows.height, "report")
    return f"{against} of {told} green while unanswered evidence spoke against going on."


def source_rows(rows: pl.DataFrame, currency: str) -> str:
    """Say how many rows it stands on, and what its actuals sum to."""
    actuals = rows.filter((pl.col("source_table") == "ledger_lines") & (pl.col("entry_kind") == "actual"))
    if actuals.is_empty():
        return f"{things(rows.height, 'row')}, none of them a posting of this period."
    unknown = actuals["reporting_amount"].null_count()
    sum_told = (
        f"{things(unknown, 'posting')} without an exchange rate"
        if unknown
        else f"{things(actuals.height, 'posting')} of this period sum to "
        f"{money_exact(known_sum(actuals['reporting_amount']), currency)}"
    )
    return f"{things(rows.height, 'row')}; {sum_told}."


def _lost_reason(facts: Figures, currency: str) -> str:
    """Say that it serves nothing, why, how it is reported and what has been spent since."""
    reported = facts["reported_status"]
    told = f" is reported {reported}, but" if reported else ""
    spent = facts["spend_after_evidence_amount"]
    since = (
        f" {money(spent, currency)} spent since the evidence of {day(facts['evidence_date'])}."
        if spent
        else f" {money(facts['spend_per_week_amount'], currency)} a week."
        if facts["spend_per_week_amount"]
        else ""
    )
    return (
        f"{facts['initiative_name']}{told} serves no live key result: "
        f"{words(facts['alignment_reason']).lower()}.{since}"
    )
