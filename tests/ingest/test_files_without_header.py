"""Files whose first row is data: `header_row: 0` names their columns as Excel does."""

from pathlib import Path

import pytest
import xlsxwriter

from ingest.configuration import ReadOptions
from ingest.table import lettered_header
from ingest.tabular import read_table

OPTIONS = ReadOptions(header_row=0, columns={"cost_object_code": "A", "amount": "B"})


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Harbour", "$1.5M"])
        sheet.write_row(1, 0, ["Airport", "$2B"])
    return path


def text_file(path: Path, mark: bytes = b"") -> Path:
    path.write_bytes(mark + b"Harbour;$1.5M\nAirport;$2B\n")
    return path


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_csv_without_a_header_loses_no_row(tmp_path: Path, mark: bytes) -> None:
    table = read_table(text_file(tmp_path / "spending.csv", mark), OPTIONS, ())
    assert table.frame.rows() == [(1, "Harbour", "$1.5M"), (2, "Airport", "$2B")]
    assert (table.columns_named("A"), table.columns_named("B"), table.rows_read) == (("c0",), ("c1",), 2)


def test_a_sheet_without_a_header_loses_no_row(tmp_path: Path) -> None:
    table = read_table(workbook(tmp_path / "spending.xlsx"), OPTIONS, ())
    assert table.frame.rows() == [(1, "Harbour", "$1.5M"), (2, "Airport", "$2B")]
    assert (table.columns_named("B"), table.rows_read) == (("c1",), 2)


def test_columns_are_called_as_excel_calls_them() -> None:
    assert lettered_header(28)[24:] == ("Y", "Z", "AA", "AB")
