"""Overview: five minutes before the review."""

import polars as pl
import streamlit as st

from analytics_app import charts, decisions, metrics, session, takeaways
from analytics_app.components.cards import chart_card, decision_card, heading
from analytics_app.components.layouts import NO_MONEY
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import money, share
from analytics_app.queries import alignment, delay, portfolio, spend

filters = session.filters()
currency = portfolio.run()["reporting_currency_code"]
totals, burn, strategy = spend.totals(filters), delay.totals(filters), spend.strategy()
waiting, lost = delay.waiting(filters), alignment.without_reason(filters)
live = alignment.key_results(filters).filter(pl.col("is_live"))
on_pace = live.filter(pl.col("derived_status") == "on_track").height

takeaway(takeaways.overview.overview(totals, waiting, lost, currency))
with tile_row(5):
    tile(
        metrics.CHANGE_SPEND,
        money(totals["change_amount"], currency),
        f"{filters.period}, budget {money(totals['budget_amount'], currency)}",
        reason="no_change_spend",
    )
    tile(
        metrics.ALIGNED_SHARE,
        share(totals["aligned_share"]),
        f"{money(totals['aligned_amount'], currency)} serves a live key result",
        reason=totals["aligned_share_reason"],
    )
    tile(
        metrics.BURN,
        money(burn["burn_amount"], currency),
        f"a week; {burn['estimated_count']} of {burn['live_count']} initiatives estimated",
        reason="no_estimate",
    )
    tile(
        metrics.ON_PACE,
        f"{on_pace} of {live.height}",
        f"{live.filter('is_funded').height} of the live ones have funded work",
    )
    tile(
        metrics.DRIFT,
        share(strategy.get("strategy_drift")),
        "of change spend would have to move",
        reason=strategy.get("strategy_drift_reason") or "no_change_spend",
    )

heading("What needs a decision")
with st.grid(3, min_column_width=280):
    decision_card(
        "Start or unblock: waiting costs money",
        decisions.to_start(waiting, currency),
        "cost_of_delay",
        "Nothing that has an estimate waits or is blocked.",
    )
    decision_card(
        "Stop or re-link: green without a live key result",
        decisions.to_question(lost, currency),
        "alignment",
        "Every initiative reported green serves a live key result.",
    )
    decision_card(
        "Move money: themes off their target this year",
        decisions.to_fund(spend.funding(filters)),
        "spend_by_theme",
        "Every theme is within its tolerance, or portfolio.yml sets no targets.",
    )
chart_card(
    "Spend against budget",
    charts.spend.by_period(spend.by_period(filters), takeaways.spend.budget(totals, currency), currency),
    NO_MONEY,
)
