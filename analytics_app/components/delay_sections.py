"""The parts of the page of cost of delay below its tiles; only the section that is open asks for its rows."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from analytics_app import charts, takeaways
from analytics_app.components.cards import chart_card, heading
from analytics_app.components.layout import NO_ESTIMATE
from analytics_app.components.tables import table
from analytics_app.queries import delay, sequence
from analytics_app.session import Filters

SHOWN = 15
WHATEVER_IS_CHOSEN = "Of the whole portfolio, whatever the filters choose."
ONE_AFTER_THE_OTHER = (
    f"As if one team did all of them one after the other: it compares orders, it does not forecast. "
    f"{WHATEVER_IS_CHOSEN}"
)


def a_week(filters: Filters, currency: str) -> None:
    """Show what a week of delay costs: the dearest with their bands, themes, and the whole ranking."""
    ranking, burn = delay.ranking(filters), delay.burn_by_theme(filters)
    dearest = ranking.filter(pl.col("cost_of_delay_per_week_amount") > 0).sort(
        "cost_of_delay_per_week_amount", descending=True
    )
    chart_card(
        "What a week of delay costs",
        charts.delay.delay_ranking(dearest.head(SHOWN), takeaways.delay.dearest(dearest, currency), currency),
        NO_ESTIMATE,
        f"The {min(SHOWN, dearest.height)} dearest; the thin line runs from the low to the high estimate.",
    )
    chart_card(
        "By theme and state",
        charts.delay.burn_by_theme(burn, takeaways.delay.burn_by_theme(burn, currency), currency),
        NO_ESTIMATE,
    )
    heading(
        "What to do first",
        "Rank by money (CD3: cost a week per week of remaining work) and by points (WSJF).",
    )
    table("cost_of_delay", ranking)


def so_far(filters: Filters, currency: str) -> None:
    """Show what waiting has cost already, by the state that the work was in."""
    parts = sequence.lost_by_state(filters)
    chart_card(
        "Lost since it was ready",
        charts.delay.lost_by_state(parts, takeaways.delay.lost_by_state(parts, currency), currency),
        "Nothing has been lost since it was ready, or nobody knows: no estimates or no ready dates.",
    )
    heading("Initiative by initiative", "Low and high are the band of the estimate.")
    table("delay_lost", sequence.lost(filters))


def order(filters: Filters, currency: str) -> None:
    """Show what re-sequencing would save, and who would move."""
    for _, part in sequence.orders().group_by(["sequence_scope", "estimation_batch"], maintain_order=True):
        batch = part["estimation_batch"][0]
        chart_card(
            "Delay until all is done" if batch is None else f"The same inside batch {batch}",
            charts.delay.orders(part, takeaways.delay.orders(part, currency), currency),
            NO_ESTIMATE,
            ONE_AFTER_THE_OTHER if batch is None else "Points compare inside an estimation batch only.",
        )
    heading("Who would move", "Place today less place by money; points have their place in a batch.")
    table("delay_orders", sequence.members(filters))


def estimates(filters: Filters, _currency: str) -> None:
    """Show how far the totals reach, and what is wrong with the scores."""
    coverage = takeaways.delay.coverage(sequence.coverage())
    heading("Without a current estimate", coverage and f"{coverage} {WHATEVER_IS_CHOSEN}")
    table("unestimated", sequence.unestimated(filters))
    heading(
        "Findings about scores",
        "WSJF compares jobs inside a batch: each score needs a 1 to compare with. Of all batches, whatever "
        "the filters choose.",
    )
    table("estimate_findings", sequence.findings())


SECTIONS: dict[str, Callable[[Filters, str], None]] = {
    "A week": a_week,
    "So far": so_far,
    "Order": order,
    "Estimates": estimates,
}


def show(filters: Filters, currency: str) -> None:
    """Show the section that is open; it stands in the URL."""
    tabs = st.tabs(list(SECTIONS), key="delay_section", bind="query-params")
    for tab, section in zip(tabs, SECTIONS.values(), strict=True):
        if tab.open:
            with tab:
                section(filters, currency)
