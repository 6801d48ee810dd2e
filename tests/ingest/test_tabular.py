"""Hostile delimited files and JSON: each record is accepted, rejected with its line, or left out."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingest.configuration import ReadOptions
from ingest.reading import UnreadableFile
from ingest.table import Table
from ingest.tabular import read_table

HEADER = b"a,b,c\n"
EXPECTED = ("a", "b", "c")


def read(folder: Path, content: bytes, expected: tuple[str, ...] = EXPECTED, **options: Any) -> Table:
    path = folder / "export"
    path.write_bytes(content)
    table = read_table(path, ReadOptions(**options), expected)
    rejected = table.rejected["row_number"].n_unique()
    assert table.rows_read == table.frame.height + rejected + sum(table.ignored.values())
    return table


def reasons(table: Table) -> list[tuple[int, str]]:
    return table.rejected.select("row_number", "reason").rows()


@pytest.mark.parametrize(
    "content",
    [
        "a,b,c\n1,\u00e4,3\n".encode(),
        "\ufeffa,b,c\n1,\u00e4,3\n".encode(),
        "a,b,c\r\n1,\u00e4,3\r\n".encode("utf-16"),
        "\ufeffa,b,c\n1,\u00e4,3".encode("utf-16-be"),
        "a,b,c\r1,\u00e4,3\r".encode(),
        gzip.compress("a;b;c\n1;\u00e4;3\n".encode()),
        "a\tb\tc\n1\t\u00e4\t3\n".encode(),
        '"a","b","c"\n"1","\u00e4","3"\n'.encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "utf-16-be", "mac line ends", "gzip, semicolons", "tabs", "quoted"],
)
def test_p01_p03_p04_the_same_rows_whatever_the_dialect(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content).frame.rows() == [(1, "1", "\u00e4", "3")]


def test_p02_a_configured_encoding_is_used_and_its_undefined_bytes_rejected(tmp_path: Path) -> None:
    table = read(tmp_path, b"a,b,c\n1,\xe4,3\n2,\x81,3\n", encoding="cp1252")
    assert table.frame.rows() == [(1, "1", "\u00e4", "3")]
    assert reasons(table) == [(2, "encoding")]


def test_p02_bytes_that_are_no_text_go_to_quarantine_as_they_are(tmp_path: Path) -> None:
    table = read(tmp_path, HEADER + b"1,\xe4,3\n4,5,6\n")
    assert reasons(table) == [(1, "encoding")]
    assert json.loads(table.rejected["raw"][0]) == {"base64": "MSzkLDMK"}
    assert table.frame.rows() == [(2, "4", "5", "6")]


def test_p04_line_ends_and_quotes_inside_cells_are_conserved(tmp_path: Path) -> None:
    table = read(tmp_path, HEADER + b'1,"x\r\ny\n\n""z""",3\r\n"",, 6 \r\n')
    assert table.frame.rows() == [(1, "1", 'x\r\ny\n\n"z"', "3"), (2, None, None, " 6 ")]


def test_p05_an_unclosed_quote_costs_only_its_own_line(tmp_path: Path) -> None:
    table = read(tmp_path, HEADER + b'1,"2,3\n4,5,6\n7,"8",9\n')
    assert reasons(table) == [(1, "quote")]
    assert "line 2" in table.rejected["detail"][0]
    assert table.frame.rows() == [(2, "4", "5", "6"), (3, "7", "8", "9")]


def test_p05_two_hundred_records_behind_an_unclosed_quote_are_all_there(tmp_path: Path) -> None:
    lines = [f'{n},"text {n}",x\n' for n in range(1, 201)]
    lines[99] = '100,"text 100,x\n'
    table = read(tmp_path, HEADER + "".join(lines).encode())
    assert reasons(table) == [(100, "quote")]
    assert table.frame.height == 199


@pytest.mark.parametrize("row", [b"1,2\n", b"1,2,3,4\n", b"1,2,3,\n", b"1\n"])
def test_p06_a_row_of_another_width_is_never_shifted_or_cut(tmp_path: Path, row: bytes) -> None:
    table = read(tmp_path, HEADER + b"0,0,0\n" + row + b"4,5,6\n")
    assert reasons(table) == [(2, "width")]
    assert table.frame.rows() == [(1, "0", "0", "0"), (3, "4", "5", "6")]


def test_p06_a_short_and_a_long_row_do_not_make_up_for_each_other(tmp_path: Path) -> None:
    table = read(tmp_path, HEADER + b"1,2\n1,2,3,4\n4,5,6\n")
    assert reasons(table) == [(1, "width"), (2, "width")]


def test_p06_a_cut_last_row_is_rejected(tmp_path: Path) -> None:
    assert reasons(read(tmp_path, HEADER + b"1,2,3\n4,5")) == [(2, "width")]


def test_p07_a_nul_in_a_cell_is_rejected_and_a_tail_of_nuls_refuses_the_file(tmp_path: Path) -> None:
    assert reasons(read(tmp_path, HEADER + b"1,2\0x,3\n4,5,6\n" * 10))[0] == (1, "nul")
    with pytest.raises(UnreadableFile, match="cut short"):
        read(tmp_path, HEADER + b"1,2,3\n" * 10 + b"\0" * 4096)


def test_p08_a_cell_of_a_million_characters_is_rejected_with_its_beginning(tmp_path: Path) -> None:
    table = read(tmp_path, HEADER + b"1," + b"x" * 1_000_001 + b",3\n4,5,6\n")
    assert reasons(table) == [(1, "cell_too_long")]
    assert len(table.rejected["raw"][0]) < 2000


