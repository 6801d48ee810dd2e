"""Overview: five minutes before the review."""

import polars as pl
import streamlit as st

from analytics_app import charts
from analytics_app.components import header
from analytics_app.components.tables import amount, ratio, table, text
from analytics_app.components.tiles import takeaway, tile
from analytics_app.formatting import label, money, plain, points, share
from analytics_app.queries import alignment, delay, spend
from analytics_app.session import Filters

filters: Filters = st.session_state["chosen_filters"]
run = header.show("Overview", "Are we building the right things, and what does it cost to wait?")
currency = run["reporting_currency_code"]
totals, burn, strategy = spend.totals(filters), delay.totals(filters), spend.strategy()
lost, waiting, themes = alignment.lost_their_reason(filters), delay.waiting(filters), spend.funding()
key_results = alignment.key_results(filters).filter(pl.col("is_live"))
on_pace = key_results.filter(pl.col("derived_status") == "on_track").height

if waiting.height:
    first = waiting.row(0, named=True)
    takeaway(
        f"{plain(first['initiative_name'])} waits, and every week costs {plain(money(first['cost_of_delay_per_week_amount'], currency))}. "
        f"{lost.height} initiatives reported green serve no live key result; they spend "
        f"{plain(money(lost['spend_per_week_amount'].sum(), currency))} a week."
    )

tiles = st.columns(5)
with tiles[0]:
    tile("Change spend to date", money(totals["change_amount"], currency), note=f"budget {money(totals['budget_amount'], currency)}",
         formula=f"Actual postings in {filters.period} to date, run-the-business spend left out ({money(totals['run_amount'], currency)}). Source: mart_theme_spend.")  # fmt: skip
with tiles[1]:
    tile("Aligned spend", share(totals["aligned_share"]), note=f"{money(totals['aligned_amount'], currency)} serves a live key result",
         formula="M20: spend x weights to key results that were live in the period / change spend. Source: mart_theme_spend.", reason="no change spend")  # fmt: skip
with tiles[2]:
    tile("Cost of delay per week", money(burn["burn_amount"], currency), note=f"{share(burn['coverage'])} of live bets estimated", is_good=False if burn["burn_amount"] else None,
         formula="M08: cost of one more week of delay, over all live initiatives that deliver no value yet; coverage M09. Source: mart_cost_of_delay.", reason="no estimate")  # fmt: skip
with tiles[3]:
    tile("Key results on pace", f"{on_pace} of {key_results.height}", note=f"{share(strategy.get('strategy_coverage_share'))} have funded work",
         formula="M31: score within 10 points of linear progress, live key results only; coverage M24 of the whole portfolio. Source: mart_key_results.")  # fmt: skip
with tiles[4]:
    tile("Strategy drift", share(strategy.get("strategy_drift")), note="of spend would have to move",
         formula="M22b: half the sum of absolute gaps between actual and target shares, whole portfolio, fiscal year to date. Source: mart_strategy.", reason=strategy.get("strategy_drift_reason"))  # fmt: skip

st.subheader("What needs a decision", anchor=False)
left, right = st.columns(2, gap="large")
with left:
    st.markdown("**Waiting work, by what a week costs**")
    table("waiting", "Waiting work", waiting.with_columns(pl.col("delay_state").map_elements(label, pl.String)),
          {"initiative_name": text("Initiative", "medium"), "cost_of_delay_per_week_amount": amount(f"{currency} a week"),
           "accrued_since_ready_amount": amount("Lost since ready"), "delay_state": text("State"), "ready_date": st.column_config.DateColumn("Ready since")},
          filters, empty="Nothing valuable waits. Estimates come from the initiatives register.")  # fmt: skip
with right:
    st.markdown("**Green, but no live key result behind it**")
    table("lost_their_reason", "Green without a live key result", lost.with_columns(pl.col("alignment_reason").map_elements(label, pl.String)),
          {"initiative_name": text("Initiative", "medium"), "spend_per_week_amount": amount(f"{currency} a week"),
           "actual_total_amount": amount("Spent so far"), "alignment_reason": text("Why"), "owner_name": text("Owner")},
          filters, empty="Every green initiative serves a live key result, or no status reports are loaded.")  # fmt: skip

left, right = st.columns([3, 2], gap="large")
with left:
    st.subheader("Spend against budget", anchor=False)
    by_period = spend.by_period(filters)
    charts.periods(by_period, currency, "Actual change spend by fiscal period as bars, budget as a line")
with right:
    st.subheader("Themes off their target", anchor=False)
    off = themes.filter(pl.col("funding_status").is_in(["starved", "overfed"])).with_columns(
        pl.col("funding_status").map_elements(label, pl.String)
    )
    table("themes_off_target", "Themes off their target", off,
          {"theme_name": text("Theme"), "actual_share": ratio("Actual"), "target_share": ratio("Target"), "funding_status": text("Funding")},
          filters, empty="Every theme is within its tolerance, or portfolio.yml sets no targets.")  # fmt: skip
    if off.height:
        worst = off.row(0, named=True)
        st.caption(f"{plain(worst['theme_name'])}: {plain(points(worst['gap_share']))} against its target.")
