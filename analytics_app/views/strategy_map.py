"""Strategy map: money from theme over objective and key result to initiative, and where the path breaks."""

from analytics_app import charts, metrics, session, takeaways
from analytics_app.components.cards import diagram_card, heading
from analytics_app.components.layout import NO_MONEY
from analytics_app.components.tables import table
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import count, money, share
from analytics_app.queries import portfolio, spend, strategy_map

filters, says = session.filters(), takeaways.strategy_map
currency = portfolio.run()["reporting_currency_code"]
totals, flows, gaps = spend.totals(filters), strategy_map.flows(filters), strategy_map.gaps(filters)
aligned, dead, none = says.parts(flows)
is_known = bool(flows.height) and totals["change_amount"] is not None
sentence = says.arrives(flows, currency) if is_known else ""

takeaway(sentence)
with tile_row(5):
    tile(
        metrics.CHANGE_SPEND,
        money(totals["change_amount"], currency),
        f"{filters.period}; run spend {money(totals['run_amount'], currency)} left out",
        reason=totals["change_reason"],
    )
    tile(
        metrics.ALIGNED_SHARE,
        share(totals["aligned_share"]),
        f"{money(aligned.sum(), currency)} arrives at live key results",
        reason=totals["aligned_share_reason"],
    )
    tile(
        metrics.ON_DEAD_KEY_RESULTS,
        money(dead.sum() if is_known else None, currency),
        "ended, dropped, or not checked in",
        reason=totals["change_reason"],
    )
    tile(
        metrics.ON_NO_KEY_RESULT,
        money(none.sum() if is_known else None, currency),
        "no link claims it",
        reason=totals["change_reason"],
    )
    tile(metrics.GAPS, count(gaps.height), says.gaps(gaps) or "no gaps")

diagram_card(
    "Theme → objective → key result → initiative",
    charts.strategy_map.strategy_map(flows, sentence, currency),
    NO_MONEY,
    f"A band is money of the period. ▼ marks key results that are not live, and money without one. "
    f"{says.credits_left_out(flows, currency)}",
)
heading("Gaps and orphans", says.gaps(gaps))
table("strategy_gaps", gaps)
heading("All paths", "Everything the map draws, and what it cannot; it sums to the change spend.")
table("strategy_flows", flows)
