"""Alignment: which spend and which work serve a live key result, and which do not."""

import polars as pl
import streamlit as st

from analytics_app import charts
from analytics_app.components import header
from analytics_app.components.tables import amount, ratio, table, text
from analytics_app.components.tiles import takeaway, tile
from analytics_app.formatting import label, money, plain, share
from analytics_app.queries import alignment, spend
from analytics_app.session import Filters

filters: Filters = st.session_state["chosen_filters"]
run = header.show("Alignment", "Does the work still serve something we want?")
currency = run["reporting_currency_code"]
totals, strategy, orphan = spend.totals(filters), spend.strategy(), alignment.orphan_share(filters)
lost, reasons, orphans = (
    alignment.lost_their_reason(filters),
    alignment.unaligned(filters),
    alignment.orphans(filters),
)
key_results = alignment.key_results(filters)
live = key_results.filter(pl.col("is_live"))

if totals["aligned_share"] is not None:
    takeaway(
        f"{plain(share(totals['aligned_share']))} of change spend serves a live key result. {lost.height} green initiatives lost theirs and "
        f"spend {plain(money(lost['spend_per_week_amount'].sum(), currency))} a week."
    )

tiles = st.columns(4)
with tiles[0]:
    tile("Aligned spend", share(totals["aligned_share"]), note=f"{money(totals['aligned_amount'], currency)} of {money(totals['change_amount'], currency)}",
         formula="M20: ratio of sums over the selection. Source: mart_theme_spend.", reason="no change spend")  # fmt: skip
with tiles[1]:
    tile("Orphan work", share(orphan["orphan_share"]), note=f"{orphan['orphan_count']:,.0f} of {orphan['work_item_count']:,} items",
         formula="M23: work items without a path to a live key result; value stream filter applies. Source: mart_orphan_work.", reason="no work items")  # fmt: skip
with tiles[2]:
    tile("Live key results", f"{live.height} of {key_results.height}", note="open, in their period, checked in",
         formula="A key result is live when it is open, inside its period and grace, its theme in force and its last check-in recent. Source: mart_key_results.")  # fmt: skip
with tiles[3]:
    tile("Strategy coverage", share(strategy.get("strategy_coverage_share")), note="of live key results, by priority, have funded work",
         formula="M24, whole portfolio. Source: mart_strategy.", reason=strategy.get("strategy_coverage_reason"))  # fmt: skip

left, right = st.columns(2, gap="large")
with left:
    st.subheader("Spend that serves no live key result", anchor=False)
    st.caption(f"Fiscal year to date, {currency}, by the reason")
    if reasons.height:
        charts.bars(reasons.with_columns(pl.col("reason").map_elements(label, pl.String)), "reason", "amount", currency,
                    "Change spend of the year without a live key result, by reason", charts.RED)  # fmt: skip
with right:
    st.subheader("Work items without a path to one", anchor=False)
    st.caption("Items, by the place where the path breaks")
    if orphans.height:
        charts.bars(orphans.with_columns(pl.col("reason").map_elements(label, pl.String)), "reason", "work_item_count", "items",
                    "Orphan work items by reason", charts.AMBER)  # fmt: skip

st.subheader("Green, but no live key result behind it", anchor=False)
table("lost_their_reason", "Green without a live key result", lost.with_columns(pl.col("alignment_reason").map_elements(label, pl.String)),
      {"initiative_code": text("Code"), "initiative_name": text("Initiative", "medium"), "theme_name": text("Theme"), "owner_name": text("Owner"),
       "alignment_reason": text("Why"), "spend_per_week_amount": amount(f"{currency} a week"), "actual_total_amount": amount("Spent so far")},
      filters, empty="Every green initiative serves a live key result, or no status reports are loaded.")  # fmt: skip

st.subheader("Key results: score against expected progress", anchor=False)
if live.height:
    drawn = live.with_columns(pl.col("derived_status").map_elements(label, pl.String).alias("status"))
    charts.score_against_pace(
        drawn.select("key_result_name", "score", "expected", "status"),
        "Score of each live key result as a bar, expected progress as a tick",
    )
shown = key_results.with_columns(
    pl.col("derived_status").map_elements(label, pl.String),
    pl.coalesce("not_live_reason", "score_reason").map_elements(label, pl.String).alias("why"),
)
table("key_results", "Key results", shown,
      {"key_result_code": text("Code"), "key_result_name": text("Key result", "medium"), "objective_name": text("Objective", "medium"), "theme_name": text("Theme"),
       "score": ratio("Score"), "expected": ratio("Expected"), "derived_status": text("Status"), "is_live": st.column_config.CheckboxColumn("Live"),
       "why": text("Not live or no score"), "funded_initiative_count": st.column_config.NumberColumn("Funded bets"), "last_check_in_date": st.column_config.DateColumn("Checked in")},
      filters, empty="No key results. Load an OKR workbook.")  # fmt: skip

st.subheader("Initiatives", anchor=False)
table("alignment", "Alignment of initiatives", alignment.initiatives(filters).with_columns(pl.col("alignment_reason").map_elements(label, pl.String)),
      {"initiative_code": text("Code"), "initiative_name": text("Initiative", "medium"), "theme_name": text("Theme"), "alignment_score": st.column_config.NumberColumn("Score 0-100", format="%.0f"),
       "aligned_weight_share": ratio("Weight to live"), "live_key_result_count": st.column_config.NumberColumn("Live"), "linked_key_result_count": st.column_config.NumberColumn("Linked"),
       "alignment_reason": text("Why none"), "actual_amount": amount("Spent this year"), "unaligned_actual_amount": amount("of which unaligned")},
      filters, empty="No live initiatives. Load the initiatives register.")  # fmt: skip
