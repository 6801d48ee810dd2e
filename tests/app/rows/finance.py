"""Slices of the same money, the bridge of one initiative, what closed periods said, control totals by file.

Two fifths of B-1 are capital expenditure of another cost centre; B-4 spends in a currency of which the
budget rate is a tenth dearer than the average rates were.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.app.published_folder import Row, money
from tests.app.rows.organisation import CURRENCY, INITIATIVES, period
from tests.app.rows.spend import spend_rows

KINDS = ("budget", "forecast", "actual", "commitment")
LABOUR, SOFTWARE = ("CC-110", "610000", "Internal labour", "opex"), ("CC-120", "150000", "Software", "capex")
FILE = "a" * 64


def slice_rows() -> list[Row]:
    """Return the rows of the spend by theme, cut into slices, with a forecast from April on."""
    rows = []
    for spend in spend_rows():
        is_planned = spend["fiscal_period_start_date"] >= date(2026, 4, 1) and spend["budget_amount"]
        forecast = spend["budget_amount"] + 1000 if is_planned else Decimal(0)
        parts = (
            ((LABOUR, Decimal("0.6")), (SOFTWARE, Decimal("0.4")))
            if spend["initiative_code"] == "B-1"
            else ((LABOUR, Decimal(1)),)
        )
        for names, part in parts:
            amounts = {
                "budget": spend["budget_amount"] * part,
                "forecast": forecast * part,
                "actual": spend["actual_amount"] * part,
                "commitment": spend["commitment_amount"] * part,
            }
            rows.append(_slice(spend, names, amounts))
    return rows


def _slice(spend: Row, names: tuple[str, ...], amounts: dict[str, Decimal]) -> Row:
    copied = {
        "theme_name", "initiative_code", "initiative_name", "value_stream_name", "owner_name", "is_run",
        "currency_code", *period(2026, 1),
    }  # fmt: skip
    dearer = Decimal("1.1") if spend["initiative_code"] == "B-4" else Decimal(1)
    return (
        {name: spend[name] for name in copied}
        | dict(zip(("cost_center_code", "account_code", "account_name", "expense_type"), names, strict=True))
        | {f"{kind}_amount": amount for kind, amount in amounts.items()}
        | {f"{kind}_budget_rate_amount": amount * dearer for kind, amount in amounts.items()}
        | {
            "reclassified_amount": money(2000 if names == SOFTWARE and amounts["actual"] else 0),
            "posted_in_other_period_amount": money(0),
        }
    )


def _bridge() -> list[Row]:
    """B-1: a closed January, and an April that has a forecast; run spend that no page of change shows."""
    parts = ("scope", "fx", "timing", "reclassified", "volume")
    steps: tuple[tuple[str, int, str, str, tuple[Any, ...]], ...] = (
        ("B-1", 1, "original", "current", ("100000", "0", "0", "0", "0", "5000", "105000")),
        ("B-1", 1, "current", "actual", ("105000", "0", "-1000", "-2000", "0", "-1999.90", "100000.10")),
        ("B-1", 4, "original", "current", ("105000", "0", "0", "0", "0", "0", "105000")),
        ("B-1", 4, "current", "forecast", ("105000", "0", "0", "0", "0", "1000", "106000")),
        ("R-1", 1, "original", "current", ("70000", "0", "0", "0", "0", "999", "70999")),
    )
    themes = {code: theme for code, _, theme, *_ in INITIATIVES}
    return [
        {
            "budget_bridge_key": f"{code}{month}{before}",
            "theme_name": themes[code],
            "initiative_code": code,
            "expense_type": "opex",
            "fiscal_year_label": "FY26",
            "fiscal_period_label": f"FY26-P{month:02}",
            "from_stage": before,
            "to_stage": after,
            "currency_code": CURRENCY,
            "from_amount": money(amounts[0]),
            "to_amount": money(amounts[-1]),
        }
        | {f"{part}_amount": money(amount) for part, amount in zip(parts, amounts[1:-1], strict=True)}
        for code, month, before, after, amounts in steps
    ]


def _restatements() -> list[Row]:
    """Two exports changed the same money of January, one took from February."""
    changes = (
        ("B-1", "Growth", 1, 1, "98500.10", "1000", "99500.10", "100000.10"),
        ("B-1", "Growth", 1, 2, "98500.10", "500", "100000.10", "100000.10"),
        ("B-2", "Trust", 2, 2, "10200", "-200", "10000", "10000"),
    )
    return [
        {
            "restatement_part_key": f"{number}",
            "table_name": "ledger_lines",
            "source_name": "ledger",
            "version_name": "ledger",
            "line_kind": "actual",
            "theme_name": theme,
            "initiative_code": code,
            "cost_object_code": f"W-{code}",
            "currency_code": CURRENCY,
            "closing_date": date(2026, month + 1, 10),
            "then_basis": "closing",
            "restated_at": datetime(2026, 3, 10 * heard),
            "reporting_currency_code": CURRENCY,
        }
        | {name: value for name, value in period(2026, month).items() if name != "fiscal_quarter_label"}
        | {
            f"{name}_{kind}": money(value)
            for name, value in (("then", then), ("change", change), ("restated", after), ("now", now))
            for kind in ("amount", "reporting_amount")
        }
        for number, (code, theme, month, heard, then, change, after, now) in enumerate(changes)
    ]


def _control_totals() -> list[Row]:
    totals = ((1, "251000.10", 30), (2, "272000.20", 32), (3, "233000.85", 35))
    return [
        {
            "control_total_key": f"{month}",
            "table_name": "ledger_lines",
            "source_name": "ledger",
            "file_sha256": FILE,
            "fiscal_period_label": f"FY26-P{month:02}",
            "currency_code": CURRENCY,
            "loaded_amount": money(amount),
            "fact_amount": money(amount),
            "difference_amount": money(0),
            "loaded_line_count": lines,
            "fact_line_count": lines,
            "is_reconciled": True,
        }
        for month, amount, lines in totals
    ]


def tables() -> dict[str, list[Row]]:
    """Return the rows of the marts that finance partners read, and the members they name."""
    return {
        "marts.mart_spend_slices": slice_rows(),
        "marts.mart_budget_bridge": _bridge(),
        "marts.mart_restatements": _restatements(),
        "marts.mart_control_totals": _control_totals(),
        "core.dim_initiative": [
            {
                "initiative_key": code,
                "initiative_code": code,
                "initiative_name": name,
                "theme_name": theme,
                "value_stream_name": stream,
                "owner_name": owner,
                "is_run": is_run,
            }
            for code, name, theme, stream, owner, _, is_run in INITIATIVES
        ],
        "core.dim_source": [{"source_key": "ledger", "source_name": "ledger", "format": "ledger"}],
    }
