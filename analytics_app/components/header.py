"""What stands on top of every page: whose data, as of when, and whether the last refresh was good."""

from datetime import datetime
from typing import Any

import streamlit as st

from analytics_app.formatting import plain
from analytics_app.queries import portfolio
from analytics_app.session import VERSION_KEY
from analytics_app.warehouse import Version, last_refresh, published_folder


def show(title: str, question: str) -> dict[str, Any]:
    """Show the header of a page and return the run it shows."""
    run = portfolio.run()
    version: Version = st.session_state[VERSION_KEY]
    st.title(title, anchor=False)
    st.caption(
        f"{question}  \n**{plain(run['organisation_name'])}** · data as of **{run['as_of_date']}** "
        f"({run['fiscal_period_label']}) · published {_moment(version.published_at)} UTC · version {plain(version.name)}"
    )
    _refresh_state(version)
    return run


def _refresh_state(version: Version) -> None:
    """Say when what is shown is not what the newest refresh made, or made with warnings."""
    record = last_refresh(published_folder())
    if version.is_fallback:
        st.warning(
            "The pointer CURRENT cannot be used; this is the newest version found.", icon=":material/warning:"
        )
    if record.get("status") == "failed":
        st.error(
            f"The last refresh ({_moment(record.get('finished_at'))} UTC) failed; you see the last good version. "
            f"Reason: {plain(record.get('reason'))}",
            icon=":material/error:",
        )
    elif record.get("status") == "running":
        st.info("A refresh is running; this page shows the version before it.", icon=":material/sync:")
    warnings = record.get("warnings") or []
    if warnings:
        with st.expander(f"Published with {len(warnings)} warning(s)", icon=":material/warning:"):
            for warning in warnings:
                st.text(str(warning))


def _moment(text: str | None) -> str:
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}" if text else "–"
