"""Microsoft Project's XML: outline, progress, predecessors, resources, custom fields; harmful documents."""

import json
import re
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.contracts import TABLES
from ingest.reading import ReadResult, UnreadableFile
from tests.ingest.readers.reading import FIXTURES, read_file, read_text

PLAN = FIXTURES / "ms_project_xml" / "plan.xml"
ROOT = '<Project xmlns="http://schemas.microsoft.com/project">'


def read(folder: Path, content: str, **options: Any) -> ReadResult:
    return read_text("ms_project_xml", folder, content, name="plan.xml", **options)


def rows(result: ReadResult, *columns: str) -> list[tuple]:
    return result.tables["work_items"].select(columns).rows()


def test_the_outline_gives_parents_and_types() -> None:
    result = read_file("ms_project_xml", PLAN)
    assert rows(result, "row_number", "work_item_id", "parent_key", "type_name", "title") == [
        (1, "0", None, "Summary task", "Refunds"),
        (2, "3", "0", "Summary task", "Build & test"),
        (3, "7", "3", "Task", "By card"),
        (5, "9", "3", "Task", "By voucher"),
        (6, "4", "0", "Milestone", "Live"),
        (7, "5", "0", "Task", "Dropped"),
    ]
    assert (result.rows_read, result.ignored) == (8, {"blank_row": 1, "task_of_another_plan": 1})
    assert result.rejected.is_empty()


def test_progress_gives_the_status() -> None:
    result = read_file("ms_project_xml", PLAN)
    assert rows(result, "status_name", "status_category", "percent_complete", "resolution_name") == [
        ("In progress", "in_progress", 0.38, None),
        ("In progress", "in_progress", 0.5, None),
        ("Complete", "done", 1.0, None),
        ("In progress", "in_progress", 0.07, None),
        ("Not started", "todo", 0.0, None),
        ("Inactive", "done", 0.0, "Inactive"),
    ]


def test_a_task() -> None:
    result = read_file("ms_project_xml", PLAN, time_zone="Europe/Zurich", columns={"team_name": "Squad"})
    task = result.tables["work_items"].row(2, named=True)
    assert (task["project_key"], task["team_name"], task["assignee_name"]) == (
        "Refunds",
        "Payments",
        "Owner 07",
    )
    assert (task["start_date"], task["due_date"]) == (date(2026, 3, 2), date(2026, 3, 6))
    assert (task["started_at"], task["resolved_at"]) == (datetime(2026, 3, 2, 7), datetime(2026, 3, 6, 16))
    assert (task["original_estimate_seconds"], task["time_spent_seconds"]) == (40 * 3600 + 90, 41 * 3600)
    extra = json.loads(task["extra"])
    assert extra["Resources"] == "Owner 07\nOwner 08\nConcrete"
    assert (extra["WBS"], extra["Duration"], extra["Cost"]) == ("1.1", "PT40H0M0S", "540000")
    assert (extra["Baseline Finish"], extra["Baseline2 Finish"]) == (
        "2026-03-05T17:00:00",
        "2026-03-09T17:00:00",
    )
    assert extra["Licence fee"] == "1250.5"  # stored as 125050


def test_a_task_put_into_the_plan_after_it_began_was_there_when_it_began() -> None:
    items = read_file("ms_project_xml", PLAN).tables["work_items"]
    assert items["created_at"].to_list()[2:4] == [datetime(2026, 3, 2, 8), datetime(2026, 2, 27, 10)]
    assert json.loads(items["extra"][2])["CreateDate"] == "2026-03-09T10:00:00"


def test_a_task_without_work_is_not_estimated_at_nothing() -> None:
    items = read_file("ms_project_xml", PLAN).tables["work_items"]
    assert items["original_estimate_seconds"].to_list()[4] is None


def test_any_element_of_a_task_may_be_mapped(tmp_path: Path) -> None:
    task = "<Task><UID>1</UID><Name>a</Name><OutlineLevel>1</OutlineLevel><Contact>Owner 07</Contact></Task>"
    result = read(tmp_path, f"{ROOT}<Tasks>{task}</Tasks></Project>", columns={"reporter_name": "contact"})
    assert rows(result, "reporter_name", "extra") == [("Owner 07", None)]


