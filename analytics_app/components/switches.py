"""The controls of a single page. They live in the URL, like the filters."""

from collections.abc import Iterable

import streamlit as st


def switch(label: str, key: str, options: Iterable[str], note: str | None = None) -> str:
    """Offer a few choices side by side and return the chosen one; the first is the default."""
    words = list(options)
    chosen = st.segmented_control(
        label, words, default=words[0], required=True, key=key, bind="query-params", help=note
    )
    return str(chosen or words[0])
