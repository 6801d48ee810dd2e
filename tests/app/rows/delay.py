"""What waiting costs."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.app.published_folder import Row, money
from tests.app.rows.organisation import CURRENCY, INITIATIVES, MONEY


def _delay() -> list[Row]:
    # code, state of delay, cost per week with its band, lost since needed, since ready, CD3, WSJF, ready
    figures: tuple[tuple[Any, ...], ...] = (
        ("B-1", "active", 8000, 5000, 12000, 16000, 24000, 2000.0, 5.0, date(2026, 1, 5)),
        ("B-2", "queue", 30000, 20000, 45000, 90000, 240000, 7500.0, 2.5, date(2026, 2, 3)),
        ("B-4", "blocked", 4000, 4000, 4000, None, 8000, 400.0, None, date(2026, 3, 17)),
        ("B-5", "queue", None, None, None, None, None, None, None, None),
    )
    names = {row[0]: row for row in INITIATIVES}
    ranks = {"B-2": 1, "B-1": 2, "B-4": 3}
    points = {"B-1": 1, "B-2": 2}
    return [
        {
            "initiative_key": code,
            "initiative_code": code,
            "initiative_name": names[code][1],
            "theme_name": names[code][2],
            "value_stream_name": names[code][3],
            "owner_name": names[code][4],
            "portfolio_state": names[code][5],
            "delay_state": state,
            "urgency_profile": "standard",
            "currency_code": CURRENCY,
            "ready_date": ready,
            "cost_of_delay_per_week_amount": money(likely),
            "cost_of_delay_per_week_low_amount": money(low),
            "cost_of_delay_per_week_high_amount": money(high),
            "cost_of_delay_reason": None if likely else "no_estimate",
            "accrued_since_needed_amount": money(needed),
            "accrued_since_needed_reason": None if needed is not None else "no_needed_date",
            "accrued_since_ready_amount": money(since_ready),
            "accrued_since_ready_reason": None if since_ready is not None else "no_ready_date",
            "remaining_duration_weeks": 4.0,
            "cd3": cd3,
            "cd3_reason": None if cd3 else "no_cost_of_delay",
            "cd3_rank": ranks.get(code),
            "wsjf": wsjf,
            "wsjf_reason": None if wsjf else "score_missing",
            "wsjf_rank": points.get(code),
            "estimation_batch": "2026-Q1" if wsjf else None,
            "is_estimate_current": likely is not None,
            "aligned_weight_share": float(MONEY[code][2]),
        }
        for code, state, likely, low, high, needed, since_ready, cd3, wsjf, ready in figures
    ]


def _burn() -> list[Row]:
    return [
        {
            "burn_key": f"{row['initiative_code']}",
            "theme_name": row["theme_name"],
            "portfolio_state": row["portfolio_state"],
            "delay_state": row["delay_state"],
            "initiative_count": 1,
            "estimated_initiative_count": int(row["is_estimate_current"]),
            "cost_of_delay_per_week_amount": row["cost_of_delay_per_week_amount"] or Decimal(0),
            "currency_code": CURRENCY,
        }
        for row in _delay()
    ]


def tables() -> dict[str, list[Row]]:
    """Return the rows of the marts of cost of delay."""
    return {"marts.mart_cost_of_delay": _delay(), "marts.mart_cost_of_delay_burn": _burn()}
