"""Flow: how much gets done, how long it takes, and where it piles up."""

import polars as pl
import streamlit as st

from analytics_app import charts, delivery_metrics, session, takeaways
from analytics_app.components.cards import chart_card, heading
from analytics_app.components.layout import NO_WORK
from analytics_app.components.switches import switch
from analytics_app.components.tables import table
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import count, share
from analytics_app.queries import flow

LEVELS = {"Stories": "story", "Epics": "epic"}
MEASURES = {"Flow time": "flow_time", "Lead time": "lead_time", "Cycle time": "cycle_time"}
SHARES = {"85 of 100": "p85", "Half": "p50", "95 of 100": "p95"}

filters = session.filters()
st.caption("The fiscal period and the value stream apply; theme and owner do not: work items have none.")
level = switch("Level", "level", LEVELS)
items = {"story": "stories", "epic": "epics"}[level]
totals, done, times = flow.totals(filters, level), flow.by_period(filters, level), flow.times(filters, level)
balance, in_progress = flow.balance(filters, level), flow.in_progress(filters, level)
cumulative = flow.cumulative(filters, level)
types = (
    done.group_by("type_name").agg(pl.col("throughput_count").sum()).sort("throughput_count", descending=True)
)
checked = balance.filter(pl.col("stability").is_not_null())
main = times.filter(pl.col("type_name") == types["type_name"][0]) if types.height else times
worst = takeaways.flow.slowest(main, "flow_time_p85_days")

takeaway(takeaways.flow.flow(done, balance, totals, items))
with tile_row(5):
    tile(
        delivery_metrics.THROUGHPUT,
        count(totals["throughput_count"]),
        f"{items} done in {filters.period}; {count(totals['cancelled_count'])} cancelled",
        reason="no work items in this selection",
    )
    tile(
        delivery_metrics.FLOW_TIME,
        f"{count(worst['flow_time_p85_days'])} days" if worst else "–",
        f"85 of 100, {worst['value_stream_name']}, {worst['type_name']}, {worst['fiscal_period_label']}; "
        f"half took {count(worst['flow_time_p50_days'])}"
        if worst
        else "",
        reason="fewer_than_ten" if times.height else "no work items in this selection",
    )
    tile(
        delivery_metrics.EFFICIENCY,
        share(totals["flow_efficiency"]),
        f"of flow time is work, in {filters.period}",
        reason=totals["flow_efficiency_reason"] if times.height else "no work items in this selection",
    )
    tile(
        delivery_metrics.LOAD,
        count(balance["wip_end_count"].sum()) if balance.height else "–",
        f"{items}; in the last period {count(balance['arrival_count'].sum())} began, "
        f"{count(balance['departure_count'].sum())} left",
        reason="no status history",
    )
    tile(
        delivery_metrics.STABLE,
        f"{checked.filter(pl.col('stability') == 'stable').height} of {checked.height}"
        if checked.height
        else "–",
        "value streams with averages to trust",
        reason="no_flow_times",
    )
chart_card(
    "Throughput and distribution",
    charts.flow.throughput(done, takeaways.flow.throughput(done, items)),
    NO_WORK,
    f"{takeaways.flow.distribution(done)} Up to twelve periods.",
)
with st.container(horizontal=True):
    measure = switch("Measure", "measure", MEASURES)
    percent = switch("How many take no longer", "percentile", SHARES)
    # Trackers name the types: a selectbox writes them as they are, a switch would read Markdown in them.
    kind = st.selectbox("Type", types["type_name"].to_list(), key="type", bind="query-params", width=220)
field = f"{measure}_{percent}_days"
name = measure.replace("_", " ").capitalize()
chosen = times.filter(pl.col("type_name") == (kind or ""))
chart_card(
    f"{name} in days",
    charts.flow.times(
        chosen,
        field,
        name,
        takeaways.flow.times(takeaways.flow.slowest(chosen, field), field, name, percent),
    ),
    NO_WORK,
    "A dot: fewer than ten items, which have no percentile.",
)
chart_card(
    "Cumulative flow",
    charts.flow.cumulative(cumulative, takeaways.flow.cumulative(cumulative)),
    NO_WORK,
    "A day a week; what was done before the first day and what was cancelled is left out.",
)
heading("Does Little's law hold?", takeaways.flow.balance(balance))
table("flow_balance", balance)
heading("By value stream, type and period", "Up to twelve periods.")
table("flow_times", times)
heading("Work in progress by age", takeaways.flow.history(in_progress))
table("work_in_progress", in_progress)
