"""Overview: five minutes before the review."""

import streamlit as st

from analytics_app import charts, decisions, reviews, session, takeaways
from analytics_app.components.cards import answer_card, chart_card, decision_card, heading
from analytics_app.components.layout import NO_MONEY, NO_REVIEW, OTHER_RELEASE
from analytics_app.components.packs import board_pack_card
from analytics_app.components.reviews import choose
from analytics_app.components.tables import nothing, table
from analytics_app.components.tiles import tile, tile_row
from analytics_app.formatting import plain, share
from analytics_app.headlines import headlines
from analytics_app.queries import agenda, alignment, delay, health, portfolio, review, spend

filters, says = session.filters(), takeaways.overview
currency = portfolio.run()["reporting_currency_code"]
totals, burn = spend.totals(filters), delay.totals(filters)
waiting, lost, funding = delay.waiting(filters), alignment.without_reason(filters), spend.funding(filters)
planned, drift = agenda.planned(filters), spend.strategy().get("strategy_drift")

with st.grid(3, min_column_width=280):
    answer_card("What to fund", says.fund(waiting, funding, currency), "savings")
    answer_card("What to question", says.question(lost, funding, currency), "help")
    answer_card(
        "Can the numbers be trusted?",
        says.trust(health.summary(), session.last_refresh().get("status"), burn),
        "verified_user",
    )
with tile_row(6):
    for each in headlines(filters, totals, currency):
        tile(each.metric, each.value, each.note, reason=each.reason)

heading("What needs a decision, and what waiting costs")
with st.grid(4, min_column_width=235):
    decision_card(
        "Start or unblock",
        decisions.to_start(waiting, currency),
        "cost_of_delay",
        "Nothing that has an estimate waits or is blocked.",
        says.cost_of_waiting(waiting, currency),
    )
    decision_card(
        "Stop or re-link",
        decisions.to_question(lost, currency),
        "alignment",
        "Every initiative reported green serves a live key result.",
        says.cost_of_lost(lost, currency),
    )
    decision_card(
        "Move money",
        decisions.to_fund(funding),
        "spend_by_theme",
        "Every theme is within its tolerance, or portfolio.yml sets no targets.",
        f"{share(drift)} of change spend would have to move (M22b)." if drift is not None else "",
    )
    decision_card(
        "On the agenda",
        decisions.on_agenda(planned, currency),
        "cost_of_delay",
        "No planned decision in the decision log, or no log is loaded.",
        says.cost_of_agenda(planned, currency),
    )

heading(
    "What changed since the last review",
    f"The figures are of {session.everything()}; the changes follow theme, value stream and owner, those of "
    "key results theme and owner. The last review is the newest past review, or version of an earlier fiscal "
    "period, whose data ends before this.",
)
then = choose()
was = review.figures(then) if then else {}
if then and was:
    figures = reviews.compared(was, review.figures(session.version()))
    changes = reviews.all_changes(
        reviews.changed(review.states(then, filters), review.states(session.version(), filters)),
        reviews.decided(agenda.taken_since(filters, was["as_of_date"]), currency),
        reviews.restated(agenda.restated_since(filters, review.known_on(then)), currency),
    )
    st.markdown(f"**{plain(takeaways.review.changes(figures, changes))}**")
    table("review_figures", figures)
    table("review_changes", changes)
else:
    nothing(OTHER_RELEASE if then else NO_REVIEW)
chart_card(
    "Spend against budget",
    charts.spend.by_period(spend.by_period(filters), takeaways.spend.budget(totals, currency), currency),
    NO_MONEY,
)
board_pack_card()
