"""Tables with their downloads, and what stands where there is nothing to show."""

from typing import Any

import polars as pl
import streamlit as st

from analytics_app.exports import as_csv, as_workbook, neutralised
from analytics_app.queries import portfolio
from analytics_app.session import VERSION_KEY, Filters

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def amount(title: str, help_text: str | None = None) -> Any:  # noqa: ANN401
    """Configure a money column: whole units, thousands grouped."""
    return st.column_config.NumberColumn(title, format="localized", help=help_text)


def ratio(title: str, help_text: str | None = None) -> Any:  # noqa: ANN401
    """Configure a column of ratios shown as percentages."""
    return st.column_config.NumberColumn(title, format="percent", help=help_text)


def text(title: str, width: Any = None) -> Any:  # noqa: ANN401
    """Configure a text column."""
    return st.column_config.TextColumn(title, width=width)


def table(
    name: str,
    title: str,
    frame: pl.DataFrame,
    columns: dict[str, Any],
    filters: Filters,
    *,
    empty: str,
    is_exact: bool = False,
) -> None:
    """Show the named columns of a frame with its downloads; `empty` says what to load when there is no row.

    Money is shown in whole units, with `is_exact` to the cent.
    """
    if frame.is_empty():
        st.info(empty, icon=":material/inbox:")
        return
    shown = frame.select(columns.keys())
    # Rounded for the eye only: whole money, ratios to a tenth of a percent. The downloads keep every digit.
    visible = shown.with_columns(
        pl.col(pl.Float64).round(3), pl.col(pl.Decimal).cast(pl.Float64).round(2 if is_exact else 0)
    )
    st.dataframe(
        neutralised(visible),
        column_config=columns,
        hide_index=True,
        key=f"table_{name}",
        placeholder="–",
        alt=f"Table: {title}",
    )
    _downloads(name, title, shown, filters)


def _downloads(name: str, title: str, frame: pl.DataFrame, filters: Filters) -> None:
    run = portfolio.run()
    facts = {
        "Organisation": run["organisation_name"],
        "Data as of": str(run["as_of_date"]),
        "Currency": run["reporting_currency_code"],
        "Version": st.session_state[VERSION_KEY].name,
        **filters.describe(),
    }
    stem = f"{name}_{run['as_of_date']}"
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        st.download_button(
            "CSV", lambda: as_csv(frame), f"{stem}.csv", "text/csv", key=f"csv_{name}", on_click="ignore",
            type="tertiary", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            "Excel", lambda: as_workbook(frame, title, facts), f"{stem}.xlsx", XLSX, key=f"xlsx_{name}", on_click="ignore",
            type="tertiary", icon=":material/table_view:",
        )  # fmt: skip
