"""Reconciliation: the money that was loaded, the money of the fact, the money on the pages."""

import polars as pl
import streamlit as st

from analytics_app import metrics, takeaways
from analytics_app.components import page_links
from analytics_app.components.cards import heading
from analytics_app.components.tables import table, workbook
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import count, money, money_exact, things
from analytics_app.queries import portfolio, reconciliation

currency = portfolio.run()["reporting_currency_code"]
totals, files, quarantine = reconciliation.totals(), reconciliation.files(), reconciliation.quarantine()
periods, figures = reconciliation.file_periods(), reconciliation.last_mile()
refused = quarantine.select("file_name", "row_number").n_unique()
named = files.unique(["source_name", "file_sha256"])
apart = files.filter(pl.col("verdict") == "differs").unique(["source_name", "file_sha256"]).height

with st.container(horizontal=True, vertical_alignment="center"):
    st.caption("These figures are of the whole warehouse: the filters do not change this page.")
    workbook(
        "reconciliation",
        "Workbook for the auditor",
        {
            "reconciliation": totals,
            "reconciled_files": files,
            "control_totals": periods,
            "quarantined_money": quarantine,
        },
    )
takeaway(takeaways.finance.reconciliation(figures, files, refused))
with tile_row(5):
    tile(
        metrics.TIED_TOTALS,
        f"{count(figures['tied_count'])} of {count(figures['total_count'])}",
        f"largest difference {money_exact(figures['difference_amount'], '').strip()}",
    )
    tile(
        metrics.TIED_FILES,
        f"{count(named.height - apart)} of {count(named.height)}",
        f"{things(periods.height, 'control total')} by period and currency",
    )
    tile(metrics.QUARANTINED_MONEY, count(refused), "in no total; each with its reason below")
    tile(
        metrics.WITHOUT_RATE,
        f"{count(figures['unconverted_count'])} of {count(figures['total_count'])}",
        "sources and currencies; amounts below",
    )
    tile(
        metrics.LAST_MILE,
        money(figures["rest_amount"], currency),
        f"{money_exact(figures['converted_amount'], currency)} of ledger, "
        f"{money_exact(figures['shown_amount'], currency)} on the pages",
        reason="no ledger or budget",
    )

heading(
    "By source and currency",
    "As loaded = in the fact = allocated to themes, in the currency of the lines. What no exchange rate "
    "converts stands in the last column.",
)
table("reconciliation", totals)
heading("By file", "What stands now of each file: lines that a later export replaced count with that one.")
table("reconciled_files", files)
heading("By file, fiscal period and currency", "The control totals (M70) that the line above sums.")
table("control_totals", periods)
heading(
    "Quarantined money",
    "Refused rows of ledgers and budgets, as they came. Correct them at the source and export again.",
)
table("quarantined_money", quarantine)
with st.container(horizontal=True):
    page_links.show("restatements")
    page_links.show("data_health")
