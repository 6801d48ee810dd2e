"""When initiatives began and are needed, and what they need from each other."""

from datetime import date
from typing import Any

from tests.app.published_folder import AS_OF, Row, money
from tests.app.rows.organisation import CURRENCY, INITIATIVES

# code -> started, ready, needed, first told, the register's forecast, weeks that remain
DATES: dict[str, tuple[date | None, date | None, date | None, date | None, date | None, float | None]] = {
    "B-1": (date(2026, 1, 5), date(2026, 1, 5), date(2026, 3, 31), date(2026, 3, 1), None, 4.0),
    "B-2": (None, date(2026, 2, 3), date(2026, 5, 1), date(2026, 5, 1), None, 4.0),
    "B-4": (
        date(2026, 3, 17),
        date(2026, 3, 17),
        date(2026, 5, 11),
        date(2026, 5, 11),
        date(2026, 6, 10),
        1.0,
    ),
    "B-5": (None, None, None, None, None, None),
}


def _initiatives() -> list[Row]:
    rows = []
    for code, name, theme, stream, owner, state, is_run in INITIATIVES:
        started, ready, needed, _, forecast, weeks = DATES.get(code, (None,) * 6)
        rows.append(
            {
                "initiative_key": code,
                "initiative_code": code,
                "initiative_name": name,
                "theme_name": theme,
                "value_stream_name": stream,
                "owner_name": owner,
                "portfolio_state": state,
                "is_run": is_run,
                "is_live": code != "unknown",
                "started_date": started,
                "ready_date": ready,
                "needed_date": needed,
                "forecast_delivery_date": forecast,
                "remaining_duration_weeks": weeks,
            }
        )
    return rows


def _versions() -> list[Row]:
    return [
        {"initiative_code": code, "version_number": number, "needed_date": needed, "is_current": number == 2}
        for code, dates in DATES.items()
        for number, needed in ((1, dates[3]), (2, dates[2]))
    ]


def _needs() -> list[Row]:
    # consumer, provider, risk, state, needed, expected, slack, why none, blast, on a loop
    figures: tuple[tuple[Any, ...], ...] = (
        ("B-1", "B-4", "late", "open", date(2026, 4, 15), date(2026, 6, 10), -56, None, 8000, True),
        ("B-4", "B-1", "on_time", "open", date(2026, 5, 8), date(2026, 4, 28), 10, None, 4000, True),
        ("B-2", "X-9", "unknown", "open", date(2026, 4, 1), AS_OF, None, "unknown_provider", 30000, False),
        ("B-1", "B-2", "delivered", "delivered", date(2026, 2, 1), None, None, "delivered", None, False),
    )  # fmt: skip
    names = {row[0]: row[1] for row in INITIATIVES}
    return [
        {
            "initiative_dependency_key": f"{code}>{provider}",
            "initiative_code": code,
            "initiative_name": names[code],
            "provider_initiative_code": provider,
            "provider_initiative_name": names.get(provider, "Unknown"),
            "provider_owner_name": "Owner 03",
            "dependency_kind": "service",
            "status_name": state,
            "dependency_state": state,
            "dependency_risk": risk,
            "needed_date": needed,
            "forecast_date": expected,
            "forecast_source": "register" if expected else None,
            "expected_date": expected,
            "slack_days": slack,
            "slack_reason": reason,
            "blast_per_week_amount": money(blast),
            "blast_reason": None if blast else state,
            "blast_initiative_count": 1 if blast else 0,
            "blast_without_figure_count": 0,
            "currency_code": CURRENCY,
            "is_on_loop": on_loop,
            "as_of_date": AS_OF,
        }
        for code, provider, risk, state, needed, expected, slack, reason, blast, on_loop in figures
    ]


def _loops() -> list[Row]:
    return [
        {
            "dependency_loop_key": code,
            "loop_code": "B-1",
            "initiative_code": code,
            "initiative_name": name,
            "loop_path": path,
            "loop_length_count": 2,
        }
        for code, name, path in (
            ("B-1", "Faster checkout", "B-1 > B-4 > B-1"),
            ("B-4", "Warehouse robots", "B-4 > B-1 > B-4"),
        )
    ]


def tables() -> dict[str, list[Row]]:
    """Return the rows of the initiatives' dates and dependencies."""
    return {
        "core.dim_initiative": _initiatives(),
        "core.dim_initiative_version": _versions(),
        "marts.mart_dependencies": _needs(),
        "marts.mart_dependency_loops": _loops(),
    }
