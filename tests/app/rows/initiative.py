"""What is known of one initiative, B-3: green, though its only key result was dropped."""

from datetime import date
from decimal import Decimal

from tests.app.published_folder import AS_OF, Row, money
from tests.app.rows.organisation import CURRENCY, HOSTILE_FORMULA, INITIATIVES

EVIDENCE = date(2026, 2, 28)
POSTINGS = ("40000", "50000", "59999.99", "0.01")  # of January, February and twice March: MONEY of B-3


def _initiatives() -> list[Row]:
    states = {"ready": "queue", "analysing": "queue"}
    return [
        {
            "initiative_key": code,
            "initiative_code": code,
            "initiative_name": name,
            "hypothesis": "If we build it, its key result moves." if code == "B-3" else None,
            "kill_criterion": "No movement after two quarters" if code == "B-3" else None,
            "theme_name": theme,
            "value_stream_name": stream,
            "owner_name": owner,
            "stage_name": "Doing",
            "portfolio_state": state,
            "delay_state": states.get(state or "", "active"),
            "is_run": is_run,
            "is_live": True,
            "approved_date": date(2025, 12, 1),
            "started_date": date(2026, 1, 5) if code == "B-1" else None,
            "needed_date": date(2026, 3, 1) if code == "B-1" else None,
            "remaining_duration_weeks": 4.0 if code == "B-1" else None,
            "member_kind": "known",
        }
        for code, name, theme, stream, owner, state, is_run in INITIATIVES
    ]


def _versions() -> list[Row]:
    first = {
        "initiative_code": "B-3",
        "initiative_name": HOSTILE_FORMULA,
        "owner_name": "Owner 09",
        "stage_name": "Ready",
        "version_number": 1,
        "valid_from_date": date(2026, 1, 5),
    }
    second = first | {
        "owner_name": "Owner 01",
        "stage_name": "Doing",
        "needed_date": date(2026, 9, 30),
        "version_number": 2,
        "valid_from_date": date(2026, 2, 3),
    }
    return [
        row | {"initiative_version_key": str(row["version_number"]), "is_current": row is second}
        for row in (first, second)
    ]


def _links() -> list[Row]:
    # kind, code, name, theme, weight, live, why not, status, score, expected
    told = (
        ("key_result", "K-4", "Shops opened", "Growth", 0.75, False, "dropped", "off_track", 0.1, 0.5),
        ("theme", "Growth", "Growth", "Growth", 1.0, True, None, None, None, None),
    )
    return [
        {
            "initiative_link_key": code,
            "initiative_code": "B-3",
            "initiative_name": HOSTILE_FORMULA,
            "link_kind": kind,
            "linked_code": code,
            "linked_name": name,
            "objective_name": "Grow and stay safe" if kind == "key_result" else None,
            "theme_name": theme,
            "weight": weight,
            "is_live": live,
            "not_live_reason": why,
            "derived_status": status,
            "score": score,
            "expected": expected,
        }
        for kind, code, name, theme, weight, live, why, status, score, expected in told
    ]


def _sources() -> list[Row]:
    months = (1, 2, 3, 3)
    common = {"initiative_code": "B-3", "source_name": "ledger", "currency_code": CURRENCY}
    ledger = [
        common
        | {
            "initiative_source_key": f"l{number}",
            "table_name": "ledger_lines",
            "entry_code": "C-3",
            "entry_kind": "actual",
            "row_text": HOSTILE_FORMULA,
            "row_amount": money(amount),
            "allocated_amount": money(amount),
            "reporting_amount": money(amount),
            "business_date": date(2026, month, 15),
            "fiscal_period_start_date": date(2026, month, 1),
            "file_name": "ledger_2026-03-31.csv",
            "row_number": 20 + number,
        }
        for number, (month, amount) in enumerate(zip(months, POSTINGS, strict=True))
    ]
    register = {
        "initiative_source_key": "r1",
        "initiative_code": "B-3",
        "table_name": "initiatives",
        "entry_code": "B-3",
        "row_text": "Doing",
        "source_name": "register",
        "file_name": "register.csv",
        "row_number": 3,
    }
    return [*ledger, register]


