"""Registers in YAML: read as text like any sheet, and refused when they are made to hurt."""

from pathlib import Path

import pytest

from ingest.configuration import ReadOptions
from ingest.reading import UnreadableFile
from ingest.table import Table
from ingest.tabular import read_table
from ingest.yaml_records import LARGEST_FILE

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\nrecords:\n  - {code: *a, name: y}\n"


def read(folder: Path, content: str | bytes) -> Table:
    path = folder / "register"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path, ReadOptions(), ("Code", "Name", "Date", "Weight", "Owner"))


def rows(table: Table) -> list[dict]:
    return [
        {
            table.label(name): value
            for name, value in row.items()
            if name != "row_number" and value is not None
        }
        for row in table.frame.rows(named=True)
    ]


def test_a_list_of_records_is_text(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "---\n# kept by hand\n- code: 007\n  name: yes\n  date: 2026-01-05\n  weight: 1.234\n"
        "- code: A-2\n  name: null\n  weight: 0.30\n  tags: [x, y]\n  more: {a: 1}\n- just text\n",
    )
    assert rows(table) == [
        {"code": "007", "name": "yes", "date": "2026-01-05", "weight": "1.2340"},
        {"code": "A-2", "weight": "0.30", "tags": "x; y", "more": '{"a": "1"}'},
    ]
    assert table.rejected.select("row_number", "reason").rows() == [(3, "not_a_record")]
    assert table.rows_read == 3


def test_what_stands_beside_the_list_belongs_to_each_record(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        "owner: Owner 07\nnote: >\n  several, words\nbets:\n"
        "  - {code: A, name: x}\n  - code: B\n    name: y\n    owner: Owner 08\n",
    )
    assert [(row["code"], row["owner"]) for row in rows(table)] == [("A", "Owner 07"), ("B", "Owner 08")]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (BOMB, "alias"),
        ("- code: A\n  name: x\n  x: " + "[" * 20 + "]" * 20 + "\n", "nests deeper"),
        ("- code: A\n  name: x\n  code: B\n", "twice"),
        ("- code: A\n  name: [x\n", "does not parse"),
        ("- code: !!python/object/apply:os.system [ls]\n  name: x\n", ""),
        ("a:\n  - {code: A, name: x}\nb:\n  - {code: B, name: y}\n", "2 lists"),
        ("- code: A\n  name: x\n---\n- code: B\n  name: y\n", "does not parse"),
        ("- colour: red\n  shape: round\n", "expected column names"),
        (b"- code: A\n  name: \xff\xfe\n", "not UTF-8"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_place(
    tmp_path: Path, content: str | bytes, problem: str
) -> None:
    if problem:
        with pytest.raises(UnreadableFile, match=problem):
            read(tmp_path, content)
    else:  # a tag is no instruction
        assert rows(read(tmp_path, content)) == [{"code": "ls", "name": "x"}]


def test_a_large_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="bytes of YAML"):
        read(tmp_path, "- code: A\n  name: " + "x" * LARGEST_FILE + "\n")


@pytest.mark.parametrize(
    "content",
    [
        "Code,Name\nA,x\n",
        "Report: bets\nDate: 2026-01-05\nCode,Name\nA,x\n",
        "Code;Name\n- A: b;x\n",
        "\n# comment\nCode,Name\nA,x\n",
    ],
)
def test_a_csv_stays_a_csv(tmp_path: Path, content: str) -> None:
    (row,) = rows(read(tmp_path, content))
    assert row["Name"] == "x"
