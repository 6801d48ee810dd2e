"""Kanban: where initiatives stand, how long, and what the queues cost."""

import polars as pl
import streamlit as st

from analytics_app import charts, delivery_metrics, session, takeaways
from analytics_app.components import board as cards
from analytics_app.components.cards import chart_card, heading
from analytics_app.components.layout import NO_INITIATIVE
from analytics_app.components.tables import nothing, table
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import count, day, money, things
from analytics_app.queries import board, portfolio
from analytics_app.sums import known_sum

filters, run = session.filters(), portfolio.run()
currency = run["reporting_currency_code"]
places, columns = board.places(filters), board.columns(filters)
limits, breaches, history = board.limits(), board.breaches(), board.history()
open_places = places.filter(~pl.col("portfolio_state").is_in(["done", "cancelled"]))
before = columns.filter(pl.col("portfolio_state").is_in(["funnel", "analysing", "ready"]))
oldest = open_places.sort("day_count", descending=True).head(1).to_dicts()
blocked = open_places.filter(pl.col("delay_state") == "blocked")
excess = limits.filter(pl.col("excess_count") > 0)

st.caption(f"As of {day(run['as_of_date'])}: the fiscal period does not change this page.")
takeaway(takeaways.board.board(limits, breaches, columns, currency))
with tile_row(5):
    tile(
        delivery_metrics.EXCESS,
        str(excess["excess_count"].sum()) if breaches["limited_count"] else "–",
        f"in {things(excess.height, 'state')}; limits are of the whole portfolio",
        reason="no limit is set in portfolio.yml",
    )
    tile(
        delivery_metrics.BREACH_COST,
        money(breaches["waiting_cost_amount"], currency),
        takeaways.board.breaches(breaches),
        reason=takeaways.board.no_cost(breaches),
    )
    tile(
        delivery_metrics.BEFORE_DELIVERY,
        money(known_sum(before["cost_of_delay_per_week_amount"]), currency),
        f"a week; {before['estimated_count'].sum()} of {before['initiative_count'].sum()} estimated",
        reason="no_estimate" if before.height else "nothing waits",
    )
    tile(
        delivery_metrics.BLOCKED_NOW,
        str(blocked.height) if places.height else "–",
        cards.cost_a_week(blocked, currency),
        reason="no initiatives",
    )
    tile(
        delivery_metrics.OLDEST,
        count(oldest[0]["day_count"]) if oldest else "–",
        f"days{'' if oldest[0]['is_start_known'] else ' at least'}: {oldest[0]['initiative_name']}"
        if oldest
        else "",
        reason="no initiatives",
    )

heading("The board", "The dearest of each state first; days since it came into the state.")
if open_places.is_empty():
    nothing(NO_INITIATIVE)
else:
    cards.board(places, columns, limits, currency)
chart_card(
    "What a week in each state costs",
    charts.board.waiting_by_state(
        columns.filter(~pl.col("portfolio_state").is_in(["done", "cancelled"])),
        takeaways.board.queue(columns, currency),
        currency,
    ),
    NO_INITIATIVE,
)
chart_card(
    "Against the limits",
    charts.board.limits(history, takeaways.board.limits(limits)),
    "No state has a limit. Set portfolio.wip_limits in portfolio.yml.",
    "Line: initiatives of the whole portfolio; dashed: the limit of its day.",
)
heading("All initiatives on the board")
table("places", places)
heading("Spans above and below the limits", "The same count and limit from day to day.")
table("limits", history.sort("valid_from_date", descending=True))
