"""Tiles: one figure, what it compares with, and on demand how it is worked out."""

from collections.abc import Generator
from contextlib import contextmanager

import streamlit as st

from analytics_app import session
from analytics_app.components import page_links
from analytics_app.formatting import day, plain
from analytics_app.metrics import Metric
from analytics_app.queries import dictionary, portfolio
from analytics_app.words import NO_VALUE, words

NARROWEST_TILE = 160  # pixels: two tiles stand side by side on a phone


@contextmanager
def tile_row(columns: int) -> Generator[None]:
    """Lay out tiles side by side, fewer where the screen is narrow."""
    with st.grid(columns, min_column_width=NARROWEST_TILE):
        yield


def tile(metric: Metric, value: str, note: str = "", *, reason: str | None = None) -> None:
    """Show a figure with a note. Without a value the note says why, by the reason's code."""
    if value == NO_VALUE:
        note = f"No value: {_why(metric, reason)}"
    elif metric.is_of_whole_portfolio and session.filters().members:
        note = f"{note} (whole portfolio)"
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(plain(metric.name), value)
        st.caption(plain(note) if note else "")
        st.space("stretch")
        with st.popover(metric.code or "Definition", type="tertiary", icon=":material/info:"):
            _explain(metric)


def _why(metric: Metric, reason: str | None) -> str:
    """Say why there is no value; what is not shown to a person does not count as missing."""
    if metric.is_of_whole_portfolio and not session.scope().is_whole:
        reason = "withheld"
    return words(reason or "no data").lower()


def takeaway(sentence: str) -> None:
    """Show the sentence that a reader should leave the page with."""
    if sentence:
        with st.container(border=True):
            st.markdown(f"#### {plain(sentence)}")


def _explain(metric: Metric) -> None:
    """Say what the figure is: formula, unit, scope, day and source."""
    told = dictionary.definition(metric.code) if metric.code else {}
    name = f"{metric.code} · {told['label']}" if told else metric.name
    st.markdown(f"**{plain(name)}**")
    st.text(told.get("formula") or metric.formula)
    facts = {
        "Unit": told.get("unit") or metric.unit,
        "No value": told.get("null_meaning"),
        "Scope": metric.scope,
        "As of": day(portfolio.run().get("as_of_date")),
        "Source": f"{told['model']}.{told['column']}" if told else metric.source,
    }
    st.caption("  \n".join(f"{name}: {plain(fact)}" for name, fact in facts.items() if fact))
    if told:
        page_links.show(
            "metric_dictionary",
            "SQL, inputs and tests",
            ":material/menu_book:",
            {"metric": f"{told['code']} {told['label']}"},
        )
