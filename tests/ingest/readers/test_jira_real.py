"""The public Jira exports beside the checkout: counted and measured by other means than this project."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from ingest.configuration import FiscalCalendar, ReadOptions, Source
from ingest.readers.trackers import jira_csv
from ingest.readers.trackers.jira_json import JiraJsonReader
from ingest.reading import ReadContext, ReadResult

TRACKER = Path(__file__).parents[4] / "shared" / "data" / "tracker"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not TRACKER.is_dir(), reason="the public exports are not beside the checkout"),
]


def read_json(name: str, **columns: str) -> ReadResult:
    source = Source(name="jira", format="jira_json", files="*", read=ReadOptions(columns=columns))
    result = JiraJsonReader().read(TRACKER / name, source, ReadContext(FiscalCalendar()))
    assert result.rejected.rows() == []
    return result


def median_days_to_resolve(items: pl.DataFrame) -> float:
    microseconds = (pl.col("resolved_at") - pl.col("created_at")).dt.total_microseconds()
    return items.select(microseconds / 86_400_000_000).to_series().median()


REST = {
    "ALOY": (1499, {"done": 1284, "todo": 212, "in_progress": 3}, 1283, 20.6422, 71, 23, 988),
    "MOD": (367, {"done": 276, "todo": 76, "in_progress": 15}, 272, 56.2601, 27, 31, 138),
    "DAEMON": (317, {"done": 287, "todo": 30}, 287, 4.6232, 0, 65, 141),
}


@pytest.mark.parametrize("project", REST)
def test_rest_issues_have_their_known_facts(project: str) -> None:
    issue_count, categories, resolved_count, days, parent_count, epic_count, link_count = REST[project]
    result = read_json(f"jira_rest/{project}.jsonl.gz")
    items = result.tables["work_items"]
    assert (
        result.rows_read
        == items["work_item_key"].n_unique()
        == items["work_item_id"].n_unique()
        == issue_count
    )
    assert Counter(items["status_category"]) == categories
    assert items["resolved_at"].count() == resolved_count
    assert median_days_to_resolve(items) == pytest.approx(days, abs=0.00005)
    assert (items["parent_key"].count(), items["epic_key"].count()) == (parent_count, epic_count)
    assert result.tables["work_item_links"].height == link_count
    assert result.tables["work_item_transitions"].is_empty()


def test_the_largest_project_in_detail() -> None:
    items = read_json("jira_rest/ALOY.jsonl.gz").tables["work_items"]
    assert Counter(items["type_name"]) == {
        "Bug": 623,
        "Improvement": 352,
        "Story": 233,
        "New Feature": 213,
        "Sub-task": 62,
        "Technical task": 9,
        "Epic": 7,
    }
    assert items["created_at"].min() == datetime(2012, 5, 6, 19, 25, 25)
    assert items["created_at"].max() == datetime(2021, 10, 27, 7, 56, 5)
    assert items["priority_name"].null_count() == 62


def test_cloud_issues_carry_their_changelog() -> None:
    result = read_json(
        "jira_cloud_api/issues.jsonl", sprints="customfield_10020", epic_key="customfield_10014"
    )
    items = result.tables["work_items"]
    assert Counter(items["status_name"]) == {"已完成": 30, "To Do": 3}
    assert Counter(items["status_category"]) == {"done": 30, "todo": 3}
    assert result.tables["work_item_transitions"].height == 165


def test_separate_changelog_entries_give_their_status_changes() -> None:
    result = read_json("jira_cloud_api/issue_changelogs.jsonl")
    changes = result.tables["work_item_transitions"]
    assert result.rows_read == 279
    assert changes.height == 10
    assert changes["work_item_id"].n_unique() == 3
    assert result.ignored == {"entry_without_status_change": 269}


def test_the_csv_export_has_its_known_facts() -> None:
    identity = {"work_item_id": "Issue id", "work_item_key": "Issue id"}
    options = ReadOptions(columns=identity, constants={"type_name": "Bug"})
    source = Source(name="bugs", format="jira_csv", files="*", read=options)
    result = jira_csv.READER.read(TRACKER / "jira_csv" / "bugs.csv", source, ReadContext(FiscalCalendar()))
    items = result.tables["work_items"]
    assert result.rejected.rows() == []
    assert result.rows_read == items.height == 2503
    assert Counter(items["status_name"]) == {
        "Resolved": 1733,
        "Open": 684,
        "Patch Available": 41,
        "In Progress": 30,
        "Reopened": 15,
    }
    assert items["created_at"].min() == datetime(2020, 1, 1, 2, 52)
    assert items["created_at"].max() == datetime(2024, 12, 31, 18, 55)
    assert median_days_to_resolve(items) == pytest.approx(12.259028, abs=0.0000005)


ALWAYS = {
    "work_item_id", "work_item_key", "project_key", "type_name", "title", "status_name", "status_category",
    "priority_name", "resolution_name", "assignee_name", "reporter_name", "story_points", "sprints",
    "original_estimate_seconds", "time_spent_seconds", "created_at", "updated_at", "resolved_at", "due_date",
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "category", "also"),
    [("English", "Done", {"team_name", "start_date"}), ("Spanish", "Listo", {"labels", "parent_key"})],
)
def test_real_header_lines_are_recognised(
    tmp_path: Path, language: str, category: str, also: set[str]
) -> None:
    lines = (TRACKER / "jira_csv" / "header_lines.txt").read_text().splitlines()
    place = next(place for place, line in enumerate(lines) if line.startswith(f"# {language}"))
    names = lines[place + 1].split(",")
    cells = dict.fromkeys(names, "PAY-1") | {"Status Category": category, "Categoría de estado": category}
    cells |= dict.fromkeys(("Created", "Updated", "Resolved", "Due date"), "10/Nov/25 4:51 PM")
    cells["Custom field (Start date)"] = "10/Nov/25"
    cells |= dict.fromkeys(("Creada", "Actualizada", "Resuelta", "Fecha de vencimiento"), "10/nov/25 4:51 PM")
    numbers = ("Original estimate", "Estimación original", "Time Spent", "Tiempo Trabajado")
    cells |= dict.fromkeys(numbers, "3600")
    cells |= {name: "5" for name in names if "Story" in name}
    path = tmp_path / "export.csv"
    path.write_text("\n".join(",".join(row) for row in (names, [cells[name] for name in names])))
    source = Source(name="jira", format="jira_csv", files="*")
    result = jira_csv.READER.read(path, source, ReadContext(FiscalCalendar()))
    (row,) = result.tables["work_items"].drop("row_number", "extra").rows(named=True)
    assert {name for name, value in row.items() if value is not None} == ALWAYS | also
    assert result.tables["work_item_links"].height == (2 if language == "Spanish" else 0)
