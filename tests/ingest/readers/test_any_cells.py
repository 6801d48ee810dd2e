"""Whatever stands below a known header, a reader of trackers' tables accounts for each row."""

import csv
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.contracts import TABLES
from ingest.readers import reader_for
from ingest.readers.trackers._work_item_table import WorkItemTable
from ingest.readers.trackers.jira_data_pipeline import HISTORY, ISSUES
from tests.ingest.readers.reading import read_text

FORMATS = (
    "asana_csv", "azure_csv", "github_projects_tsv", "linear_csv", "ms_project_csv", "openproject_csv",
    "redmine_csv", "servicenow_csv", "smartsheet",
)  # fmt: skip
CELLS = (
    "", " ", "0", "1", "12", "-3", "1,5", "1.234", "12.000", "1e400", "NaN", "inf", "50%", "120 days",
    "1w 2d", "12FS +3d", "2,3SS;99", "[a", "[]", '["a", 1, null]', '"', "'", "\\", "a,b;c", "two\nlines",
    "=1+1", "#REF!", "NA", "n/a", "2026-03-01", "01/Jul/24 9:13 AM", "Mon 01/01/26", "0219-01-01",
    "99999999999999999999", "Done", "New", "PRJ1", "Yes", "\x1f", "\u202f", "\ufeff", "Ω≈ç",
    "https://github.com/acme/shop/issues/7", "Blocks #12, Follows #x",
)  # fmt: skip


def header_of(fields: dict[str, tuple[str, ...]]) -> list[str]:
    return [names[0] for names in fields.values() if names]


def read_rows(source_format: str, header: list[str], rows: list[list[str]], **options: Any) -> None:
    """Read the rows; `read_text` checks that none is lost."""
    text = StringIO()
    csv.writer(text).writerows([header, *rows])
    with tempfile.TemporaryDirectory() as folder:
        result = read_text(source_format, Path(folder), text.getvalue(), **options)
    for name, frame in result.tables.items():
        assert TABLES[name].schema.items() <= dict(frame.schema).items()
        assert all(frame[column].null_count() == 0 for column in TABLES[name].required)


@pytest.mark.parametrize("source_format", FORMATS)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_any_cells_below_the_header(source_format: str, data: st.DataObject) -> None:
    reader = reader_for(source_format)
    assert isinstance(reader, WorkItemTable)
    header = header_of(reader.fields)
    rows = st.lists(st.lists(st.sampled_from(CELLS), min_size=len(header), max_size=len(header)), max_size=6)
    read_rows(source_format, header, data.draw(rows))


@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_any_cells_of_the_generic_reader(data: st.DataObject) -> None:
    fields = list(reader_for("work_items").fields)  # ty: ignore
    cells = st.lists(st.sampled_from(CELLS), min_size=len(fields), max_size=len(fields))
    columns = {name: name for name in fields}
    read_rows("work_items", fields, data.draw(st.lists(cells, max_size=6)), columns=columns)


@pytest.mark.parametrize("fields", [ISSUES.fields, HISTORY], ids=["issues", "history"])
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_any_cells_of_the_data_pipeline(fields: dict[str, tuple[str, ...]], data: st.DataObject) -> None:
    header = header_of(fields)
    cells = st.lists(st.sampled_from(CELLS), min_size=len(header), max_size=len(header))
    rows = data.draw(st.lists(cells, max_size=6))
    read_rows("jira_data_pipeline", header, rows, delivery="increment")
