"""Which version is looked at: the one served now or a past one. It lives in the URL, as the filters do."""

from dataclasses import replace

import streamlit as st

from analytics_app.formatting import day, moment
from analytics_app.warehouse import Version, past_version, published_folder, published_versions

KEY, NOW = "version", "Now"
WIDTH = 260  # pixels


def choose(served: Version) -> Version:
    """Offer the past versions beside the one served now; return the chosen one."""
    folder = published_folder()
    past = [version for version in published_versions(folder) if version.name != served.name]
    names = _named(past)
    asked = st.query_params.get(KEY, NOW)
    if not names and asked == NOW:
        return served
    chosen = st.selectbox(
        "As known on", [NOW, *names], key=KEY, bind="query-params", width=WIDTH, label_visibility="collapsed"
    )
    if asked not in {NOW, *names}:
        st.toast(
            "The version of this link is no longer kept: you see the one of now.", icon=":material/history:"
        )
    if chosen == NOW:
        return served
    version = past_version(folder, names[str(chosen)].name)
    if version is None:
        st.toast("That version is damaged or gone: you see the one of now.", icon=":material/warning:")
        return served
    return replace(version, is_past=True)


def _named(past: list[Version]) -> dict[str, Version]:
    """Return the versions, newest first, by what they are called; of one second the older by its own name."""
    names: dict[str, Version] = {}
    for version in past:
        known = day(version.as_known_on) if version.as_known_on else moment(version.published_at)
        title = f"{day(version.as_of_date)}, as known on {known}"
        names[title if title not in names else f"{title} ({version.name})"] = version
    return names
