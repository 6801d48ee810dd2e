"""Tables with their downloads, and what stands where there is nothing to show."""

from functools import partial

import polars as pl
import streamlit as st

from analytics_app import session
from analytics_app.components import columns
from analytics_app.components.initiative_links import Opener
from analytics_app.components.layouts import TABLES
from analytics_app.exports import as_csv, as_workbook, as_workbook_of
from analytics_app.formatting import count, plain
from analytics_app.queries import portfolio

SHOWN_ROWS = 2_000  # all of them go into the download
EXCEL_ROWS = 1_048_575
EXCEL_SHEET_NAME = 31  # characters
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(name: str, frame: pl.DataFrame, facts: dict[str, str] | None = None) -> None:
    """Show one of the tables of `layouts.py` with its downloads; facts tell what else was chosen."""
    layout, currency = TABLES[name], str(portfolio.run()["reporting_currency_code"])
    if frame.is_empty():
        nothing(layout.empty)
        return
    chosen = frame.select(layout.columns.split())
    shown = columns.visible(chosen.head(SHOWN_ROWS))
    is_of_initiatives = not {"initiative_code", "initiative_name"}.isdisjoint(chosen.columns)
    opener = Opener(name, (frame if is_of_initiatives else chosen).head(SHOWN_ROWS))
    st.dataframe(
        opener.added_to(shown),
        column_config=columns.configuration(shown.columns, currency) | opener.configuration,
        hide_index=True,
        key=f"table_{name}",
        placeholder="–",
        alt=layout.title,
    )
    opener.follow()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if frame.height > SHOWN_ROWS:
            st.caption(f"The first {count(SHOWN_ROWS)} of {count(frame.height)} rows; downloads hold all.")
        st.space("stretch")
        _downloads(name, layout.title, chosen, facts or {})


def nothing(advice: str) -> None:
    """Say that there is nothing to show, and what to load."""
    with st.container(border=True):
        st.caption(plain(said_of_nothing(advice)), text_alignment="center")


def said_of_nothing(advice: str) -> str:
    """Return what stands in place of rows. To somebody who sees a part, their absence proves nothing."""
    return advice if session.scope().is_whole else "Nothing in the part that you see."


def workbook(
    name: str, label: str, frames: dict[str, pl.DataFrame], facts: dict[str, str] | None = None
) -> None:
    """Offer several of the tables of `layouts.py` as one workbook, a sheet each; empty ones say so."""
    run = portfolio.run()
    currency, told = str(run["reporting_currency_code"]), {"Workbook": label, **_facts(facts or {})}

    def make() -> bytes:
        sheets = {
            TABLES[table].title[:EXCEL_SHEET_NAME]: columns.labelled(
                frame.select(TABLES[table].columns.split()).head(EXCEL_ROWS), currency
            )
            for table, frame in frames.items()
        }
        return as_workbook_of(sheets, told)

    st.download_button(
        label,
        make,
        f"{name}_{run['as_of_date']}.xlsx",
        XLSX,
        key=f"workbook_{name}",
        on_click="ignore",
        icon=":material/download:",
    )


def _facts(chosen: dict[str, str]) -> dict[str, str]:
    """Return what stands on the first sheet of a download."""
    run = portfolio.run()
    return {
        "Organisation": str(run["organisation_name"]),
        "Data as of": str(run["as_of_date"]),
        "Currency": str(run["reporting_currency_code"]),
        "Version": session.version().name,
        "Rows": f"of {session.scope().describe()}",
        **session.filters().describe(),
        **chosen,
    }


def _downloads(name: str, title: str, frame: pl.DataFrame, chosen: dict[str, str]) -> None:
    """Offer the table as CSV and Excel, made when clicked."""
    run, facts = portfolio.run(), _facts(chosen)
    labelled = partial(columns.labelled, currency=str(run["reporting_currency_code"]))
    for label, suffix, media, make in (
        ("CSV", "csv", "text/csv", lambda: as_csv(labelled(frame))),
        ("Excel", "xlsx", XLSX, lambda: as_workbook(labelled(frame.head(EXCEL_ROWS)), title, facts)),
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
