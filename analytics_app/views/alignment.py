"""Alignment: which spend and which work serve a live key result, and which do not."""

import polars as pl

from analytics_app import metrics, session, takeaways
from analytics_app.components import alignment_sections
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import count, money, part, share
from analytics_app.queries import alignment, goals, portfolio, spend

filters = session.filters()
currency = portfolio.run()["reporting_currency_code"]
totals, strategy, orphan = spend.totals(filters), spend.strategy(), alignment.orphan_share(filters)
lost, reasons = alignment.without_reason(filters), alignment.spend_by_reason(filters)
key_results = goals.key_results(filters)
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
        takeaways.overview.spend_a_week(lost, currency),
    )
    tile(
        metrics.ORPHANS,
        share(orphan["orphan_share"]),
        f"{count(orphan['orphan_count'])} of {count(orphan['work_item_count'])} work items",
        reason="no work items",
    )
    tile(
        metrics.LIVE_KEY_RESULTS,
        part(live.height, key_results.height),
        "open, in period, checked in",
        reason="no_key_results",
    )
    tile(
        metrics.COVERAGE,
        share(strategy.get("strategy_coverage_share")),
        "of live key results have funded work",
        reason=strategy.get("strategy_coverage_reason") or "no_live_key_result",
    )

alignment_sections.show(filters, currency)
