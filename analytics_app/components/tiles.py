"""Tiles: one figure, its unit, what it compares with, and where it comes from."""

import streamlit as st

from analytics_app.formatting import NO_VALUE, plain

SIGNS = {True: ":green[▲]", False: ":red[▼]"}


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
    sign = f"{SIGNS[is_good]} " if is_good is not None else ""
    with st.container(border=True, height="stretch", gap="small"):
        st.caption(plain(label), help=plain(formula) if formula else None)
        st.header(plain(value), anchor=False)
        st.caption(f"{sign}{plain(note)}" if note else "")


def takeaway(sentence: str) -> None:
    """Show the sentence that a reader should leave the page with; its parts are already `plain`."""
    st.info(f"**{sentence}**", icon=":material/lightbulb:")
