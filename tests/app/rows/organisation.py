"""The organisation itself: its bets, its money by month, its calendar and themes."""

from datetime import date, datetime

from tests.app.published_folder import AS_OF, Row

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


def period(year: int, month: int) -> Row:
    return {
        "fiscal_year_label": f"FY{year % 100}",
        "fiscal_quarter_label": f"FY{year % 100}-Q{(month - 1) // 3 + 1}",
        "fiscal_period_label": f"FY{year % 100}-P{month:02}",
        "fiscal_period_start_date": date(year, month, 1),
    }


def tables() -> dict[str, list[Row]]:
    """Return the run and the conformed dimensions."""
    return {
        "marts.mart_run": [RUN],
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
            for row in (period(year, month) for year in (2025, 2026) for month in range(1, 13))
        ],
        "core.dim_work_item": [
            {"work_item_hash": f"{number}", "title": "item", "is_subtask": False, "value_stream_name": "Shop"}
            for number in range(12)
        ],
    }
