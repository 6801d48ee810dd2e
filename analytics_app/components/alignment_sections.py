"""The parts of the page of alignment below its tiles; only the section that is open asks for its rows."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from analytics_app import charts, session, takeaways
from analytics_app.components.cards import chart_card, heading
from analytics_app.components.layout import NO_KEY_RESULTS, NO_MONEY
from analytics_app.components.tables import table
from analytics_app.queries import alignment, drift, goals, spend
from analytics_app.session import Filters


def reasons(filters: Filters, currency: str) -> None:
    """Show what spend serves nothing, what is green all the same, and what went on after evidence."""
    spent, lost = alignment.spend_by_reason(filters), alignment.without_reason(filters)
    evidence = drift.after_evidence(filters)
    heading("Green, but no live key result behind it", takeaways.drift.green_without_reason(lost, currency))
    table("green_without_reason", lost)
    chart_card(
        "Change spend by reason",
        charts.alignment.reasons(spent, "amount", takeaways.alignment.reasons(spent, currency), currency),
        NO_MONEY,
    )
    heading("Spent after evidence spoke against it", takeaways.drift.after_evidence(evidence, currency))
    table("after_evidence", evidence)


def themes(filters: Filters, _currency: str) -> None:
    """Show the shares of themes against their targets, and how long money took to follow."""
    shares, latency = drift.themes(filters), drift.latency(filters)
    st.caption("Of the fiscal year to date: the theme applies; period, value stream and owner do not.")
    chart_card(
        "Share of change spend and target",
        charts.spend.theme_shares(shares, takeaways.spend.shares(shares)),
        NO_MONEY,
        takeaways.drift.strategy(spend.strategy()),
    )
    table("theme_drift", shares)
    heading("How long money takes to follow the strategy", takeaways.drift.latency(latency))
    table("strategy_latency", latency)


def paths(filters: Filters, _currency: str) -> None:
    """Show which work leads to the strategy, and where the path of the rest breaks."""
    rates, breaks = drift.traceability(filters), drift.breaks(filters)
    st.caption("As of the data: the value stream applies; period, theme and owner do not.")
    with st.grid(2, min_column_width=360):
        chart_card(
            "Story points that lead to a theme",
            charts.alignment.traceability(rates, takeaways.drift.traceability(rates)),
            "No story to follow. Load a tracker.",
        )
        chart_card(
            "Where paths break",
            charts.alignment.reasons(breaks, "work_items", takeaways.drift.breaks(breaks)),
            "No path breaks, or no tracker is loaded.",
        )
    table("traceability", rates)
    orphans = alignment.orphans(filters)
    heading("Orphan work", takeaways.alignment.orphans(orphans, alignment.orphan_share(filters)))
    table("orphans", orphans)


def key_results(filters: Filters, _currency: str) -> None:
    """Show the key results that the work could serve."""
    found = goals.key_results(filters)
    live = found.filter(pl.col("is_live"))
    chart_card(
        "Key results: score and expected progress",
        charts.alignment.scores(live, takeaways.alignment.key_results(live)),
        NO_KEY_RESULTS,
    )
    table("key_results", found)


def guardrails(_filters: Filters, currency: str) -> None:
    """Show the rules of the portfolio that are broken."""
    found = drift.guardrails()
    heading("Guardrails", takeaways.drift.guardrails(found, currency))
    st.caption(f"Of {session.everything()}: the filters do not change these.")
    table("guardrails", found)


def initiatives(filters: Filters, _currency: str) -> None:
    """Show every live initiative with its score."""
    heading("Initiatives", "Live initiatives in the fiscal year to date, the most unaligned money first.")
    table("alignment", alignment.initiatives(filters))


SECTIONS: dict[str, Callable[[Filters, str], None]] = {
    "Lost reasons": reasons,
    "Themes": themes,
    "Paths": paths,
    "Key results": key_results,
    "Guardrails": guardrails,
    "Initiatives": initiatives,
}


def show(filters: Filters, currency: str) -> None:
    """Show the section that is open; it stands in the URL."""
    tabs = st.tabs(list(SECTIONS), key="alignment_section", bind="query-params")
    for tab, section in zip(tabs, SECTIONS.values(), strict=True):
        if tab.open:
            with tab:
                section(filters, currency)
