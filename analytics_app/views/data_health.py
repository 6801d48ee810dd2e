"""Data health: is last night's refresh good, and what did it leave out?"""

import polars as pl
import streamlit as st

from analytics_app.components import header
from analytics_app.components.tables import table, text
from analytics_app.components.tiles import takeaway, tile
from analytics_app.formatting import NO_VALUE, label, money_exact, plain
from analytics_app.queries import health
from analytics_app.session import Filters
from analytics_app.warehouse import last_refresh, published_folder

filters: Filters = st.session_state["chosen_filters"]
run = header.show("Data health", "Is last night's refresh good?")
sources, checks, quarantine = health.sources(), health.check_totals(), health.quarantine()
reconciliation, files, failed = health.reconciliation(), health.files(), health.failed_checks()
record = last_refresh(published_folder())
stale = sources.filter("is_stale").height
unreconciled = reconciliation.filter(~pl.col("is_reconciled")).height
st.caption("These figures are of the whole warehouse; the filters do not change them.")

verdict = "All sources are fresh" if not stale else f"{stale} of {sources.height} sources are stale"
tied = "ledger and budget tie to the cent" if not unreconciled else f"{unreconciled} totals do not tie"
takeaway(f"{plain(verdict)}, {plain(tied)}, {quarantine.height} row(s) in quarantine.")

tiles = st.columns(5)
with tiles[0]:
    tile("Last refresh", plain(str(record.get("status", NO_VALUE))), note=str(record.get("finished_at") or "")[:16].replace("T", " "), is_good=record.get("status") in {"published", "unchanged"},
         formula="published/LAST_REFRESH: the newest attempt, published or not.", reason="no refresh recorded")  # fmt: skip
with tiles[1]:
    read = int(sources["row_count_read"].sum())
    tile(
        "Rows read",
        f"{read:,}",
        note=f"{int(sources['row_count_accepted'].sum()):,} accepted",
        formula="Rows read = accepted + rejected + ignored, per file. Source: mart_source_health.",
    )
with tiles[2]:
    tile(
        "In quarantine",
        f"{quarantine['row_number'].len():,}",
        note="rows with their reason",
        is_good=quarantine.is_empty(),
        formula="One row per rejected row and reason. Source: mart_quarantined_rows.",
    )
with tiles[3]:
    tile("Checks held", f"{checks['held_count']:,} of {checks['check_count']:,}", note=f"{checks['critical_count']} critical and {checks['warning_count']} warnings failed, {checks['empty_count']} had no value to check", is_good=not checks["critical_count"],
         formula="Great Expectations on every arriving batch. Source: mart_quality_results.")  # fmt: skip
with tiles[4]:
    worst = reconciliation["difference_amount"].max() if reconciliation.height else None
    tile("Reconciliation gap", money_exact(worst, "") .strip() if worst is not None else NO_VALUE, note="ledger = loaded = fact = mart", is_good=not unreconciled, formula="M70: largest difference between two totals. Source: mart_reconciliation.", reason="no ledger or budget")  # fmt: skip

st.subheader("Sources", anchor=False)
number = st.column_config.NumberColumn
table("sources", "Sources", sources.with_columns(pl.when("is_stale").then(pl.lit("▼ stale")).otherwise(pl.lit("● fresh")).alias("freshness")),
      {"source_name": text("Source"), "freshness": text("Freshness"), "latest_as_of_date": st.column_config.DateColumn("As of"), "age_days": number("Age, days"), "expect_every_days": number("Expected every"),
       "file_count": number("Files"), "refused_file_count": number("Refused"), "row_count_read": number("Read"), "row_count_accepted": number("Accepted"),
       "row_count_rejected": number("Rejected"), "row_count_ignored": number("Ignored"), "is_conserved": st.column_config.CheckboxColumn("Conserved"), "owner_name": text("Owner")},
      filters, empty="No sources. Name them in portfolio.yml.")  # fmt: skip

st.subheader("Reconciliation to the cent", anchor=False)
exact = st.column_config.NumberColumn
table("reconciliation", "Reconciliation", reconciliation,
      {"source_name": text("Source"), "table_name": text("Table"), "currency_code": text("Currency"), "loaded_amount": exact("Loaded", format="accounting"), "fact_amount": exact("Fact", format="accounting"),
       "mart_amount": exact("Mart", format="accounting"), "difference_amount": exact("Difference", format="accounting"), "line_count": number("Lines"), "unconverted_amount": exact("Without a rate", format="accounting"),
       "is_reconciled": st.column_config.CheckboxColumn("Ties")},
      filters, is_exact=True, empty="No ledger and no budget. Load them to reconcile.")  # fmt: skip

st.subheader("Quarantine", anchor=False)
table("quarantine", "Quarantine", quarantine,
      {"source_name": text("Source"), "file_name": text("File", "medium"), "row_number": number("Row"), "reason": text("Reason"), "column_name": text("Column"), "detail": text("Detail", "large"), "raw": text("Row as it was", "large")},
      filters, empty="Nothing is in quarantine.")  # fmt: skip

st.subheader("Checks that did not hold", anchor=False)
table("failed_checks", "Checks that did not hold", failed,
      {"source_name": text("Source"), "table_name": text("Table"), "expectation_name": text("Expectation", "large"), "column_name": text("Column"), "severity": text("Severity"), "row_count_failed": number("Failed"), "row_count_checked": number("Checked")},
      filters, empty="Every check held.")  # fmt: skip

st.subheader("Files", anchor=False)
table("files", "Files", files.with_columns(pl.col("status").map_elements(label, pl.String)),
      {"source_name": text("Source"), "file_name": text("File", "large"), "status": text("Status"), "as_of_date": st.column_config.DateColumn("As of"), "row_count_read": number("Read"), "row_count_accepted": number("Accepted"),
       "row_count_rejected": number("Rejected"), "row_count_ignored": number("Ignored"), "difference_count": number("Unaccounted"), "reason": text("Reason", "medium"), "remedy": text("Remedy", "medium")},
      filters, empty="No file has arrived.")  # fmt: skip
