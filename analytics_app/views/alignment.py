"""Alignment: which spend and which work serve a live key result, and which do not."""

import polars as pl
import streamlit as st

from analytics_app import charts, metrics, session, takeaways
from analytics_app.components.cards import chart_card, heading
from analytics_app.components.layouts import NO_KEY_RESULTS, NO_MONEY
from analytics_app.components.tables import table
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import count, money, share
from analytics_app.queries import alignment, portfolio, spend

filters = session.filters()
currency = portfolio.run()["reporting_currency_code"]
totals, strategy, orphan = spend.totals(filters), spend.strategy(), alignment.orphan_share(filters)
lost, reasons = alignment.without_reason(filters), alignment.spend_by_reason(filters)
orphans, key_results = alignment.orphans(filters), alignment.key_results(filters)
live = key_results.filter(pl.col("is_live"))

takeaway(takeaways.alignment.reasons(reasons, currency))
with tile_row(5):
    tile(
        metrics.ALIGNED_SHARE,
        share(totals["aligned_share"]),
        f"{money(totals['aligned_amount'], currency)} of {money(totals['change_amount'], currency)}",
        reason=totals["aligned_share_reason"],
    )
    tile(
        metrics.WITHOUT_REASON,
        count(lost.height),
        f"{money(lost['spend_per_week_amount'].sum(), currency)} a week",
    )
    tile(
        metrics.ORPHANS,
        share(orphan["orphan_share"]),
        f"{count(orphan['orphan_count'])} of {count(orphan['work_item_count'])} work items",
        reason="no work items",
    )
    tile(metrics.LIVE_KEY_RESULTS, f"{live.height} of {key_results.height}", "open, in period, checked in")
    tile(
        metrics.COVERAGE,
        share(strategy.get("strategy_coverage_share")),
        "of live key results have funded work",
        reason=strategy.get("strategy_coverage_reason") or "no_live_key_result",
    )

with st.grid(2, min_column_width=360):
    chart_card(
        "Change spend by reason",
        charts.alignment.reasons(reasons, "amount", takeaways.alignment.reasons(reasons, currency), currency),
        NO_MONEY,
    )
    chart_card(
        "Work items without a path",
        charts.alignment.reasons(orphans, "work_item_count", takeaways.alignment.orphans(orphans, orphan)),
        "No orphan work, or no tracker is loaded.",
    )
heading("Green, but no live key result behind it")
table("green_without_reason", lost)
chart_card(
    "Key results: score and expected progress",
    charts.alignment.scores(live, takeaways.alignment.key_results(live)),
    NO_KEY_RESULTS,
)
table("key_results", key_results)
heading("Initiatives", "Live initiatives in the fiscal year to date, the most unaligned money first.")
table("alignment", alignment.initiatives(filters))
