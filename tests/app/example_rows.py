"""One small organisation, written out by hand: fiscal years are calendar years, today is 31 March 2026."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.app.published_folder import AS_OF, Row, Tables, money

CURRENCY = "EUR"
HOSTILE_FORMULA = '=HYPERLINK("http://127.0.0.1/","pay here")'
RUN: Row = {
    "organisation_name": "Fixture Works",
    "reporting_currency_code": CURRENCY,
    "fiscal_year_label": "FY26",
    "fiscal_period_label": "FY26-P03",
    "as_of_date": AS_OF,
    "as_known_on": datetime(9999, 12, 31),
}
THEMES = ("Growth", "Trust", "Efficiency")

# code, name, theme, value stream, owner, portfolio state, is run
INITIATIVES = (
    ("B-1", "Faster checkout", "Growth", "Shop", "Owner 01", "implementing", False),
    ("B-2", "Fraud shield", "Trust", "Payments", "Owner 02", "ready", False),
    ("B-3", HOSTILE_FORMULA, "Growth", "Shop", "Owner 01", "implementing", False),
    ("B-4", "Warehouse robots", "Efficiency", "Logistics", "Owner 03", "implementing", False),
    ("B-5", "Idea without an estimate", "Efficiency", "Logistics", "Owner 03", "analysing", False),
    ("R-1", "Keep the lights on", "Unallocated", "Platform", "Owner 04", "implementing", True),
    ("unknown", "Unknown", "Unallocated", "Unassigned", "Unassigned", None, False),
)

# code -> the actual amounts of January, February, March; budget a month; aligned share of the actuals
MONEY: dict[str, tuple[tuple[str, str, str], str, str]] = {
    "B-1": (("100000.10", "110000.20", "120000.30"), "105000", "0.5"),
    "B-2": (("10000", "10000", "10000"), "20000", "1"),
    "B-3": (("40000", "50000", "60000"), "50000", "0"),
    "B-4": (("30000", "30000", "30000"), "30000", "1"),
    "B-5": (("0", "0", "0"), "5000", "0"),
    "R-1": (("70000", "70000", "70000"), "70000", "0"),
    "unknown": (("1000", "2000", "3000.55"), "0", "0"),
}


def _period(year: int, month: int) -> Row:
    return {
        "fiscal_year_label": f"FY{year % 100}",
        "fiscal_quarter_label": f"FY{year % 100}-Q{(month - 1) // 3 + 1}",
        "fiscal_period_label": f"FY{year % 100}-P{month:02}",
        "fiscal_period_start_date": date(year, month, 1),
    }


def _spend() -> list[Row]:
    """Return actuals of January to March, budgets of the whole year, and one line of the year before."""
    rows = []
    for code, name, theme, stream, owner, state, is_run in INITIATIVES:
        actuals, budget, aligned = MONEY[code]
        common: Row = {
            "theme_name": theme,
            "initiative_code": code,
            "initiative_name": name,
            "value_stream_name": stream,
            "owner_name": owner,
            "portfolio_state": state,
            "is_run": is_run,
            "currency_code": CURRENCY,
        }
        for month in range(1, 13):
            actual = Decimal(actuals[month - 1]) if month <= len(actuals) else Decimal(0)
            rows.append(
                common
                | _period(2026, month)
                | {
                    "unconverted_line_count": 0,
                    "budget_amount": money(budget),
                    "original_budget_amount": money(budget),
                    "actual_amount": actual,
                    "commitment_amount": money(5000 if code == "B-4" and month == 3 else 0),
                    "capex_amount": money(0),
                    "aligned_actual_amount": actual * Decimal(aligned),
                }
            )
    before = (
        rows[0] | _period(2025, 12) | {"actual_amount": money("77000"), "aligned_actual_amount": money(0)}
    )
    return [before, *rows]


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
            "objective_code": "O-1",
            "objective_name": "Grow and stay safe",
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


def _targets() -> list[Row]:
    shares = {"Growth": 0.5, "Trust": 0.3, "Efficiency": 0.2}
    return [
        {"theme_name": theme, "strategy_version": "S26", "target_share": share} | _without_quarter(month)
        for theme, share in shares.items()
        for month in range(1, 13)
    ]


def _without_quarter(month: int) -> Row:
    return {name: value for name, value in _period(2026, month).items() if name != "fiscal_quarter_label"}


def _funding() -> list[Row]:
    targets = {"Growth": 0.5, "Trust": 0.3, "Efficiency": 0.2, "Unallocated": None}
    spend = [row for row in _spend() if not row["is_run"] and row["fiscal_year_label"] == "FY26"]
    total = sum(row["actual_amount"] for row in spend)
    rows = []
    for theme, target in targets.items():
        of_theme = [row for row in spend if row["theme_name"] == theme]
        actual = sum((row["actual_amount"] for row in of_theme), Decimal(0))
        share = float(actual) / float(total)
        gap = None if target is None else share - target
        status = (
            "untargeted"
            if gap is None
            else "starved"
            if gap < -0.05
            else "overfed"
            if gap > 0.05
            else "on_target"
        )
        rows.append(
            {
                "theme_funding_key": theme,
                "theme_name": theme,
                "fiscal_year_label": "FY26",
                "currency_code": CURRENCY,
                "funding_status": status,
                "actual_amount": actual,
                "budget_amount": sum((row["budget_amount"] for row in of_theme), Decimal(0)),
                "actual_share": share,
                "target_share": target,
                "gap_share": gap,
            }
        )
    return rows


def _strategy() -> list[Row]:
    spend = [row for row in _spend() if row["fiscal_year_label"] == "FY26"]
    change = sum((row["actual_amount"] for row in spend if not row["is_run"]), Decimal(0))
    aligned = sum((row["aligned_actual_amount"] for row in spend), Decimal(0))
    return [
        {
            "strategy_key": "FY26",
            "fiscal_year_label": "FY26",
            "is_current": True,
            "currency_code": CURRENCY,
            "change_spend_amount": change,
            "aligned_spend_amount": aligned,
            "run_spend_amount": sum((row["actual_amount"] for row in spend if row["is_run"]), Decimal(0)),
            "unallocated_spend_amount": money("6000.55"),
            "aligned_spend_share": float(aligned) / float(change),
            "strategy_drift": sum(abs(row["actual_share"] - (row["target_share"] or 0)) for row in _funding())
            / 2,
            "strategy_coverage_share": None,
            "strategy_coverage_count_share": None,
            "strategy_coverage_reason": "no_live_key_result",
        }
    ]


def _health() -> dict[str, list[Row]]:
    sources = (("ledger", 3, 31, 100, 97, 2, 1), ("tracker", 9, 1, 50, 50, 0, 0))
    return {
        "marts.mart_source_health": [
            {
                "source_key": name,
                "source_name": name,
                "format": name,
                "delivery": "snapshot",
                "latest_as_of_date": AS_OF,
                "age_days": age,
                "expect_every_days": every,
                "is_stale": age > every,
                "file_count": 1,
                "refused_file_count": 0,
                "row_count_read": read,
                "row_count_accepted": accepted,
                "row_count_rejected": rejected,
                "row_count_ignored": ignored,
                "is_conserved": True,
            }
            for name, age, every, read, accepted, rejected, ignored in sources
        ],
        "marts.mart_file_loads": [
            {
                "file_load_key": "1",
                "source_name": "ledger",
                "file_name": "ledger_2026-03-31.csv",
                "status": "loaded",
                "row_count_read": 100,
                "row_count_accepted": 97,
                "row_count_rejected": 2,
                "row_count_ignored": 1,
                "difference_count": 0,
                "as_of_date": AS_OF,
                "received_at": datetime(2026, 4, 1, 2, 30),
            }
        ],
        "marts.mart_quarantined_rows": [
            {
                "quarantined_row_key": f"{number}",
                "source_name": "ledger",
                "table_name": "ledger_lines",
                "file_name": "ledger_2026-03-31.csv",
                "row_number": number,
                "reason": "amount_unreadable",
                "column_name": "amount",
                "detail": "'1.2.3' is no number",
                "raw": raw,
            }
            for number, raw in ((7, '{"amount": "1.2.3"}'), (9, "@SUM(A1:A9)"))
        ],
        "marts.mart_work_item_findings": [
            {
                "work_item_finding_key": f"{number}",
                "rule_name": rule,
                "source_name": "jira",
                "work_item_id": f"{number}",
                "work_item_key": f"SHOP-{number}",
                "detail": detail,
            }
            for number, (rule, detail) in enumerate(
                (
                    ("parent_loop", "its parent SHOP-9 is below it"),
                    ("unknown_parent", HOSTILE_FORMULA),
                )
            )
        ],
        "marts.mart_quality_results": [
            {
                "quality_result_key": f"{number}",
                "source_name": "ledger",
                "table_name": "ledger_lines",
                "expectation_name": name,
                "column_name": column,
                "severity": severity,
                "is_success": success,
                "row_count_checked": 100,
                "row_count_failed": failed,
            }
            for number, (name, column, severity, success, failed) in enumerate(
                (
                    ("values_are_present", "amount", "critical", True, 0),
                    ("values_are_known", "account_code", "warning", False, 4),
                )
            )
        ],
        "marts.mart_reconciliation": [
            {
                "reconciliation_key": "1",
                "source_name": "ledger",
                "table_name": "ledger_lines",
                "currency_code": "EUR",
                "loaded_amount": money("756001.15"),
                "fact_amount": money("756001.15"),
                "mart_amount": money("756001.15"),
                "difference_amount": money(0),
                "line_count": 97,
                "fact_line_count": 97,
                "is_reconciled": True,
                "converted_amount": money("756001.15"),
                "unconverted_amount": money(0),
                "reporting_currency_code": "EUR",
            }
        ],
    }


def example_tables() -> dict[str, list[Row]]:
    """Return the rows of every table the dashboards read, by schema-qualified name."""
    return {
        "marts.mart_run": [RUN],
        "marts.mart_theme_spend": _spend(),
        "marts.mart_theme_targets": _targets(),
        "marts.mart_theme_funding": _funding(),
        "marts.mart_strategy": _strategy(),
        "marts.mart_cost_of_delay": _delay(),
        "marts.mart_cost_of_delay_burn": _burn(),
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
        "core.dim_strategic_theme": [
            {
                "theme_key": name,
                "theme_name": name,
                "sort_order": order,
                "is_configured": True,
                "is_active": True,
            }
            for order, name in enumerate(THEMES)
        ],
        "core.dim_date": [
            {
                "calendar_date": row["fiscal_period_start_date"],
                "fiscal_period_end_date": row["fiscal_period_start_date"],
            }
            | row
            for row in (_period(year, month) for year in (2025, 2026) for month in range(1, 13))
        ],
        "core.dim_work_item": [
            {"work_item_hash": f"{number}", "title": "item", "is_subtask": False, "value_stream_name": "Shop"}
            for number in range(12)
        ],
        **_health(),
    }


def with_names(tables: Tables, name: str) -> dict[str, list[Row]]:
    """Return the tables with every text an export could fill replaced by `name`: a hostile title, say."""
    columns = {
        "initiative_name",
        "key_result_name",
        "objective_name",
        "detail",
        "raw",
        "file_name",
        "organisation_name",
    }
    return {
        table: [
            {column: name if column in columns else value for column, value in row.items()} for row in rows
        ]
        for table, rows in tables.items()
    }
