"""Links from page to page. One that leads to a page which does not exist for a person is not shown."""

import streamlit as st

from analytics_app import session
from analytics_app.pages import PAGES

FORWARD = ":material/arrow_forward:"
_BY_FILE = {page.file: page for page in PAGES}


def exists(file: str) -> bool:
    """Tell whether the page of that file in `views/` exists for this person."""
    return session.access().scope(_BY_FILE[file]) is not None


def show(
    file: str, label: str | None = None, icon: str = FORWARD, query: dict[str, str] | None = None
) -> None:
    """Show a link to the page of that file in `views/`, under its own title unless a label says more."""
    if exists(file):
        st.page_link(f"views/{file}.py", label=label, icon=icon, query_params=query)