def test_predecessors_with_their_ties_and_lags() -> None:
    links = read_file("ms_project_xml", PLAN).tables["work_item_links"]
    assert links.select("work_item_id", "link_type", "direction", "linked_key").rows() == [
        ("9", "Blocks", "inward", "7"),
        ("9", "Start to start", "inward", "7"),
        ("4", "Finish to finish", "inward", "9"),
        ("4", "Start to finish", "inward", "plans\\other.mpp\\12"),
    ]
    assert json.loads(links["extra"][0]) == {"type": "FS", "LinkLag": "4800", "LagFormat": "7"}


def test_a_bad_task_is_set_aside_alone(tmp_path: Path) -> None:
    tasks = (
        "<Task><UID>1</UID><Name>a</Name><OutlineLevel>1</OutlineLevel><Work>about 3 days</Work></Task>"
        "<Task><Name>b</Name><OutlineLevel>1</OutlineLevel></Task>"
        "<Task><UID>3</UID><Name>c</Name><OutlineLevel>1</OutlineLevel><Work>PT8H0M0S</Work></Task>"
    )
    result = read(tmp_path, f"{ROOT}<Tasks>{tasks}</Tasks></Project>")
    assert rows(result, "work_item_id", "original_estimate_seconds") == [("3", 28800)]
    assert {(row["row_number"], row["reason"]) for row in result.rejected.to_dicts()} == {
        (1, "not_a_number"), (2, "missing_required"),
    }  # fmt: skip


TEXTS = (
    "",
    " ",
    "0",
    "1",
    "-1",
    "12",
    "abc",
    "PT8H0M0S",
    "PT1.5H",
    "2026-03-01T08:00:00",
    "2026-02-30",
    "9" * 30,
)


@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_any_text_in_any_element(data: st.DataObject) -> None:
    root = ElementTree.parse(PLAN).getroot()
    leaves = [element for element in root.iter() if not len(element)]
    changes = st.lists(st.tuples(st.sampled_from(leaves), st.sampled_from(TEXTS)), min_size=1, max_size=8)
    for element, text in data.draw(changes):
        element.text = text
    with tempfile.TemporaryDirectory() as folder:
        content = ElementTree.tostring(root, encoding="unicode")
        result = read(Path(folder), content)  # checks that no task is lost
    items = result.tables["work_items"]
    assert all(items[name].null_count() == 0 for name in TABLES["work_items"].required)


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
HARMFUL = {
    "entities in entities": f'<!DOCTYPE Project [<!ENTITY a0 "ha">{BOMB}]>{ROOT}<Name>&a9;</Name></Project>',
    "a file": f'<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>{ROOT}<Name>&x;</Name></Project>',
    "a DTD elsewhere": f'<!DOCTYPE Project SYSTEM "http://example.org/p.dtd">{ROOT}</Project>',
    "a plain DTD": f"<!DOCTYPE Project>{ROOT}</Project>",
}


@pytest.mark.parametrize("content", HARMFUL.values(), ids=HARMFUL.keys())
def test_documents_with_a_dtd_or_entities_are_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableFile, match="declares a document type or entities"):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (f"{ROOT}<Tasks><Task><UID>1</UID>", "line 1, column 80: it is no sound XML"),
        ("<html><body>Sign in</body></html>", "it is no plan of Microsoft Project: its root is html"),
        ("<Project><Tasks/></Project>", "it is no plan of Microsoft Project: its root is Project"),
        ("UID,Name\n1,a\n", "line 1, column 1: it is no sound XML"),
        ("", "it is no sound XML"),
    ],
)
def test_what_is_no_plan_is_unreadable(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(UnreadableFile, match=re.escape(problem)):
        read(tmp_path, content)


def test_a_plan_in_utf_16(tmp_path: Path) -> None:
    text = PLAN.read_text().replace("UTF-8", "UTF-16")
    result = read_text("ms_project_xml", tmp_path, text.encode("utf-16"), name="plan.xml")
    assert result.tables["work_items"].height == 6