def _reports() -> list[Row]:
    return [
        {
            "status_report_key": f"{month}",
            "initiative_code": "B-3",
            "initiative_name": HOSTILE_FORMULA,
            "reported_status": "green",
            "status_text": "On plan",
            "is_latest": month == 3,
            "live_key_result_count": 0 if is_after else 1,
            "linked_key_result_count": 1,
            "evidence_rule_id": "key_results_over" if is_after else None,
            "evidence_date": EVIDENCE if is_after else None,
            "is_green_after_evidence": is_after,
            "report_date": date(2026, month, 28),
        }
        for month, is_after in ((1, False), (3, True))
    ]


def _work() -> dict[str, list[Row]]:
    periods = (("FY26-P02", date(2026, 2, 1), 7, 1), ("FY26-P03", date(2026, 3, 1), 5, 0))
    return {
        "marts.mart_initiative_flow": [
            {
                "initiative_flow_key": label,
                "initiative_code": "B-3",
                "work_item_level": "story",
                "fiscal_period_label": label,
                "throughput_count": done,
                "cancelled_count": cancelled,
                "flow_time_item_count": done,
                "flow_time_reason": "fewer_than_ten",
                "fiscal_period_start_date": start,
            }
            for label, start, done, cancelled in periods
        ],
        "marts.mart_work_in_progress": [
            {
                "work_item_hash": "w1",
                "work_item_key": "SHOP-1",
                "title": HOSTILE_FORMULA,
                "type_name": "Story",
                "status_name": "In review",
                "initiative_code": "B-3",
                "age_days": 12,
                "started_date": date(2026, 3, 19),
            }
        ],
    }


def _decisions() -> dict[str, list[Row]]:
    return {
        "marts.mart_dependencies": [
            {
                "initiative_dependency_key": "B-1 B-3",
                "initiative_code": "B-1",
                "initiative_name": "Faster checkout",
                "provider_initiative_code": "B-3",
                "provider_initiative_name": HOSTILE_FORMULA,
                "dependency_state": "open",
                "dependency_risk": "late",
                "slack_days": -20,
                "is_on_loop": False,
            }
        ],
    }


def tables() -> dict[str, list[Row]]:
    """Return the rows that the page of one initiative reads alone."""
    return {
        "core.dim_initiative": _initiatives(),
        "core.dim_initiative_version": _versions(),
        "marts.mart_initiative_links": _links(),
        "marts.mart_initiative_sources": _sources(),
        "marts.mart_status_reports": _reports(),
        "marts.mart_spend_after_evidence": [
            {
                "spend_after_evidence_key": "B-3",
                "initiative_code": "B-3",
                "initiative_name": HOSTILE_FORMULA,
                "theme_name": "Growth",
                "owner_name": "Owner 01",
                "portfolio_state": "implementing",
                "rule_id": "key_results_over",
                "spend_after_evidence_amount": money("60000"),
                "weeks_after_evidence": 4.4,
                "is_answered": False,
                "evidence_date": EVIDENCE,
                "currency_code": CURRENCY,
                "as_of_date": AS_OF,
            }
        ],
        "marts.mart_earned_value": [
            {
                "earned_value_key": "B-3",
                "scope_kind": "initiative",
                "scope_name": "B-3",
                "baseline_name": "current",
                "currency_code": CURRENCY,
                "budget_at_completion_amount": money("600000"),
                "planned_value_amount": money("150000"),
                "earned_value_amount": money("240000"),
                "percent_complete_share": 0.4,
                "actual_cost_amount": money("150000"),
                "cost_performance_index": 1.6,
                "schedule_performance_index": 1.6,
                "estimate_at_completion_amount": Decimal("375000"),
                "variance_at_completion_amount": Decimal("225000"),
            }
        ],
        "marts.mart_outcome_yield": [],
        **_work(),
        **_decisions(),
    }
