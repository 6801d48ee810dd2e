"""Spend by theme, targets and funding."""

from decimal import Decimal

from tests.app.published_folder import Row, money
from tests.app.rows.organisation import CURRENCY, INITIATIVES, MONEY, period


def spend_rows() -> list[Row]:
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
                | period(2026, month)
                | {
                    "unconverted_line_count": 0,
                    "unconverted_aligned_line_count": 0,
                    "budget_amount": money(budget),
                    "original_budget_amount": money(budget),
                    "actual_amount": actual,
                    "commitment_amount": money(5000 if code == "B-4" and month == 3 else 0),
                    "capex_amount": money(0),
                    "aligned_actual_amount": actual * Decimal(aligned),
                }
            )
    before = rows[0] | period(2025, 12) | {"actual_amount": money("77000"), "aligned_actual_amount": money(0)}
    return [before, *rows]


def _targets() -> list[Row]:
    shares = {"Growth": 0.5, "Trust": 0.3, "Efficiency": 0.2}
    return [
        {"theme_name": theme, "strategy_version": "S26", "target_share": share} | _without_quarter(month)
        for theme, share in shares.items()
        for month in range(1, 13)
    ]


def _without_quarter(month: int) -> Row:
    return {name: value for name, value in period(2026, month).items() if name != "fiscal_quarter_label"}


def funding_rows() -> list[Row]:
    targets = {"Growth": 0.5, "Trust": 0.3, "Efficiency": 0.2, "Unallocated": None}
    spend = [row for row in spend_rows() if not row["is_run"] and row["fiscal_year_label"] == "FY26"]
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
    spend = [row for row in spend_rows() if row["fiscal_year_label"] == "FY26"]
    change = sum((row["actual_amount"] for row in spend if not row["is_run"]), Decimal(0))
    aligned = sum((row["aligned_actual_amount"] for row in spend), Decimal(0))
    drift = sum(abs(row["actual_share"] - (row["target_share"] or 0)) for row in funding_rows()) / 2
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
            "strategy_drift": drift,
            "strategy_coverage_share": None,
            "strategy_coverage_count_share": None,
            "strategy_coverage_reason": "no_live_key_result",
        }
    ]


def tables() -> dict[str, list[Row]]:
    """Return the rows of the marts of money and strategy."""
    return {
        "marts.mart_theme_spend": spend_rows(),
        "marts.mart_theme_targets": _targets(),
        "marts.mart_theme_funding": funding_rows(),
        "marts.mart_strategy": _strategy(),
    }
