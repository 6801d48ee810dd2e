"""Spend by theme: where the money goes, against budget and against strategy."""

import polars as pl
import streamlit as st

from analytics_app import charts
from analytics_app.components import header
from analytics_app.components.tables import amount, ratio, table, text
from analytics_app.components.tiles import takeaway, tile
from analytics_app.formatting import money, plain, points, share
from analytics_app.queries import spend
from analytics_app.session import Filters

filters: Filters = st.session_state["chosen_filters"]
run = header.show("Spend by theme", "Does money go where the strategy says?")
currency = run["reporting_currency_code"]
totals, themes = spend.totals(filters), spend.by_theme(filters)
targeted = themes.filter(pl.col("gap_share").is_not_null()).sort("gap_share")

if targeted.height:
    starved, overfed = targeted.row(0, named=True), targeted.row(-1, named=True)
    takeaway(
        f"{plain(starved['theme_name'])} gets {plain(share(starved['actual_share']))} of change spend, its target is "
        f"{plain(share(starved['target_share']))}. {plain(overfed['theme_name'])} takes {plain(share(overfed['actual_share']))} "
        f"against {plain(share(overfed['target_share']))}."
    )

tiles = st.columns(4)
with tiles[0]:
    tile("Change spend to date", money(totals["change_amount"], currency), note=f"{filters.period}, run spend left out",
         formula="Sum of actual postings, allocated to themes by weight. Source: mart_theme_spend.")  # fmt: skip
with tiles[1]:
    difference = (
        None if totals["change_amount"] is None else totals["change_amount"] - (totals["budget_amount"] or 0)
    )
    tile("Against budget", money(difference, currency), note=f"budget to date {money(totals['budget_amount'], currency)}",
         formula="Actual less the current budget version, both to date. Source: mart_theme_spend.")  # fmt: skip
with tiles[2]:
    tile("Open commitments", money(totals["commitment_amount"], currency), note="beside the actuals, never in them",
         formula="Ledger lines of entry type commitment. Source: mart_theme_spend.")  # fmt: skip
with tiles[3]:
    tile("Without a theme", money(totals["unallocated_amount"], currency), note="Unallocated is a member, so totals tie",
         formula="Spend on cost objects that no initiative or theme claims. Source: mart_theme_spend.")  # fmt: skip

left, right = st.columns(2, gap="large")
with left:
    st.subheader("Actual over budget", anchor=False)
    charts.spend_against_budget(
        themes, currency, "Actual spend per theme as a dark bar over its budget as a light one"
    )
with right:
    st.subheader("Share of spend and its target", anchor=False)
    charts.share_against_target(themes, "Share of change spend per theme as a bar, its target as a red tick")

st.subheader("Themes", anchor=False)
table("themes", "Spend by theme", themes.with_columns(gap=pl.col("gap_share").map_elements(points, pl.String)),
      {"theme_name": text("Theme", "medium"), "budget_amount": amount(f"Budget {currency}"), "actual_amount": amount(f"Actual {currency}"),
       "commitment_amount": amount("Commitments"), "capex_amount": amount("of which capex"), "actual_share": ratio("Share"),
       "target_share": ratio("Target"), "gap": text("Gap")},
      filters, empty="No spend in this selection. Load a ledger and a budget, or widen the filters.")  # fmt: skip

st.subheader("By fiscal period", anchor=False)
charts.periods(
    spend.by_period(filters), currency, "Actual change spend by fiscal period as bars, budget as a line"
)

st.subheader("Initiatives", anchor=False)
table("spend_by_initiative", "Spend by initiative", spend.by_initiative(filters),
      {"initiative_code": text("Code"), "initiative_name": text("Initiative", "medium"), "theme_name": text("Theme"), "value_stream_name": text("Value stream"),
       "owner_name": text("Owner"), "budget_amount": amount("Budget"), "actual_amount": amount("Actual"), "variance_amount": amount("Difference"),
       "aligned_amount": amount("Aligned", "Part that served a live key result (M20)")},
      filters, empty="No initiative has money in this selection.")  # fmt: skip
