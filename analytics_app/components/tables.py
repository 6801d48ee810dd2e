"""Tables with their downloads, and what stands where there is nothing to show."""

from functools import partial

import polars as pl
import streamlit as st

from analytics_app import session
from analytics_app.components import columns
from analytics_app.components.layouts import TABLES
from analytics_app.exports import as_csv, as_workbook
from analytics_app.formatting import count, plain
from analytics_app.queries import portfolio

SHOWN_ROWS = 2_000  # all of them go into the download
EXCEL_ROWS = 1_048_575
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(name: str, frame: pl.DataFrame) -> None:
    """Show one of the tables of `layouts.py` with its downloads."""
    layout, currency = TABLES[name], str(portfolio.run()["reporting_currency_code"])
    if frame.is_empty():
        nothing(layout.empty)
        return
    chosen = frame.select(layout.columns.split())
    st.dataframe(
        columns.visible(chosen.head(SHOWN_ROWS)),
        column_config=columns.configuration(chosen.columns, currency),
        hide_index=True,
        key=f"table_{name}",
        placeholder="–",
        alt=layout.title,
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if frame.height > SHOWN_ROWS:
            st.caption(f"The first {count(SHOWN_ROWS)} of {count(frame.height)} rows; downloads hold all.")
        st.space("stretch")
        _downloads(name, layout.title, columns.labelled(chosen, currency))


def nothing(advice: str) -> None:
    """Say that there is nothing to show, and what to load."""
    with st.container(border=True):
        st.caption(plain(said_of_nothing(advice)), text_alignment="center")


def said_of_nothing(advice: str) -> str:
    """Return what stands in place of rows. To somebody who sees a part, their absence proves nothing."""
    return advice if session.scope().is_whole else "Nothing in the part that you see."


def _downloads(name: str, title: str, frame: pl.DataFrame) -> None:
    """Offer the table as CSV and Excel, made when clicked."""
    run = portfolio.run()
    facts = {
        "Organisation": str(run["organisation_name"]),
        "Data as of": str(run["as_of_date"]),
        "Currency": str(run["reporting_currency_code"]),
        "Version": session.version().name,
        "Rows": f"of {session.scope().describe()}",
        **session.filters().describe(),
    }
    for label, suffix, media, make in (
        ("CSV", "csv", "text/csv", partial(as_csv, frame)),
        ("Excel", "xlsx", XLSX, partial(as_workbook, frame.head(EXCEL_ROWS), title, facts)),
    ):
        st.download_button(
            label,
            make,
            f"{name}_{run['as_of_date']}.{suffix}",
            media,
            key=f"{suffix}_{name}",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )
