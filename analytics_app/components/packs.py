"""The board pack of the version looked at, to take away."""

from functools import partial

import streamlit as st

from analytics_app import session
from analytics_app.board_pack.making import is_kept, kept_or_made
from analytics_app.queries import portfolio

MEDIA = {"pdf": "application/pdf", "html": "text/html"}
TOLD = "The whole portfolio, fiscal year to date, whatever is chosen in the filters."
NOT_KEPT = "Of this earlier version none was kept. Only that of the version served now can be made."


def board_pack_card() -> None:
    """Offer the board pack as PDF and HTML: the nightly one, or made when clicked.

    A past version may be of another release, whose tables this one cannot read: its pack is there or is not.
    It tells of the whole portfolio: to a person with limits it is not offered.
    """
    if not session.scope().is_whole:
        return
    version, as_of = session.version(), portfolio.run()["as_of_date"]
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown("##### Board pack", width="content")
        st.caption(TOLD, width="content")
        st.space("stretch")
        if version.is_past and not is_kept(version):
            st.caption(NOT_KEPT, width="content")
            return
        for form, media in MEDIA.items():
            st.download_button(
                form.upper(),
                partial(kept_or_made, version, form),
                f"board_pack_{as_of}.{form}",
                media,
                key=f"board_pack_{form}",
                on_click="ignore",
                icon=":material/download:",
            )
