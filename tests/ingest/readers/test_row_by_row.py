"""Readers that say so make the same of a record, whatever other records stand in the file."""

import csv
import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingest.readers import READERS, reader_for
from tests.ingest.readers.reading import FIXTURES, read_text

LINEAR = """ID,Team,Title,Status,Estimate,Labels,Created,Started,Completed,Canceled,Blocked by
A-1,Blue,Pay,Todo,3,"x, y",2026-03-02T10:00:00.000Z,,,,
A-2,Blue,Ship,Done,,,2026-03-03T10:00:00.000Z,2026-03-04T10:00:00.000Z,2026-03-05T10:00:00.000Z,,A-1
A-3,Blue,Drop,Gone,1,,2026-03-03T10:00:00.000Z,,,2026-03-05T10:00:00.000Z,"A-1, A-2"
"""
REDMINE = (
    (FIXTURES / "redmine_csv" / "english.csv").read_text("utf-8-sig")
    + """\
13,Shop,Bug,12,Closed,Low,Lost,O 08,,03/16/2026 10:30 AM,,,,,,,9,02/28/2026 09:00 AM,03/16/2026 10:30 AM,,0
14,Shop,Bug,,Rejected,Low,Strange,O 08,,03/17/2026 10:30 AM,,,,,8:15,,0,03/18/2026 09:00 AM,,Related to #12,0
"""
)
OWN = """Key,Kind,State,Tags,Waits,Hours
K-1,Story,Open,a;b,,
K-2,Story,Done,,K-1;K-3,2h
K-3,Bug,,,,1d
"""
OWN_COLUMNS = {
    "work_item_key": "Key",
    "type_name": "Kind",
    "status_name": "State",
    "labels": "Tags",
    "blocked_by": "Waits",
    "time_spent_seconds": "Hours",
}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "linear_csv": (LINEAR, {}),
    "work_items": (OWN, {"columns": OWN_COLUMNS, "list_separator": ";"}),
    "openproject_csv": ((FIXTURES / "openproject_csv" / "english.csv").read_text("utf-8-sig"), {}),
    "redmine_csv": (REDMINE, {"date_order": "mdy"}),
    "servicenow_csv": ((FIXTURES / "servicenow_csv" / "pm_project.csv").read_text("utf-8-sig"), {}),
}


def test_every_reader_that_says_so_is_shown() -> None:
    said = {name for name in READERS if getattr(reader_for(name), "is_row_by_row", False)}
    assert said == set(CASES)


@pytest.mark.parametrize("source_format", CASES)
def test_a_record_is_read_alike_alone(source_format: str, tmp_path: Path) -> None:
    content, options = CASES[source_format]
    header, *records = csv.reader(io.StringIO(content))
    whole = read_text(source_format, tmp_path, written(header, *records), **options)
    alone = [read_text(source_format, tmp_path, written(header, record), **options) for record in records]
    assert len(records) > 2
    for name, table in whole.tables.items():
        parts = pl.concat([result.tables[name] for result in alone])
        assert content_of(parts) == content_of(table)
    rejected = pl.concat([result.rejected for result in alone]).drop("row_number")
    assert rejected.equals(whole.rejected.drop("row_number"))


def content_of(table: pl.DataFrame) -> list[str]:
    return sorted(map(str, table.drop("row_number").rows()))


def written(*rows: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
