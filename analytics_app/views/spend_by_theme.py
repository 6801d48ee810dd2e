"""Spend by theme: where the money goes, against budget and against strategy."""

import streamlit as st

from analytics_app import charts, metrics, session, takeaways
from analytics_app.components.cards import chart_card, heading
from analytics_app.components.layouts import NO_MONEY
from analytics_app.components.tables import table
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import money, share
from analytics_app.queries import portfolio, spend

filters = session.filters()
currency = portfolio.run()["reporting_currency_code"]
totals, themes = spend.totals(filters), spend.by_theme(filters)
actual, budget, unallocated = totals["change_amount"], totals["budget_amount"], totals["unallocated_amount"]

takeaway(takeaways.spend.shares(themes))
with tile_row(4):
    tile(
        metrics.CHANGE_SPEND,
        money(actual, currency),
        f"{filters.period}; run spend {money(totals['run_amount'], currency)} left out",
        reason="no_change_spend",
    )
    tile(
        metrics.BUDGET_VARIANCE,
        money(None if actual is None or budget is None else actual - budget, currency),
        f"budget to date {money(budget, currency)}",
        reason="no_exchange_rate" if totals["is_budget_unknown"] else "no_change_spend",
    )
    tile(
        metrics.COMMITMENTS,
        money(totals["commitment_amount"], currency),
        "ordered, not yet posted as spend",
        reason="no_change_spend",
    )
    tile(
        metrics.UNALLOCATED,
        money(unallocated, currency),
        f"{share(float(unallocated / actual), 1)} of change spend" if unallocated and actual else "",
        reason="all change spend has a theme" if actual is not None else "no_change_spend",
    )

with st.grid(2, min_column_width=360):
    chart_card(
        "Actual and budget",
        charts.spend.theme_spend(themes, takeaways.spend.budget(totals, currency), currency),
        NO_MONEY,
    )
    chart_card(
        "Share of change spend and target",
        charts.spend.theme_shares(themes, takeaways.spend.shares(themes)),
        NO_MONEY,
        "Shares are of the whole portfolio in the period, whatever theme, value stream or owner is chosen.",
    )
heading("Themes")
table("themes", themes)
chart_card(
    "By fiscal period",
    charts.spend.by_period(spend.by_period(filters), takeaways.spend.budget(totals, currency), currency),
    NO_MONEY,
)
heading("Initiatives", "Choose a theme in the filters to see its initiatives alone.")
table("spend_by_initiative", spend.by_initiative(filters))
