"""The parts of the page of one initiative; only the section that is open asks for its rows."""

from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from analytics_app import charts, metrics, takeaways
from analytics_app.components.cards import chart_card, heading
from analytics_app.components.layout import NO_MONEY
from analytics_app.components.tables import table
from analytics_app.components.tiles import tile, tile_row
from analytics_app.formatting import day, money, plain, share, things
from analytics_app.queries import initiative, portfolio
from analytics_app.session import Filters
from analytics_app.words import words

Facts = dict[str, Any]


def tiles(facts: Facts, spent: Facts, filters: Filters, currency: str) -> None:
    """Show its five figures."""
    cost = "cost_of_delay_per_week_{}amount"
    low, high = (money(facts[cost.format(part)], currency) for part in ("low_", "high_"))
    answered = "answered" if facts["is_answered"] else "not answered yet"
    index = facts["cost_performance_index"]
    with tile_row(5):
        tile(
            metrics.INITIATIVE_SPEND,
            money(spent["actual_amount"], currency),
            f"{filters.period}, budget {money(spent['budget_amount'], currency)}",
            reason=spent["reason"],
        )
        tile(
            metrics.INITIATIVE_DELAY,
            money(facts["cost_of_delay_per_week_amount"], currency),
            f"a week, {low} to {high}; {words(facts['delay_state']).lower()}",
            reason=facts["cost_of_delay_reason"],
        )
        tile(
            metrics.LIVE_WEIGHT,
            share(facts["aligned_weight_share"]),
            f"{facts['live_key_result_count']} of {facts['linked_key_result_count']} linked key results live",
        )
        tile(
            metrics.WORK_DONE,
            share(facts["percent_complete_share"]),
            f"CPI {index:.2f}, forecast {money(facts['estimate_at_completion_amount'], currency)}"
            if index is not None
            else "no cost to compare with",
            reason=facts["percent_complete_reason"],
        )
        tile(
            metrics.AFTER_EVIDENCE,
            money(facts["spend_after_evidence_amount"], currency),
            f"since {day(facts['evidence_date'])}, {answered}: {words(facts['rule_id']).lower()}",
            reason=facts["spend_after_evidence_reason"],
        )


def register(facts: Facts) -> None:
    """Show what the register says of it."""
    people = {
        "Owner": facts["owner_name"],
        "Value stream": facts["value_stream_name"],
        "Main theme": facts["theme_name"],
        "Horizon": facts["horizon"],
        "Stage": f"{facts['stage_name'] or words(None)} ({words(facts['portfolio_state']).lower()})",
        "Reported": f"{words(facts['reported_status'])}, {day(facts['status_report_date'])}"
        if facts["reported_status"]
        else None,
    }
    dates = {
        "Approved": facts["approved_date"],
        "Ready": facts["ready_date"],
        "Started": facts["started_date"],
        "Blocked since": facts["blocked_since_date"],
        "Needed": facts["needed_date"],
        "Forecast": facts["forecast_delivery_date"],
        "Released": facts["released_date"],
        "Value from": facts["value_start_date"],
        "Cancelled": facts["cancelled_date"],
    }
    with st.container(border=True):
        if facts["hypothesis"]:
            st.markdown(f"**Hypothesis**: {plain(facts['hypothesis'])}")
        if facts["kill_criterion"]:
            st.markdown(f"**Stop when**: {plain(facts['kill_criterion'])}")
        _line({name: value for name, value in people.items() if value})
        _line({name: day(value) for name, value in dates.items() if value})


def spending(facts: Facts, filters: Filters, currency: str) -> None:
    """Show its money by period, and earned value."""
    code = facts["initiative_code"]
    periods, as_of = initiative.money(filters, code), portfolio.run()["as_of_date"]
    told = takeaways.initiative.money_to_date(periods, currency, as_of)
    chart_card(
        "Spend against budget",
        charts.spend.by_period(periods, told, currency),
        NO_MONEY,
    )
    table("initiative_money", periods)
    heading("Earned value", "Work done at its budget, against what was planned and what it cost.")
    table("initiative_earned_value", initiative.earned_value(code))


