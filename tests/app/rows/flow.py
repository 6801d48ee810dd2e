"""How work flows: finished items, their times, and what is in progress."""

from datetime import date
from typing import Any

from tests.app.published_folder import AS_OF, Row
from tests.app.rows.organisation import period

# stream, level, type, month, done, cancelled, measured, P50, P85, seconds at work, seconds of flow time
FINISHED: tuple[tuple[Any, ...], ...] = (
    ("Shop", "story", "Story", 1, 12, 1, 12, 8.0, 14.0, 100, 200),
    ("Shop", "story", "Story", 2, 10, 0, 10, 7.0, 20.0, 100, 200),
    ("Shop", "story", "Story", 3, 14, 2, 14, 9.0, 21.4, 300, 600),
    ("Shop", "story", "Bug", 3, 4, 0, 4, None, None, 50, 100),
    ("Payments", "story", "Story", 3, 2, 0, 0, None, None, None, None),
    ("Shop", "epic", "Epic", 3, 1, 0, 1, None, None, 10, 40),
)


def _finished() -> list[Row]:
    rows = []
    for stream, level, kind, month, done, cancelled, measured, half, most, active, taken in FINISHED:
        reason = None if half else "fewer_than_ten" if measured else "none_measured"
        times = {
            f"{time}_time_{name}": value
            for time in ("flow", "lead", "cycle")
            for name, value in (
                ("p50_days", half),
                ("p85_days", most),
                ("p95_days", most),
                ("reason", reason),
                ("item_count", measured),
            )
        }
        rows.append(
            {
                "flow_key": f"{stream}-{kind}-{month}",
                "value_stream_name": stream,
                "work_item_level": level,
                "type_name": kind,
                "throughput_count": done,
                "cancelled_count": cancelled,
                "unmapped_item_count": 0,
                "active_seconds": active,
                "flow_seconds": taken,
                "flow_efficiency": active / taken if taken else None,
                "flow_efficiency_reason": None if taken else "no_status_history",
                "done_share": 1.0,
                "fiscal_year_label": period(2026, month)["fiscal_year_label"],
                "fiscal_period_label": period(2026, month)["fiscal_period_label"],
                "fiscal_period_start_date": period(2026, month)["fiscal_period_start_date"],
            }
            | times
        )
    return rows


def _balance() -> list[Row]:
    # stream, level, began, left, mean in progress, mean flow time, done a day, at the end, error, stability
    figures: tuple[tuple[Any, ...], ...] = (
        ("Shop", "story", 25, 20, 10.0, 8.0, 0.65, 11, 0.48, "growing"),
        ("Payments", "story", 3, 2, 3.0, None, 0.06, 3, None, None),
        ("Shop", "epic", 0, 1, 2.0, None, 0.03, 1, None, None),
    )
    return [
        {
            "flow_balance_key": f"{stream}-{level}",
            "value_stream_name": stream,
            "work_item_level": level,
            "arrival_count": began,
            "departure_count": left,
            "average_wip_items": mean,
            "average_flow_time_days": taken,
            "throughput_per_day": done,
            "wip_end_count": at_end,
            "littles_law_error": error,
            "littles_law_reason": None if stability else "no_flow_times",
            "stability": stability,
            "fiscal_period_label": "FY26-P03",
            "fiscal_period_start_date": date(2026, 3, 1),
            "until_date": AS_OF,
        }
        for stream, level, began, left, mean, taken, done, at_end, error, stability in figures
    ]


def _cumulative() -> list[Row]:
    days = (date(2026, 3, 17), date(2026, 3, 24), AS_OF)
    counts = {
        "todo": (30, 30, 31),
        "in_progress": (6, 8, 14),
        "done": (100, 105, 112),
        "cancelled": (3, 3, 3),
    }
    rows = [
        {
            "cumulative_flow_key": f"{category}-{when}",
            "value_stream_name": "Shop",
            "work_item_level": "story",
            "status_name": category,
            "status_category": category,
            "item_count": number,
            "calendar_date": when,
        }
        for category, numbers in counts.items()
        for when, number in zip(days, numbers, strict=True)
    ]
    between = rows[0] | {"cumulative_flow_key": "between", "calendar_date": date(2026, 3, 25)}
    return [*rows, between]


def _in_progress() -> list[Row]:
    shared: Row = {
        "title": "Pay by invoice",
        "type_name": "Story",
        "work_item_level": "story",
        "status_name": "Review",
        "initiative_code": "B-1",
        "initiative_name": "Faster checkout",
        "flow_time_p85_days": 21.4,
        "started_date": date(2026, 2, 20),
        "state_entered_date": date(2026, 3, 1),
        "state_age_days": 31,
    }
    return [
        shared
        | {
            "work_item_hash": "1",
            "work_item_key": "SHOP-1",
            "value_stream_name": "Shop",
            "history_source": "transitions",
            "age_days": 40,
            "is_older_than_p85": True,
            "age_zone": "late",
        },
        shared
        | {
            "work_item_hash": "2",
            "work_item_key": "PAY-1",
            "value_stream_name": "Payments",
            "history_source": "snapshots",
            "age_reason": "started_before_first_snapshot",
            "age_zone_reason": "started_before_first_snapshot",
        },
    ]


def tables() -> dict[str, list[Row]]:
    """Return the rows of the marts of flow."""
    return {
        "marts.mart_flow": _finished(),
        "marts.mart_flow_balance": _balance(),
        "marts.mart_cumulative_flow": _cumulative(),
        "marts.mart_work_in_progress": _in_progress(),
    }