def test_p09_titles_above_the_header_and_blank_rows_are_counted(tmp_path: Path) -> None:
    content = b"Budget 2026\n\n" + HEADER + b"1,2,3\n,,\n\n  \n4,5,6\n"
    table = read(tmp_path, content)
    assert table.ignored == {"above_header": 2, "blank_row": 3}
    assert table.frame["row_number"].to_list() == [1, 5]


def test_p10_the_header_of_a_second_file_glued_on_is_rejected(tmp_path: Path) -> None:
    assert reasons(read(tmp_path, HEADER + b"1,2,3\n" + HEADER + b"4,5,6\n")) == [(2, "repeated_header")]


def test_p13_columns_of_one_name_stay_apart(tmp_path: Path) -> None:
    table = read(tmp_path, b"Sprint,a,sprint ,Sprint_1,b\n1,2,3,4,5\n")
    assert table.columns_named("SPRINT") == ("c0", "c2")
    assert [cell.label for cell in table.header] == ["Sprint", "a", "sprint (2)", "Sprint_1", "b"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"<!DOCTYPE html><html><body>a,b,c", "web page"),
        (b'{"error":"unauthorised"}', "expected column names"),
        (b"[{,]", "no sound JSON"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8bzzzzzzzzzz", "gzip"),
        (gzip.compress(HEADER + b"1,2,3\n" * 999, mtime=0)[:-20], "gzip"),
        ("a,b,c\n1,2,3\n".encode("utf-16-le"), "UTF-16"),
        (b"x,y\n1,2\n", "x, y"),
    ],
)
def test_f08_f09_what_is_no_table_is_refused_with_the_reason(
    tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read(tmp_path, content)


def test_f10_a_gzip_bomb_is_refused_while_it_unpacks(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="unpack to more than"):
        read(tmp_path, gzip.compress(HEADER + bytes(48) * (6 << 20) + b"\n"))


def test_a_header_without_rows_is_an_empty_table(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER).frame.shape == (0, 4)


def test_p03_a_wrong_delimiter_is_refused_and_not_guessed_around(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="delimiter ','"):
        read(tmp_path, b"a;b;c\n1;2;3\n", delimiter=",")


def test_the_header_row_can_be_told(tmp_path: Path) -> None:
    table = read(tmp_path, b"note\nx,y,z\n1,2,3\n", header_row=2)
    assert [cell.name for cell in table.header] == ["x", "y", "z"]
    assert table.ignored == {"above_header": 1}


def test_p14_leading_zeros_and_text_late_in_a_column_survive(tmp_path: Path) -> None:
    table = read(tmp_path, HEADER + b"00001,1,1\n" * 30_000 + b"x,1,1\n")
    assert table.frame["c0"].unique().sort().to_list() == ["00001", "x"]


def test_a_file_of_broken_quotes_is_refused_and_not_read_for_ever(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="broken quotes"):
        read(tmp_path, HEADER + b'1,"2"x,3\n' * 2000)


@pytest.mark.parametrize("glue", ["array", "lines"])
def test_json_records_become_text(tmp_path: Path, glue: str) -> None:
    records: list[Any] = [
        {"a": 1, "b": 2.5, "c": [1, "x"]},
        {"b": None, "a": ""},
        {"a": True, "d": "\u00e4"},
        7,
    ]
    lines = [json.dumps(record) for record in records]
    content = "[" + ",".join(lines) + "]" if glue == "array" else "\n".join(lines)
    table = read(tmp_path, content.encode())
    assert table.frame.rows() == [(1, "1", "2.5", '[1, "x"]', None), (3, "true", None, None, "\u00e4")]
    assert (reasons(table), table.ignored) == ([(4, "not_a_record")], {"blank_row": 1})


def test_a_json_number_is_never_ambiguous(tmp_path: Path) -> None:
    assert read(tmp_path, b'[{"a": 1.234, "b": "1.234"}]').frame.rows() == [(1, "1.2340", "1.234")]


CELLS = st.text(alphabet='ab,;"\n\r\u00e4\u2028 \t', max_size=8)


def _expected_row(number: int, row: list[str]) -> tuple[Any, ...]:
    return (number, *(cell or None for cell in row))


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=12),
    line_end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
@settings(max_examples=150, deadline=None)
def test_p04_whatever_csv_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], line_end: str, quoting: int
) -> None:
    # Python's writer leaves a bare carriage return unquoted: nobody can tell it from a line's end.
    assume(quoting == csv.QUOTE_ALL or not any("\r" in cell for row in rows for cell in row))
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end, quoting=quoting).writerows([["col a", "col b", "col c"], *rows])
    table = read(tmp_path_factory.mktemp("csv"), text.getvalue().encode(), ("col a", "col b", "col c"))
    is_blank = [not any(cell.strip() for cell in row) for row in rows]
    kept = [_expected_row(number, row) for number, row in enumerate(rows, 1) if not is_blank[number - 1]]
    assert table.frame.rows() == kept
    assert table.ignored.get("blank_row", 0) == sum(is_blank)


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_bytes_at_all_break_the_account(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    try:
        read(tmp_path_factory.mktemp("noise"), HEADER + noise)
    except UnreadableFile as error:
        assert error.remedy  # noqa: PT017 - most noise is readable, which is as good
