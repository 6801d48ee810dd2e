"""The router: who looks, one version for the whole run, the header, the filters, and the page."""

import logging
from pathlib import Path

import duckdb
import streamlit as st

from analytics_app import garbage, linked_page, session
from analytics_app.components import door, filters, header
from analytics_app.pages import HOME, PAGES, SECTIONS
from analytics_app.queries import portfolio
from analytics_app.warehouse import NothingPublished, published_folder, served_version

st.set_page_config(page_title="Portfolio", page_icon=str(Path(__file__).with_name("icon.svg")), layout="wide")
access = door.admitted()
chosen = st.navigation(
    {
        section: [
            st.Page(
                f"views/{page.file}.py",
                title=page.title,
                icon=f":material/{page.icon}:",
                help=page.question,
                default=page is HOME,  # for everybody: an address means the same to all
                visibility="visible" if page in access.pages else "hidden",
            )
            for page in pages
        ]
        for section, pages in SECTIONS.items()
    },
    position="top",
)
page = next(page for page in PAGES if page.title == chosen.title)
linked = linked_page.take() if access.name and page is HOME else None
if linked:
    st.switch_page(f"views/{linked.file}.py", query_params=linked.query)
scope = access.scope(page)
if scope is None and page is HOME:
    st.switch_page(f"views/{access.pages[0].file}.py")
if scope is None:
    door.no_such_page(page.title, access)
session.admit(access, scope)

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
    header.show(page.title, page.question)
    session.choose(filters.show())
    chosen.run()
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
garbage.exempt_what_stays()
