"""SAP's line item lists: which of four currencies, actual or commitment, printed lists, special periods."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.reading import UnreadableFile
from tests.ingest.readers.reading import FIXTURES, read_file, read_text

ACTUAL = {"entry_type": "actual"}
FIXTURE = FIXTURES / "sap_line_items" / "cji3.csv"


def test_a_list_of_actuals_in_transaction_currency() -> None:
    result = read_file("sap_line_items", FIXTURE, constants=ACTUAL)
    lines = result.tables["ledger_lines"]
    assert (lines.height, result.rejected.height, result.rows_read) == (6, 0, 6)
    assert lines.select("amount", "currency_code").rows() == [
        (Decimal("1254.51"), "EUR"),
        (Decimal("-12678.79"), "USD"),
        (Decimal("500.00"), "EUR"),
        (Decimal("-500.00"), "EUR"),  # reversed: both documents stay
        (Decimal("19778.00"), "EUR"),
        (Decimal("1.50"), "CHF"),
    ]
    assert lines["posting_date"].to_list() == [
        date(2025, 3, 1), date(2025, 3, 15), date(2025, 4, 2), date(2025, 4, 3), None, date(2025, 12, 31)
    ]  # fmt: skip
    assert lines["fiscal_period"].to_list() == [3, 3, 4, 4, 12, 13]
    assert set(lines["fiscal_year"]) == {2025}
    assert lines.row(0, named=True) | {"extra": None} == {
        "line_id": None, "posting_date": date(2025, 3, 1), "fiscal_year": 2025, "fiscal_period": 3,
        "document_number": "100001", "cost_object_code": "P-100.1", "cost_center_code": None,
        "account_code": "620000", "account_name": "Consulting", "expense_type": None, "entry_type": "actual",
        "description": "Sprint 12", "amount": Decimal("1254.51"), "currency_code": "EUR", "row_number": 1,
        "extra": None,
    }  # fmt: skip


def test_the_other_amounts_and_both_posting_rows_stay_as_written() -> None:
    extra = json.loads(
        read_file("sap_line_items", FIXTURE, constants=ACTUAL).tables["ledger_lines"]["extra"][1]
    )
    assert (extra["Posting Row"], extra["Posting Row (2)"]) == ("2", "7")
    amounts = (
        "Val/COArea Crcy",
        "Value in Obj. Crcy",
        "Object Currency",
        "Val.in rep.cur.",
        "Report currency",
    )
    assert [extra[name] for name in amounts] == ["11.500,00-", "11.500,00-", "EUR", "12.000,00-", "CHF"]


SUMS = {
    "object": ("EUR", "9533.91"),  # 1254.51 - 11500 + 500 - 500 + 19778 + 1.40
    "report": ("CHF", "8201.50"),
}


@pytest.mark.parametrize("kind", SUMS)
def test_another_currency_can_be_taken(kind: str) -> None:
    lines = read_file("sap_line_items", FIXTURE, constants=ACTUAL, currency_type=kind).tables["ledger_lines"]
    currency, total = SUMS[kind]
    assert (set(lines["currency_code"]), str(lines["amount"].sum())) == ({currency}, f"{total}00")
    assert "Value TranCurr" in lines["extra"][0]


def test_the_controlling_area_has_no_column_of_its_currency() -> None:
    options = {"constants": ACTUAL, "currency_type": "controlling_area"}
    assert read_file("sap_line_items", FIXTURE, **options).tables["ledger_lines"].is_empty()
    lines = read_file("sap_line_items", FIXTURE, **options, currency="EUR").tables["ledger_lines"]
    assert (lines.height, lines["amount"].sum()) == (6, Decimal("9533.91"))


HEADER = "WBS Element;Cost Element;Cost element descr.;Posting Date;Value TranCurr;Transaction Currency"
LINE = "P-1;620000;Consulting;01.03.2025;10,50;EUR"


def test_nothing_says_whether_these_are_commitments(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="entry_type: actual"):
        read_text("sap_line_items", tmp_path, f"{HEADER}\n{LINE}\n")


def test_amounts_of_a_currency_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="there are transaction"):
        read_text("sap_line_items", tmp_path, f"{HEADER}\n{LINE}\n", constants=ACTUAL, currency_type="report")


def test_the_value_type_tells_commitments(tmp_path: Path) -> None:
    content = f"{HEADER};Value Type\n" + "".join(f"{LINE};{code}\n" for code in ("04", "21", "22", "11"))
    lines = read_text("sap_line_items", tmp_path, content).tables["ledger_lines"]
    # A statistical posting is neither; the suite of the contract table sets it aside.
    assert Counter(lines["entry_type"]) == {"commitment": 2, "actual": 1, "11": 1}


PRINTED = """Display actual cost line items
--------------------------------------------------------------
| |WBS Element|Cost element desc.|Posting Date|Value TranCurr|Transaction Currency|
|-------------------------------------------------------------
| |P-1        |Consulting        |01.03.2025  |     1.000,50 |EUR|
| |P-1        |Licences          |02.03.2025  |       200,00-|EUR|
|*|P-1        |                  |            |       800,50 |EUR|
--------------------------------------------------------------
| |WBS Element|Cost element desc.|Posting Date|Value TranCurr|Transaction Currency|
|-------------------------------------------------------------
| |P-2        |Consulting        |03.03.2025  |        50,25 |EUR|
|*|P-2        |                  |            |        50,25 |EUR|
|**|          |                  |            |       850,75 |EUR|
--------------------------------------------------------------
"""


def test_a_printed_list_with_subtotals_on_several_pages(tmp_path: Path) -> None:
    result = read_text("sap_line_items", tmp_path, PRINTED, constants={"entry_type": "commitment"})
    assert result.rejected.rows() == []
    assert result.ignored == {"above_header": 2, "subtotal": 3, "page_header": 1, "ruled_line": 4}
    lines = result.tables["ledger_lines"]
    assert lines["amount"].to_list() == [Decimal("1000.50"), Decimal("-200"), Decimal("50.25")]
    assert set(lines["entry_type"]) == {"commitment"}
    sums = result.control_totals.select("stated_amount", "computed_amount").rows()
    assert sums == [(Decimal(text), Decimal(text)) for text in ("800.50", "50.25", "850.75")]
