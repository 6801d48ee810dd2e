"""Controls of one page. They live in the URL, like the filters."""

from collections.abc import Mapping

import streamlit as st


def switch(label: str, key: str, choices: Mapping[str, str], note: str | None = None) -> str:
    """Offer choices by their words and return the code of the chosen one; the first is the default."""
    words = list(choices)
    chosen = st.segmented_control(
        label, words, default=words[0], required=True, key=key, bind="query-params", help=note
    )
    return choices[str(chosen)]
