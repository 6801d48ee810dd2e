"""Cost of delay: what waiting costs, and what to do first."""

import polars as pl
import streamlit as st

from analytics_app import charts
from analytics_app.components import header
from analytics_app.components.tables import amount, table, text
from analytics_app.components.tiles import takeaway, tile
from analytics_app.formatting import label, money, plain, share
from analytics_app.queries import delay
from analytics_app.session import Filters

SHOWN_IN_CHART = 15

filters: Filters = st.session_state["chosen_filters"]
run = header.show("Cost of delay", "What does a week of waiting cost, and what should go first?")
currency = run["reporting_currency_code"]
totals, ranking = delay.totals(filters), delay.ranking(filters)
waiting = delay.waiting(filters)
st.caption(
    "As of today for all live initiatives that deliver no value yet; the fiscal period does not change it."
)

if waiting.height:
    first = waiting.row(0, named=True)
    place = (
        f"the first by CD3 and number {first['wsjf_rank']} by points"
        if first["wsjf_rank"]
        else f"number {first['cd3_rank']} by CD3"
    )
    takeaway(
        f"{plain(first['initiative_name'])} has been ready since {plain(str(first['ready_date']))} and waits: "
        f"{plain(money(first['cost_of_delay_per_week_amount'], currency))} a week, "
        f"{plain(money(first['accrued_since_ready_amount'], currency))} so far. It is {place}."
    )

tiles = st.columns(4)
with tiles[0]:
    tile("Cost of delay per week", money(totals["burn_amount"], currency), note=f"{totals['estimated_count']} of {totals['live_count']} bets estimated ({share(totals['coverage'])})",
         formula="M08 with coverage M09: estimates not older than 90 days. Source: mart_cost_of_delay.", reason="no estimate")  # fmt: skip
with tiles[1]:
    tile("in the queue", money(totals["queue_amount"], currency), note="ready, not begun", is_good=False if totals["queue_amount"] else None,
         formula="M07: cost of delay of initiatives not yet begun. Source: mart_cost_of_delay.", reason="nothing waits")  # fmt: skip
with tiles[2]:
    tile("blocked", money(totals["blocked_amount"], currency), note="begun and stuck", is_good=False if totals["blocked_amount"] else None,
         formula="M06 at initiative level: upper bound. Source: mart_cost_of_delay.", reason="nothing is blocked")  # fmt: skip
with tiles[3]:
    tile("Lost since needed", money(totals["accrued_amount"], currency), note="since each needed date",
         formula="M04: delay cost from the needed date until now. Source: mart_cost_of_delay.", reason="no needed date has passed")  # fmt: skip

if ranking.is_empty():
    st.info(
        "No live initiatives. Load the initiatives register with its cost-of-delay columns.",
        icon=":material/inbox:",
    )
    st.stop()

st.subheader("By week, with the band of the estimate", anchor=False)
drawn = (
    ranking.filter(pl.col("cost_of_delay_per_week_amount") > 0)
    .sort("cost_of_delay_per_week_amount", descending=True)
    .head(SHOWN_IN_CHART)
)
charts.delay_ranking(
    drawn.select("initiative_name", pl.col("delay_state").map_elements(label, pl.String).alias("state"), pl.col("cost_of_delay_per_week_amount").alias("amount"),
                 pl.col("cost_of_delay_per_week_low_amount").alias("low"), pl.col("cost_of_delay_per_week_high_amount").alias("high")),
    currency, f"Cost of delay per week of the {drawn.height} dearest initiatives, coloured by state, a line showing low to high",
)  # fmt: skip

st.subheader("Ranking: money per week of remaining work (CD3) beside points (WSJF)", anchor=False)
shown = ranking.with_columns(
    pl.col("delay_state").map_elements(label, pl.String),
    pl.coalesce("cost_of_delay_reason", "cd3_reason").map_elements(label, pl.String).alias("missing"),
)
table("cost_of_delay", "Cost of delay", shown,
      {"cd3_rank": st.column_config.NumberColumn("CD3 rank"), "wsjf_rank": st.column_config.NumberColumn("WSJF rank", help="Inside its estimation batch"),
       "initiative_code": text("Code"), "initiative_name": text("Initiative", "medium"), "theme_name": text("Theme"), "delay_state": text("State"),
       "cost_of_delay_per_week_amount": amount(f"{currency} a week"), "remaining_duration_weeks": st.column_config.NumberColumn("Weeks left"),
       "cd3": st.column_config.NumberColumn("CD3", format="localized", help="M03: cost of delay per week / remaining weeks"),
       "wsjf": st.column_config.NumberColumn("WSJF", format="%.2f"), "accrued_since_needed_amount": amount("Lost since needed"),
       "accrued_since_ready_amount": amount("Lost since ready"), "urgency_profile": text("Urgency"), "missing": text("Why missing")},
      filters, empty="No live initiatives.")  # fmt: skip
