"""The filters on top of every page. They live in the URL: a link opens exactly what was seen."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics_app.queries import portfolio
from analytics_app.session import Filters


def show() -> Filters:
    """Show the filters and return what is chosen."""
    periods = portfolio.periods()
    members = portfolio.members()
    columns = st.columns(4)
    period = columns[0].selectbox(
        "Fiscal period",
        periods or ["–"],
        key="period",
        bind="query-params",
        help="Fiscal year, quarter or period, to date",
    )
    themes = _choose(columns[1], "Theme", "theme", members["themes"])
    streams = _choose(columns[2], "Value stream", "stream", members["streams"])
    owners = _choose(columns[3], "Owner", "owner", members["owners"])
    return Filters(str(period), tuple(themes), tuple(streams), tuple(owners))


def _choose(place: DeltaGenerator, name: str, key: str, options: list[str]) -> list[str]:
    return place.multiselect(name, options, key=key, bind="query-params", placeholder=f"All {name.lower()}s")
