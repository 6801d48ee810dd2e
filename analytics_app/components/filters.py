"""The filters of the side bar. They live in the URL: a link opens exactly what was seen."""

import streamlit as st

from analytics_app.queries import portfolio
from analytics_app.session import Filters


def show() -> Filters:
    """Show the filters and return what is chosen."""
    periods = portfolio.periods()
    members = portfolio.members()
    with st.sidebar:
        st.subheader("Filters", anchor=False)
        period = st.selectbox("Fiscal period", periods or ["–"], key="period", bind="query-params", help="Year, quarter or period, to date")
        themes = st.multiselect("Theme", members["themes"], key="theme", bind="query-params", placeholder="All themes")
        streams = st.multiselect("Value stream", members["streams"], key="stream", bind="query-params", placeholder="All value streams")
        owners = st.multiselect("Owner", members["owners"], key="owner", bind="query-params", placeholder="All owners")
    return Filters(str(period), tuple(themes), tuple(streams), tuple(owners))
