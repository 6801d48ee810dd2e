"""Tiles: one figure, its unit, what it compares with, and where it comes from."""

import streamlit as st

from analytics_app.formatting import NO_VALUE


def tile(
    label: str,
    value: str,
    *,
    note: str = "",
    formula: str = "",
    reason: str | None = None,
    is_good: bool | None = None,
) -> None:
    """Show a figure. `note` is its comparison, `formula` its definition and source, `reason` why it is missing."""
    if value == NO_VALUE:
        note = f"not available: {reason or 'no data'}"
    arrow = {True: "up", False: "down", None: "off"}[is_good]
    color = {True: "green", False: "red", None: "gray"}[is_good]
    st.metric(
        label, value, delta=note or None, delta_color=color, delta_arrow=arrow, help=formula or None, border=True, height="stretch"
    )


def takeaway(sentence: str) -> None:
    """Show the sentence that a reader should leave the page with."""
    with st.container(border=True):
        st.markdown(f"#### {sentence}")
