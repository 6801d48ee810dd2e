"""Restatements: what closed periods said when they closed, and what they say now."""

from analytics_app import charts, metrics, session, takeaways
from analytics_app.components import page_links
from analytics_app.components.cards import chart_card, heading
from analytics_app.components.layout import NO_RESTATEMENT
from analytics_app.components.tables import table, workbook
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import count, day, money, things
from analytics_app.queries import portfolio, restatements

filters = session.filters()
currency = portfolio.run()["reporting_currency_code"]
totals, rows = restatements.totals(filters), restatements.by_theme_and_period(filters)
parts = restatements.parts(filters)
missing = totals["missing_reason"] or "nothing_restated"
sentence = takeaways.finance.restatements(totals, rows, currency)

takeaway(sentence or "Closed periods of this selection say what they said when they closed.")
with tile_row(4):
    tile(
        metrics.RESTATED_PERIODS,
        count(totals["period_count"]),
        f"{things(totals['change_count'], 'change')} in {filters.period}; "
        f"{count(totals['all_change_count'])} in all periods",
    )
    tile(
        metrics.RESTATED_NET,
        money(totals["net_amount"], currency),
        "now less then, in the closed periods",
        reason=missing,
    )
    tile(
        metrics.RESTATED_GROSS,
        money(totals["gross_amount"], currency),
        "more and less, without signs",
        reason=missing,
    )
    tile(metrics.RESTATED_LAST, day(totals["restated_at"]), "the newest export that changed one",
         reason="nothing_restated")  # fmt: skip
chart_card(
    "What changed since the closing",
    charts.finance.restated(rows, takeaways.finance.then_and_now(rows, currency), currency),
    NO_RESTATEMENT,
    "Money that moved from one theme to another shows on both.",
)
heading(
    "Then and now", "By closed period and theme, in the reporting currency at the average rates known now."
)
table("restatements", rows)
heading(
    "Why: what each later export changed",
    "One line a change, in the currency of the lines. The source is the export that says otherwise; its file "
    "is in the archive.",
)
table("restated_parts", parts)
if rows.height:
    workbook(
        "restatements", "Workbook of these restatements", {"restatements": rows, "restated_parts": parts}
    )
page_links.show("reconciliation")
