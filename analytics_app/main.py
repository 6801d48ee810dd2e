"""The router: one version for the whole run, the header, the filters, and the page that was asked for."""

import logging
from pathlib import Path

import duckdb
import streamlit as st

from analytics_app import session
from analytics_app.components import filters, header
from analytics_app.queries import portfolio
from analytics_app.warehouse import NothingPublished, published_folder, served_version

# title: file, icon, the question the page answers
PAGES = {
    "Overview": (
        "overview", ":material/dashboard:", "Are we building the right things, and what does waiting cost?"),
    "Spend by theme": (
        "spend_by_theme", ":material/account_balance:", "Does the money go where the strategy says?"),
    "Cost of delay": (
        "cost_of_delay", ":material/hourglass_top:", "What does a week of waiting cost, what goes first?"),
    "Alignment": (
        "alignment", ":material/target:", "Does the work still serve something we want?"),
    "Data health": (
        "data_health", ":material/monitor_heart:", "Can these figures be trusted today?"),
    "Metric dictionary": (
        "metric_dictionary", ":material/menu_book:", "What is each figure, and how is it computed?"),
}  # fmt: skip

st.set_page_config(page_title="Portfolio", page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
page = st.navigation(
    [
        st.Page(f"views/{file}.py", title=title, icon=icon, help=question, default=file == "overview")
        for title, (file, icon, question) in PAGES.items()
    ],
    position="top",
)

try:
    session.begin(served_version(published_folder()))
except NothingPublished as nothing:
    st.title("Nothing is published yet", anchor=False)
    st.info(f"{nothing}. Run `portfolio refresh` in the workspace, then reload this page.")
    st.stop()

try:
    if not portfolio.run():
        st.title("The published version is empty", anchor=False)
        st.info("Put exports into the inbox of the workspace and run `portfolio refresh`.")
        st.stop()
    header.show(page.title, PAGES[page.title][2])
    session.choose(filters.show())
    page.run()
except duckdb.InterruptException:
    st.error("This took too long and was stopped. Choose a shorter period or fewer members, then try again.")
except duckdb.Error:
    logging.getLogger(__name__).exception("a page could not be read from %s", session.version().path)
    remedy = (
        "Choose another one."
        if session.version().is_past
        else "Run `portfolio refresh` with the same release."
    )
    st.error(
        f"This version cannot be read by this release of the dashboards; the server's log says why. {remedy}"
    )
