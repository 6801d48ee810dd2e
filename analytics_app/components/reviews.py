"""Which earlier review this one is compared with; it lives in the URL, like the filters."""

import streamlit as st

from analytics_app import reviews, session
from analytics_app.components import versions
from analytics_app.formatting import day
from analytics_app.queries import review
from analytics_app.warehouse import Version, past_version, published_folder, published_versions

KEY, WIDTH = "since", 560  # pixels


def choose() -> Version | None:
    """Offer the versions whose data ends earlier; return the chosen one, None where there is none."""
    folder = published_folder()
    before = reviews.reviews_before(published_versions(folder), session.version())
    if not before:
        return None
    titles = {_title(version): version for version in before}
    chosen = st.selectbox(
        "Compare with",
        list(titles),
        index=reviews.last_review(before, review.period_start()),
        key=KEY,
        bind="query-params",
        width=WIDTH,
        label_visibility="collapsed",
    )
    return past_version(folder, titles[str(chosen)].name)


def _title(version: Version) -> str:
    """Name a version by its day; its own name makes a link mean the same for ever."""
    known = f", as known on {versions.known_on(version)}" if version.as_known_on else ""
    return f"{day(version.as_of_date)}{known}{versions.PART}{version.name}"
