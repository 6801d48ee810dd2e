"""Generated files: whatever stands in them, each row is taken as it is, set aside, or counted as left out."""

import csv
import gzip
import io

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.configuration import ReadOptions
from ingest.tabular import read_table

HEADER = ["first name", "second name", "third name"]
# Letters that every one of the encodings below has; none of the header's names can be made of them.
CELLS = st.text(alphabet="b,;|\"\t\n äé€'", max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=15)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252")


@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(ENCODINGS),
    is_packed=st.booleans(),
    above=st.integers(0, 3),
)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_every_row_of_a_csv_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    delimiter: str,
    line_end: str,
    encoding: str,
    is_packed: bool,
    above: int,
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([*([["a title"]] * above), HEADER, *rows])
    content = text.getvalue().encode(encoding)
    path = tmp_path_factory.mktemp("csv") / "export"
    path.write_bytes(gzip.compress(content) if is_packed else content)
    options = ReadOptions(encoding="cp1252" if encoding == "cp1252" else "utf-8")
    table = read_table(path, options, HEADER)

    numbered = list(enumerate(rows, start=1))
    whole = [(number, row) for number, row in numbered if len(row) == len(HEADER)]
    blank = [number for number, row in whole if not "".join(row).strip()]
    taken = [(number, *(cell or None for cell in row)) for number, row in whole if number not in blank]
    assert table.frame.rows() == taken
    others = [(number, "width") for number, row in numbered if len(row) != len(HEADER)]
    assert table.rejected.select("row_number", "reason").rows() == others
    assert table.ignored == {
        rule: count for rule, count in {"above_header": above, "blank_row": len(blank)}.items() if count
    }
    assert table.rows_read == above + len(rows)


VALUES = st.one_of(
    st.none(),
    st.text(alphabet="bä ,;=#\n", min_size=1, max_size=6),
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**6), 10**6, places=2).map(float),
)


def as_text(value: str | float | None) -> str | None:
    """Write a cell as Excel's formula bar shows it; numbers to 15 digits."""
    return value if value is None or isinstance(value, str) else f"{value:.15g}"


@given(rows=st.lists(st.lists(VALUES, min_size=3, max_size=3), max_size=12), above=st.integers(0, 2))
@settings(max_examples=5, deadline=None, derandomize=True)
def test_every_row_of_a_sheet_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str | float | None]], above: int
) -> None:
    path = tmp_path_factory.mktemp("sheet") / "export.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([*([["a title"]] * above), HEADER, *rows, ["end", "end", "end"]]):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write_number(number, column, value)
    table = read_table(path, ReadOptions(), HEADER)

    texts = [[as_text(value) for value in row] for row in rows] + [["end"] * 3]
    is_blank = [not "".join(cell or "" for cell in row).strip() for row in texts]
    taken = [(number, *row) for number, row in enumerate(texts, start=1) if not is_blank[number - 1]]
    assert table.frame.rows() == taken
    assert table.rejected.is_empty()
    assert table.rows_read == above + len(texts) == len(taken) + sum(table.ignored.values())
