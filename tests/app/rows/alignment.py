"""Initiatives, key results and the work without a path to one."""

from decimal import Decimal
from typing import Any

from tests.app.published_folder import Row, money
from tests.app.rows.organisation import CURRENCY, INITIATIVES, MONEY


def _initiatives() -> list[Row]:
    reasons = {"B-3": "bet_no_kr", "B-5": "bet_no_kr", "R-1": "no_theme"}
    rows = []
    for code, name, theme, stream, owner, state, is_run in INITIATIVES:
        if code == "unknown":
            continue
        actuals, budget, aligned = MONEY[code]
        actual = sum(map(Decimal, actuals), Decimal(0))
        rows.append(
            {
                "initiative_key": code,
                "initiative_code": code,
                "initiative_name": name,
                "theme_name": theme,
                "value_stream_name": stream,
                "owner_name": owner,
                "portfolio_state": state,
                "is_live": True,
                "is_run": is_run,
                "reported_status": "green" if code in {"B-1", "B-3"} else None,
                "linked_key_result_count": 0 if code in reasons else 1,
                "live_key_result_count": 0 if code in reasons else 1,
                "aligned_weight_share": float(aligned),
                "alignment_score": 100 * float(aligned),
                "alignment_reason": reasons.get(code),
                "is_green_without_live_key_result": code == "B-3",
                "budget_amount": Decimal(budget) * 12,
                "actual_amount": actual,
                "actual_total_amount": actual,
                "aligned_actual_amount": actual * Decimal(aligned),
                "unaligned_actual_amount": actual * (1 - Decimal(aligned)),
                "spend_per_week_amount": (actual * 7 / 90).quantize(Decimal("0.0001")),
                "work_item_count": 10,
                "done_work_item_count": 4,
                "currency_code": CURRENCY,
            }
        )
    return rows


def _key_results() -> list[Row]:
    # code, name, theme, owner, score, expected, status, live, why not live, funded
    figures: tuple[tuple[Any, ...], ...] = (
        ("K-1", "Orders in the app", "Growth", "Owner 01", 0.30, 0.25, "on_track", True, None, True),
        ("K-2", "Fraud losses", "Trust", "Owner 02", 0.05, 0.25, "at_risk", True, None, True),
        ("K-3", "Picks per hour", "Efficiency", "Owner 03", 0.00, 0.25, "off_track", True, None, False),
        ("K-4", "Shops opened", "Growth", "Owner 01", None, 1.0, None, False, "never_checked_in", False),
    )
    return [
        {
            "key_result_key": code,
            "key_result_code": code,
            "key_result_name": name,
            "objective_code": "O-2" if code == "K-3" else "O-1",
            "objective_name": "Ship without waste" if code == "K-3" else "Grow and stay safe",
            "theme_name": theme,
            "owner_name": owner,
            "score": score,
            "score_reason": None if score is not None else "no current value",
            "expected": expected,
            "pace": None if score is None else score / expected,
            "gap": None if score is None else score - expected,
            "derived_status": status,
            "is_live": live,
            "not_live_reason": why,
            "is_funded": funded,
            "funded_initiative_count": int(funded),
            "linked_initiative_count": int(funded),
            "weight": 1.0,
            "linked_actual_amount": money(0),
            "period_label": "FY26",
        }
        for code, name, theme, owner, score, expected, status, live, why, funded in figures
    ]


def tables() -> dict[str, list[Row]]:
    """Return the rows of the marts of alignment."""
    return {
        "marts.mart_initiatives": _initiatives(),
        "marts.mart_key_results": _key_results(),
        "marts.mart_orphan_work": [
            {
                "orphan_work_key": "1",
                "reason": "no_epic",
                "value_stream_name": "Shop",
                "initiative_code": "unknown",
                "initiative_name": "Unknown",
                "work_item_count": 3,
                "open_work_item_count": 2,
                "story_points": 5.0,
            }
        ],
    }
