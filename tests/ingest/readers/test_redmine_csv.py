"""Redmine's CSV export: three languages, hours with comma or point, relations, closing dates."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.ingest.readers.reading import FIXTURES, read_text

ENGLISH = (FIXTURES / "redmine_csv/english.csv").read_bytes().decode()
GERMAN = (FIXTURES / "redmine_csv/german.csv").read_bytes().decode()
FRENCH = (FIXTURES / "redmine_csv/french.csv").read_bytes().decode()


@pytest.mark.parametrize(
    ("content", "encoding", "date_order"),
    [(ENGLISH, "utf-8", "mdy"), (GERMAN, "iso-8859-1", None), (FRENCH, "utf-8", "dmy")],
    ids=["english", "german", "french"],
)
def test_every_language_gives_the_same_issue(
    tmp_path: Path, content: str, encoding: str, date_order: str | None
) -> None:
    options = {"encoding": encoding, "date_order": date_order}
    result = read_text("redmine_csv", tmp_path, content.encode(encoding), **options)
    assert result.rejected.rows() == []
    (row,) = result.tables["work_items"].rows(named=True)
    filled = {name: value for name, value in row.items() if value is not None}
    status = filled.pop("status_name")
    assert status in ("In Progress", "In Bearbeitung", "En cours")
    votes, relations = sorted(json.loads(filled.pop("extra")).values())
    assert (votes, relations[-3:]) == ("2", "#16")
    assert filled == {
        "row_number": 1, "work_item_id": "12", "work_item_key": "12", "project_key": "Shop",
        "type_name": "Feature", "title": "Refunds", "status_category": "in_progress",
        "priority_name": "High", "assignee_name": "Owner 07", "reporter_name": "Owner 08",
        "parent_key": "7", "original_estimate_seconds": 45_000, "time_spent_seconds": 5_400,
        "components": '["Pay, in"]', "fix_versions": '["R 1.2"]', "percent_complete": 0.4,
        "start_date": date(2026, 3, 1), "due_date": date(2026, 3, 31),
        "created_at": datetime(2026, 2, 28, 9), "updated_at": datetime(2026, 3, 15, 10, 30),
    }  # fmt: skip
    assert result.tables["work_item_links"].select("link_type", "direction", "linked_key").rows() == [
        ("Blocks", "outward", "13"),
        ("Blocks", "inward", "14"),
        ("Relates", "outward", "15"),
        ("Precedes", "outward", "16"),
    ]


def test_only_what_is_closed_was_resolved(tmp_path: Path) -> None:
    rows = "1,Bug,New,2026-03-01 10:00\n2,Bug,Rejected,2026-03-02 10:00\n3,Bug,Parked,2026-03-03 10:00\n"
    result = read_text("redmine_csv", tmp_path, f"#,Tracker,Status,Closed\n{rows}")
    columns = ("status_category", "resolution_name", "resolved_at")
    assert result.tables["work_items"].select(columns).rows() == [
        ("todo", None, None),  # opened again
        ("done", "Rejected", datetime(2026, 3, 2, 10)),
        (None, None, datetime(2026, 3, 3, 10)),
    ]


def test_a_duration_in_other_words_is_refused(tmp_path: Path) -> None:
    content = "#,Tracker,Status,Estimated time\n1,Bug,New,1.234\n2,Bug,New,two days\n3,Bug,New,2\n"
    result = read_text("redmine_csv", tmp_path, content)
    assert result.rejected.select("row_number", "reason").rows() == [(1, "not_a_number"), (2, "not_a_number")]
    assert result.tables["work_items"]["original_estimate_seconds"].to_list() == [7200]


def test_relations_of_other_kinds_are_not_lost(tmp_path: Path) -> None:
    content = '#,Tracker,Status,Related issues\n1,Bug,New,"Copied to #5, Blocks #7"\n2,Bug,New,\n'
    result = read_text("redmine_csv", tmp_path, content)
    assert result.tables["work_item_links"].select("link_type", "linked_key").rows() == [("Blocks", "7")]
    assert result.tables["work_items"]["extra"].to_list() == [
        '{"Related issues":"Copied to #5, Blocks #7"}', None
    ]  # fmt: skip


def test_a_mapped_resolution_is_taken(tmp_path: Path) -> None:
    content = "#,Tracker,Status,Why\n1,Bug,Rejected,Duplicate\n2,Bug,Closed,Fixed\n3,Bug,Rejected,\n"
    result = read_text("redmine_csv", tmp_path, content, columns={"resolution_name": "Why"})
    assert result.tables["work_items"]["resolution_name"].to_list() == ["Duplicate", "Fixed", "Rejected"]