def delay(facts: Facts, _filters: Filters, currency: str) -> None:
    """Show what its delay costs and has cost, with bands."""
    code = facts["initiative_code"]
    parts = initiative.delay_by_state(code)
    heading("Cost of delay", takeaways.initiative.estimate(facts))
    table("initiative_delay", initiative.delay(code))
    chart_card(
        "Lost since it was ready",
        charts.delay.lost_by_state(parts, takeaways.delay.lost_by_state(parts, currency), currency),
        "Nothing has been lost since it was ready, or nobody knows: it has no estimate or no ready date.",
    )


def strategy(facts: Facts, _filters: Filters, _currency: str) -> None:
    """Show what it serves, with weights, and where the path breaks."""
    code = facts["initiative_code"]
    key_results = initiative.links(code, "key_result")
    scored = key_results.filter(pl.col("score").is_not_null())
    heading("Key results", takeaways.initiative.path(facts, key_results))
    table("initiative_key_results", key_results)
    if scored.height:
        chart_card(
            "Score and expected progress",
            charts.alignment.scores(scored, takeaways.initiative.scores(key_results)),
            "",
        )
    heading("Themes")
    table("initiative_themes", initiative.links(code, "theme"))
    heading("Outcome yield", "Score moved per million spent, by quarter. Association, not causation.")
    table("initiative_outcomes", initiative.outcomes(code))
    heading("Guardrails")
    table("initiative_guardrails", initiative.guardrails(code))


def work(facts: Facts, _filters: Filters, _currency: str) -> None:
    """Show how its work flows."""
    code = facts["initiative_code"]
    periods, items = initiative.flow(code), initiative.work_items(code)
    chart_card(
        "Stories done and cancelled",
        charts.initiative.flow(periods, takeaways.initiative.flow(periods)),
        "No story of it is done. Load a tracker whose epics are linked to the initiative.",
    )
    table("initiative_flow", periods)
    heading("In progress", "The oldest first; its age against what was done before it.")
    table("initiative_in_progress", initiative.in_progress(code))
    heading(
        "All work items",
        f"{things(items.height, 'work item')}, subtasks left out; the keys are the tracker's.",
    )
    table("initiative_work_items", items)


def decisions(facts: Facts, _filters: Filters, _currency: str) -> None:
    """Show what was reported and decided, and what it depends on."""
    code = facts["initiative_code"]
    reports = initiative.reports(code)
    heading("Status reports against evidence", takeaways.initiative.reports(reports))
    table("initiative_reports", reports)
    heading("Decisions")
    table("initiative_decisions", initiative.decisions(code))
    heading("Dependencies")
    table("initiative_dependencies", initiative.dependencies(code))


def history(facts: Facts, _filters: Filters, _currency: str) -> None:
    """Show what the register changed about it."""
    heading("What changed when", "As the register told it, the newest first.")
    table("initiative_changes", initiative.changes(facts["initiative_code"]))


def rows(facts: Facts, filters: Filters, currency: str) -> None:
    """Show the rows of the sources that its figures stand on."""
    found = initiative.sources(filters, facts["initiative_code"])
    heading("Source rows", takeaways.initiative.source_rows(found, currency))
    table("initiative_sources", found)


def _line(told: dict[str, str]) -> None:
    """Show names and values in one line that wraps."""
    if told:
        st.caption(" · ".join(f"{plain(name)}: **{plain(value)}**" for name, value in told.items()))


SECTIONS: dict[str, Callable[[Facts, Filters, str], None]] = {
    "Money": spending,
    "Delay": delay,
    "Strategy": strategy,
    "Work": work,
    "Reports and decisions": decisions,
    "History": history,
    "Source rows": rows,
}
