"""The controls of a single page. They live in the URL, like the filters."""

from collections.abc import Sequence

import streamlit as st


def switch(label: str, key: str, options: Sequence[str]) -> str:
    """Offer a few choices side by side and return the chosen one; the first is the default."""
    chosen = st.segmented_control(
        label, options, default=options[0], required=True, key=key, bind="query-params"
    )
    return str(chosen or options[0])
