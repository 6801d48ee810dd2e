"""The columns of the portfolio kanban: a heading with its limit, and the dearest cards. Plain text only."""

from typing import Any

import polars as pl
import streamlit as st

from analytics_app.formatting import count, money, plain, things
from analytics_app.sums import known_sum, unknown
from analytics_app.words import signed_words, words

STATES = ("funnel", "analysing", "ready", "implementing", "released")
SHOWN_CARDS, NARROWEST = 4, 185

Figures = dict[str, Any]


def board(places: pl.DataFrame, columns: pl.DataFrame, limits: pl.DataFrame, currency: str) -> None:
    """Show a column for each state before the end, also where nothing is in it."""
    by_state = {row["portfolio_state"]: row for row in columns.iter_rows(named=True)}
    limit_of = {row["portfolio_state"]: row for row in limits.iter_rows(named=True)}
    others = [state for state in by_state if state not in {*STATES, "done", "cancelled"}]
    states = [*STATES, *others]
    with st.grid(len(states), min_column_width=NARROWEST):
        for state in states:
            with st.container(gap="small"):
                _heading(state, by_state.get(state), limit_of.get(state, {}), currency)
                cards = places.filter(pl.col("portfolio_state") == state)
                for card in cards.head(SHOWN_CARDS).iter_rows(named=True):
                    _card(card, currency)
                if cards.height > SHOWN_CARDS:
                    st.caption(f"and {count(cards.height - SHOWN_CARDS)} more in the table below")


def cost_a_week(blocked: pl.DataFrame, currency: str) -> str:
    """Say what a week of what is blocked costs, and of how many that is unknown."""
    if blocked.is_empty():
        return "none"
    costs = blocked["cost_of_delay_per_week_amount"]
    cost = known_sum(costs)
    return "no cost known" if cost is None else f"{money(cost, currency)} a week{unknown(costs)}"


def age(card: Figures) -> str:
    """Write how long an initiative is in its state; with a plus where the beginning is not known."""
    return f"{things(card['day_count'], 'day')}{'' if card['is_start_known'] else ' or more'}"


def _heading(state: str, column: Figures | None, limit: Figures, currency: str) -> None:
    cost = column["cost_of_delay_per_week_amount"] if column else None
    facts = [
        things(column["initiative_count"] if column else 0, "initiative"),
        _limit(limit),
        f"{money(cost, currency)} a week" if cost is not None else "no cost known" if column else "",
    ]
    st.markdown(f"##### {plain(words(state))}")
    st.caption("  \n".join(plain(fact) for fact in facts if fact))


def _limit(limit: Figures) -> str:
    if not limit:  # nothing is in the state, or limits are not shown to this person
        return ""
    if limit["wip_limit"] is None:
        return "no limit"
    if limit["excess_count"]:
        return f"▲ {limit['limited_count']} of {limit['wip_limit']}: {limit['excess_count']} over"
    return f"● {limit['limited_count']} of {limit['wip_limit']}"


def _card(card: Figures, currency: str) -> None:
    cost = card["cost_of_delay_per_week_amount"]
    marks = [
        "▲ Expedite" if card["lane"] == "expedite" else "",
        "▼ Blocked" if card["delay_state"] == "blocked" else "",
        signed_words(card["reported_status"]) if card["reported_status"] else "",
    ]
    lines = [
        f"{money(cost, currency)} a week" if cost is not None else "no cost known",
        f"{age(card)} here",
        " · ".join(mark for mark in marks if mark),
        card["owner_name"] or "",
    ]
    with st.container(border=True):
        told = "  \n".join(f":small[{plain(line)}]" for line in lines if line)
        st.markdown(f"**{plain(card['initiative_name'])}**  \n{told}")
