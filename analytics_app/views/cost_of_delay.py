"""Cost of delay: what waiting costs, and what to do first."""

import streamlit as st

from analytics_app import metrics, session, takeaways
from analytics_app.components import delay_sections
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import day, money, share, things
from analytics_app.queries import delay, portfolio

filters, run = session.filters(), portfolio.run()
currency = run["reporting_currency_code"]
totals = delay.totals(filters)
covered = totals["estimated_count"] / totals["live_count"] if totals["live_count"] else None

st.caption(f"As of {day(run['as_of_date'])}: the fiscal period does not change this page.")
takeaway(takeaways.delay.waiting(delay.waiting(filters), currency))
with tile_row(5):
    tile(
        metrics.BURN,
        money(totals["burn_amount"], currency),
        f"a week; {totals['estimated_count']} of {totals['live_count']} estimated ({share(covered)})",
        reason="no_estimate",
    )
    tile(
        metrics.QUEUE,
        money(totals["queue_amount"], currency),
        f"a week; {things(totals['queue_count'], 'initiative')}",
        reason="no_estimate" if totals["queue_count"] else "nothing waits",
    )
    tile(
        metrics.BLOCKED,
        money(totals["blocked_amount"], currency),
        f"a week; {things(totals['blocked_count'], 'initiative')}",
        reason="no_estimate" if totals["blocked_count"] else "nothing is blocked",
    )
    tile(
        metrics.LOST_SINCE_NEEDED,
        money(totals["needed_amount"], currency),
        f"over {things(totals['needed_count'], 'initiative')} with a needed date",
        reason="no_needed_date",
    )
    tile(
        metrics.LOST_SINCE_READY,
        money(totals["ready_amount"], currency),
        f"over {things(totals['ready_count'], 'initiative')} approved and ready",
        reason="no_ready_date",
    )
delay_sections.show(filters, currency)
