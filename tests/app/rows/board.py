"""The portfolio kanban: who is in which state since when, and its limits."""

from datetime import date, timedelta
from typing import Any

from tests.app.published_folder import AS_OF, Row, money
from tests.app.rows.organisation import CURRENCY, INITIATIVES

LIMIT = 2  # initiatives in delivery


def _stays() -> list[Row]:
    # code, state, from, until, is the beginning known
    figures: tuple[tuple[Any, ...], ...] = (
        ("B-1", "implementing", date(2026, 1, 5), None, True),
        ("B-2", "analysing", date(2026, 1, 10), date(2026, 2, 3), True),
        ("B-2", "ready", date(2026, 2, 3), None, True),
        ("B-3", "implementing", date(2026, 2, 1), None, False),
        ("B-4", "implementing", date(2026, 3, 17), None, True),
        ("B-5", "analysing", date(2026, 3, 1), None, False),
    )
    names = {row[0]: row[1] for row in INITIATIVES}
    return [
        {
            "initiative_state_key": f"{code}-{state}",
            "initiative_code": code,
            "initiative_name": names[code],
            "portfolio_state": state,
            "lane": "standard",
            "history_source": "dates" if known else "snapshots",
            "day_count": ((until or AS_OF + timedelta(days=1)) - since).days,
            "is_start_known": known,
            "is_current": until is None,
            "valid_from_date": since,
            "valid_to_date": until,
        }
        for code, state, since, until, known in figures
    ]


def _limits() -> list[Row]:
    # state, initiatives, limit, from, until, state before, waited, their cost: EUR 30,000 a week for 15 days
    figures: tuple[tuple[Any, ...], ...] = (
        ("implementing", 1, LIMIT, date(2026, 1, 5), date(2026, 2, 1), None, None, None),
        ("implementing", 2, LIMIT, date(2026, 2, 1), date(2026, 3, 17), None, None, None),
        ("implementing", 3, LIMIT, date(2026, 3, 17), None, "ready", 1, "64285.7143"),
        ("ready", 1, None, date(2026, 2, 3), None, None, None, None),
        ("analysing", 1, None, date(2026, 3, 1), None, None, None, None),
    )
    return [
        {
            "wip_limit_span_key": f"{state}-{since}",
            "portfolio_state": state,
            "lane": "standard",
            "currency_code": CURRENCY,
            "excess_reason": None if limit else "no_limit",
            "initiative_count": number,
            "wip_limit": limit,
            "excess_count": max(0, number - limit) if limit else None,
            "breach_day_count": (15 if number > limit else 0) if limit else None,
            "upstream_state": before,
            "waiting_count": waited,
            "uncosted_count": 0 if waited else None,
            "waiting_cost_amount": money(cost),
            "waiting_cost_reason": None if cost else "no_breach",
            "day_count": ((until or AS_OF + timedelta(days=1)) - since).days,
            "is_current": until is None,
            "valid_from_date": since,
            "valid_to_date": until,
        }
        for state, number, limit, since, until, before, waited, cost in figures
    ]


def tables() -> dict[str, list[Row]]:
    """Return the rows of the marts of the portfolio kanban."""
    return {"marts.mart_initiative_states": _stays(), "marts.mart_wip_limits": _limits()}
