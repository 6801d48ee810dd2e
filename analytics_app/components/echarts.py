"""A card with a diagram that Vega-Lite cannot draw."""

import streamlit as st

from analytics_app.charts.strategy_map import Sankey
from analytics_app.components.cards import heading
from analytics_app.components.tables import nothing


def sankey_card(title: str, chart: Sankey, empty: str, note: str = "") -> None:
    """Show a Sankey diagram under its heading with its takeaway, and a note on how to read it."""
    with st.container(border=True, height="stretch"):
        heading(title, " ".join(sentence for sentence in (chart.alt, note) if sentence))
        if not chart.option["baseOption"]["series"][0]["links"]:
            nothing(empty)
        else:
            st.echarts_chart(chart.option, height=chart.height, alt=chart.alt or title)
