"""Subtotals of ledgers and budgets: none is loaded, each that can be is compared with its lines."""

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.reading import ReadResult
from tests.ingest.readers.reading import read_text

BY_STARS = """;Posting Date;Cost Object;Text;Amount;Currency
;05.03.2026;P-1;rent;10,25;EUR
;05.03.2026;P-1;rent;1,25-;EUR
*;;P-1;;9,00;EUR
;05.03.2026;P-2;rent;5,00;EUR
*;;P-2;;5,00;EUR
**;;;;14,00;EUR
;05.03.2026;P-3;rent;5,00;EUR
*;;P-3;;5,00;EUR
**;;;;6,00;EUR
***;;;;19,00;EUR
"""
BY_HEADING = """Account,Version,Jan-26,Feb-26
Cloud,,,
Storage,current,1.00,2.00
Backup,,,
Tape,current,0.50,1.00
Total Backup,,0.50,1.00
Compute,current,1.50,2.50
Total Cloud,,3.00,5.55
People,,,
Salaries,current,1.50,2.50
Total - People,,1.50,2.50
Total,,4.50,8.00
"""
BY_GROUP = """Department,Cost Object,Date,Amount,Currency
Sales,P-1,2026-03-01,1.00,EUR
Sales,P-1,2026-03-02,2.00,EUR
,P-1 Total,,3.00,
Sales,P-2,2026-03-02,4.00,EUR
,P-2 Total,,4.00,
Sales Total,,,7.00,
Tax,P-2,2026-03-02,8.00,EUR
,P-2 Total,,8.50,
Tax Total,,,8.00,
Grand Total,,,15.00,
"""


def totals(result: ReadResult) -> list[tuple[int, str, str, str, int]]:
    rows = result.control_totals.rows()
    return [(number, label, f"{stated:f}", f"{sums:f}", count) for number, label, stated, sums, count in rows]


def test_stars_are_about_the_lines_since_the_last_total_of_their_level(tmp_path: Path) -> None:
    result = read_text("ledger", tmp_path, BY_STARS)
    assert result.ignored == {"subtotal": 6}
    assert result.tables["ledger_lines"]["amount"].sum() == Decimal("19.00")
    assert totals(result) == [
        (3, "* (Amount)", "9.0000", "9.0000", 2),
        (5, "* (Amount)", "5.0000", "5.0000", 1),
        (6, "** (Amount)", "14.0000", "14.0000", 3),
        (8, "* (Amount)", "5.0000", "5.0000", 1),
        (9, "** (Amount)", "6.0000", "5.0000", 1),
        (10, "*** (Amount)", "19.0000", "19.0000", 4),
    ]


def test_a_total_below_its_heading_is_compared_month_by_month(tmp_path: Path) -> None:
    result = read_text("budget", tmp_path, BY_HEADING, currency="EUR")
    assert result.ignored == {"subtotal": 4, "heading": 3}
    assert totals(result) == [
        (5, "Total Backup (Jan-26)", "0.5000", "0.5000", 1),
        (5, "Total Backup (Feb-26)", "1.0000", "1.0000", 1),
        (7, "Total Cloud (Jan-26)", "3.0000", "3.0000", 3),
        (7, "Total Cloud (Feb-26)", "5.5500", "5.5000", 3),
        (10, "Total - People (Jan-26)", "1.5000", "1.5000", 1),
        (10, "Total - People (Feb-26)", "2.5000", "2.5000", 1),
        (11, "Total (Jan-26)", "4.5000", "4.5000", 4),
        (11, "Total (Feb-26)", "8.0000", "8.0000", 4),
    ]


def test_totals_of_groups_are_about_the_lines_just_above(tmp_path: Path) -> None:
    result = read_text("ledger", tmp_path, BY_GROUP)
    assert result.ignored == {"subtotal": 6}
    assert [(number, stated, sums) for number, _, stated, sums, _ in totals(result)] == [
        (3, "3.0000", "3.0000"),
        (5, "4.0000", "4.0000"),
        (6, "7.0000", "7.0000"),
        (8, "8.5000", "8.0000"),
        (9, "8.0000", "8.0000"),
        (10, "15.0000", "15.0000"),
    ]


HEADER = "Cost Object,Date,Amount,Currency\n"
ONE, TWO = "A,2026-03-01,1,EUR\n", "B,2026-03-01,2,EUR\n"
UNSURE = {
    "nobody knows whether a subtotal is cumulative": f"{ONE}Subtotal,,1,\n{TWO}Subtotal,,9,\n",
    "one of two bare totals": f"{ONE}Total,,9,\n{TWO}Total,,9,\n",
    "lines follow": f"{ONE}Grand total,,9,\n{TWO}",
    "a list of totals": f"{ONE}{TWO}{ONE}Total A,,2,\nTotal B,,2,\n",
    "headings that do not nest": f"X,,,\n{ONE}Y,,,\n{TWO}Total X,,1,\nTotal Y,,2,\n",
    "two currencies": f"{ONE}B,2026-03-01,2,USD\nTotal,,9,\n",
    "a line is refused": f"A,2026-03-01,1O0,EUR\n{TWO}Total,,102,\n",
    "it states nothing": f"{ONE}Total,,,\n",
    "its amount is no number": f"{ONE}Total,,#REF!,\n",
}


@pytest.mark.parametrize("lines", UNSURE.values(), ids=UNSURE)
def test_where_the_layout_leaves_a_doubt_nothing_is_compared(tmp_path: Path, lines: str) -> None:
    result = read_text("ledger", tmp_path, HEADER + lines)
    assert result.control_totals.is_empty()
    assert sum(result.ignored.values()) >= 1


BY_CURRENCY = """Mark;Posting Date;Cost Object;Amount;Currency
;05.03.2026;P-1;10,00;EUR
;05.03.2026;P-1;20,00;USD
*;;P-1;10,00;EUR
*;;P-1;20,00;USD
;05.03.2026;P-2;5,50;EUR
*;;P-2;5,50;EUR
"""


def test_a_total_for_each_currency_is_not_taken_for_one_without_lines(tmp_path: Path) -> None:
    result = read_text("ledger", tmp_path, BY_CURRENCY)
    assert result.ignored == {"subtotal": 3}
    assert totals(result) == [(6, "* (Amount)", "5.5000", "5.5000", 1)]


def test_debit_and_credit_are_compared_apart(tmp_path: Path) -> None:
    content = "Text,Date,Debit,Credit\na,2026-03-01,10.00,\nb,2026-03-01,,4.00\nTotal,,10.00,4.50\n"
    result = read_text("ledger", tmp_path, content, currency="EUR")
    assert [amount for (amount,) in result.tables["ledger_lines"].select("amount").rows()] == [10, -4]
    assert totals(result) == [
        (3, "Total (Debit)", "10.0000", "10.0000", 1),
        (3, "Total (Credit)", "4.5000", "4.0000", 1),
    ]


def test_expense_and_revenue_are_never_added_up(tmp_path: Path) -> None:
    content = "Account,Line type,Version,Year,Amount\na,Expense,x,2026,5\nb,Revenue,x,2026,9\nTotal,,,,4\n"
    result = read_text("budget", tmp_path, content, currency="EUR")
    assert (result.control_totals.height, result.ignored) == (0, {"subtotal": 1})


def test_a_project_called_total_something_is_a_project(tmp_path: Path) -> None:
    content = HEADER + "Total Quality,2026-03-01,1,EUR\nOther,2026-03-01,2,EUR\n"
    assert read_text("ledger", tmp_path, content).tables["ledger_lines"].height == 2
