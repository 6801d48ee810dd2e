"""The router: one version for the whole run, the filters, and the page that was asked for."""

import streamlit as st

from analytics_app.components import filters
from analytics_app.session import VERSION_KEY
from analytics_app.warehouse import NothingPublished, published_folder, served_version

FILTERS_KEY = "chosen_filters"

st.set_page_config(page_title="Portfolio", page_icon=":material/insights:", layout="wide")

pages = st.navigation(
    [
        st.Page("views/overview.py", title="Overview", icon=":material/dashboard:", default=True),
        st.Page("views/spend_by_theme.py", title="Spend by theme", icon=":material/account_balance:"),
        st.Page("views/cost_of_delay.py", title="Cost of delay", icon=":material/hourglass_top:"),
        st.Page("views/alignment.py", title="Alignment", icon=":material/target:"),
        st.Page("views/data_health.py", title="Data health", icon=":material/monitor_heart:"),
    ],
    position="top",
)

try:
    st.session_state[VERSION_KEY] = served_version(published_folder())
except NothingPublished as nothing:
    st.title("Nothing is published yet", anchor=False)
    st.info(f"{nothing}. Run `portfolio refresh` in the workspace; the dashboards appear by themselves.")
    st.stop()

st.session_state[FILTERS_KEY] = filters.show()
pages.run()
