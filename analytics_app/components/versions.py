"""Which version is looked at: the one served now or an earlier one. It lives in the URL, like the filters."""

from dataclasses import replace

import streamlit as st

from analytics_app.formatting import day, moment
from analytics_app.warehouse import Version, past_version, published_folder, published_versions

KEY, NOW, PART = "version", "As known now", " · "
WIDTH, WIDTH_OF_PAST = 240, 540  # pixels: the day, what was known, and the version's own name
GONE = "The version of this link is no longer kept, or is damaged: you see the one of now."


def choose(served: Version) -> Version:
    """Offer past reviews, and versions published before the one served now; return the chosen one."""
    folder = published_folder()
    past = {_title(version): version for version in published_versions(folder) if _is_before(version, served)}
    asked = st.query_params.get(KEY, NOW)
    is_of_now = asked == NOW or asked.rpartition(PART)[2] == served.name
    if not past and is_of_now:
        return served
    chosen = st.selectbox(
        "As known on",
        [NOW, *past],
        key=KEY,
        bind="query-params",
        width=WIDTH if is_of_now else WIDTH_OF_PAST,
        label_visibility="collapsed",
    )
    version = past_version(folder, past[str(chosen)].name) if chosen != NOW else None
    if version is None:
        if chosen != NOW or (asked not in past and not is_of_now):
            st.toast(GONE, icon=":material/history:")
        return served
    return replace(version, is_past=True)


def _is_before(version: Version, served: Version) -> bool:
    """Tell whether a version shows the past; what was rolled back from is newer, and no past."""
    return bool(version.as_known_on) or version.name < served.name


def _title(version: Version) -> str:
    """Name a version for people and for links: its own name makes a link mean the same for ever."""
    return f"{day(version.as_of_date)}, as known on {known_on(version)}{PART}{version.name}"


def known_on(version: Version) -> str:
    """Write up to when a version knows: a day for a past review, else the moment it was published."""
    return day(version.as_known_on) if version.as_known_on else moment(version.published_at)
