"""Jira REST answers: shapes of files, transitions, links, custom fields, what is rejected and why."""

import gzip
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.configuration import FiscalCalendar, ReadOptions, Source
from ingest.contracts import TABLES
from ingest.readers.trackers.jira_json import JiraJsonReader
from ingest.reading import REJECTED_SCHEMA, ReadContext, ReadResult, UnreadableFile


def issue(number: int = 1, **fields: Any) -> dict[str, Any]:
    known = {
        "summary": "Pay by invoice",
        "project": {"key": "PAY", "name": "Payments"},
        "issuetype": {"name": "Story", "subtask": False},
        "status": {"name": "Doing", "statusCategory": {"id": 4, "key": "indeterminate"}},
        "created": "2026-01-05T09:00:00.000+0200",
    }
    return {"id": str(1000 + number), "key": f"PAY-{number}", "fields": known | fields}


def entry(
    identifier: str, *items: dict[str, Any], created: str = "2026-01-06T10:00:00.000+0000"
) -> dict[str, Any]:
    return {"id": identifier, "created": created, "author": {"displayName": "Owner 07"}, "items": list(items)}


def status_item(before: str, after: str, **more: Any) -> dict[str, Any]:
    return {"field": "status", "fieldId": "status", "fromString": before, "toString": after} | more


def read(path: Path, **options: Any) -> ReadResult:
    source = Source(name="jira", format="jira_json", files="inbox/*", read=ReadOptions(**options))
    return JiraJsonReader().read(path, source, ReadContext(FiscalCalendar()))


def read_lines(folder: Path, *records: Any, **options: Any) -> ReadResult:
    path = folder / "issues.jsonl"
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    path.write_text("\n".join(lines) + "\n")
    return read(path, **options)


def only_row(result: ReadResult, table: str = "work_items") -> dict[str, Any]:
    assert result.rejected.rows() == []
    (row,) = result.tables[table].rows(named=True)
    return row


def assert_conserved(result: ReadResult) -> None:
    accepted = {number for table in result.tables.values() for number in table["row_number"]}
    rejected = set(result.rejected["row_number"])
    assert accepted.isdisjoint(rejected)
    assert result.rows_read == len(accepted) + len(rejected) + sum(result.ignored.values())


def test_an_issue_becomes_a_work_item(tmp_path: Path) -> None:
    fields = {
        "priority": {"name": "High"},
        "resolution": {"name": "Fixed"},
        "assignee": {"name": "u7", "displayName": "Owner 07"},
        "reporter": {"name": "owner08"},
        "parent": {"key": "PAY-9", "fields": {"summary": "x"}},
        "epic": {"key": "PAY-8", "name": "Invoices"},
        "labels": ["b", "a", "b"],
        "components": [{"name": "Api"}],
        "fixVersions": [{"name": "1.2"}],
        "closedSprints": [{"name": "Sprint 1"}],
        "sprint": {"name": "Sprint 2"},
        "timeoriginalestimate": 28800,
        "timespent": 3600,
        "updated": "2026-01-07T09:00:00.500Z",
        "resolutiondate": "2026-01-08T00:30:00.000-0330",
        "duedate": "2026-02-01",
    }
    row = only_row(read_lines(tmp_path, issue(**fields)))
    assert row == dict.fromkeys(TABLES["work_items"].schema) | {
        "row_number": 1,
        "work_item_id": "1001",
        "work_item_key": "PAY-1",
        "project_key": "PAY",
        "type_name": "Story",
        "title": "Pay by invoice",
        "status_name": "Doing",
        "status_category": "in_progress",
        "priority_name": "High",
        "resolution_name": "Fixed",
        "assignee_name": "Owner 07",
        "reporter_name": "owner08",
        "parent_key": "PAY-9",
        "epic_key": "PAY-8",
        "is_subtask": False,
        "original_estimate_seconds": 28800,
        "time_spent_seconds": 3600,
        "labels": '["b","a"]',
        "components": '["Api"]',
        "fix_versions": '["1.2"]',
        "sprints": '["Sprint 1","Sprint 2"]',
        "created_at": datetime(2026, 1, 5, 7, 0),
        "updated_at": datetime(2026, 1, 7, 9, 0, 0, 500_000),
        "resolved_at": datetime(2026, 1, 8, 4, 0),
        "due_date": date(2026, 2, 1),
        "extra": None,
    }


def test_tables_have_the_types_of_the_contract(tmp_path: Path) -> None:
    result = read_lines(tmp_path, issue())
    assert tuple(result.tables) == JiraJsonReader.tables
    for name, table in result.tables.items():
        assert {column: table.schema[column] for column in TABLES[name].schema} == TABLES[name].schema
    assert dict(result.rejected.schema) == REJECTED_SCHEMA


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ({"id": 2, "key": "new"}, "todo"),
        ({"id": 4, "key": "indeterminate"}, "in_progress"),
        ({"id": 3, "key": "done"}, "done"),
        ({"id": 3, "key": "new"}, "done"),
        ({"key": "done"}, "done"),
        ({"id": 1, "key": "undefined"}, None),
        (None, None),
    ],
)
def test_the_category_comes_from_its_id_then_from_its_key(
    tmp_path: Path, category: dict | None, expected: str | None
) -> None:
    row = only_row(read_lines(tmp_path, issue(status={"name": "S", "statusCategory": category})))
    assert row["status_category"] == expected


PAGE = {"issues": [issue(1), issue(2)], "nextPageToken": "x", "isLast": False}


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(issue(1)) + "\n\n" + json.dumps(issue(2)),
        json.dumps(PAGE),
        json.dumps(PAGE, indent=2),
        json.dumps([issue(1), issue(2)], indent=1),
        json.dumps({"issues": [issue(1)]}) + "\n" + json.dumps({"issues": [issue(2)]}) + "\n",
        json.dumps({"request": {"page": 1}, "response": PAGE}),
        "\n".join(json.dumps({"request": None, "response": issue(number)}) for number in (1, 2)),
        "\ufeff" + json.dumps(PAGE),
    ],
    ids=[
        "lines",
        "page",
        "indented page",
        "array",
        "page a line",
        "answered page",
        "answered issues",
        "mark",
    ],
)
@pytest.mark.parametrize("is_gzip", [False, True])
def test_issues_are_read_however_they_were_saved(tmp_path: Path, content: str, is_gzip: bool) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(gzip.compress(content.encode()) if is_gzip else content.encode())
    result = read(path)
    assert result.tables["work_items"].select("row_number", "work_item_key").rows() == [
        (1, "PAY-1"),
        (2, "PAY-2"),
    ]
    assert result.rows_read == 2


def test_status_changes_become_transitions(tmp_path: Path) -> None:
    histories = [
        entry("70", {"field": "labels", "fromString": "", "toString": "x"}, status_item("Open", "Doing")),
        entry("71", {"field": "status", "fromString": "Deleted status", "toString": "Open"}),
        entry("72", status_item("a", "b", fieldId="customfield_10099")),
    ]
    result = read_lines(tmp_path, issue() | {"changelog": {"histories": histories}})
    rows = result.tables["work_item_transitions"].drop("row_number").rows()
    moment = datetime(2026, 1, 6, 10, 0)
    assert rows == [
        ("1001", "70:1", "Open", "Doing", moment, "Owner 07"),
        ("1001", "71:0", "Deleted status", "Open", moment, "Owner 07"),
    ]


def test_changelog_entries_saved_apart_are_read_and_the_others_counted(tmp_path: Path) -> None:
    records = [
        {"request": {"issue_id": 13383}, "response": entry("9", status_item("Open", "Done"))},
        {"request": {"issue_id": 13383}, "response": entry("10", {"field": "labels"})},
    ]
    result = read_lines(tmp_path, *records)
    row = only_row(result, "work_item_transitions")
    assert (row["row_number"], row["work_item_id"], row["transition_id"]) == (1, "13383", "9:0")
    assert result.ignored == {"entry_without_status_change": 1}
    assert_conserved(result)


def test_keys_that_an_issue_had_before_are_told(tmp_path: Path) -> None:
    moves = [{"field": "Key", "fromString": key, "toString": "PAY-1"} for key in ("OLD-7", "ODD-3", "OLD-7")]
    custom = {"field": "Key", "fieldId": "customfield_10077", "fromString": "DOOR-1", "toString": "DOOR-2"}
    text = {"field": "Key", "fromString": "of the front door", "toString": ""}
    result = read_lines(
        tmp_path,
        issue() | {"changelog": {"histories": [entry("70", *moves, custom, text)]}},
        {"request": {"issue_id": 13383}, "response": entry("9", moves[0])},
    )
    rows = result.tables["work_item_former_keys"].rows()
    assert rows == [(1, "1001", "OLD-7"), (1, "1001", "ODD-3"), (2, "13383", "OLD-7")]
    assert result.ignored == {}
    assert_conserved(result)


def test_links_are_ends_seen_from_the_issue(tmp_path: Path) -> None:
    blocks = {"type": {"name": "Blocks"}, "outwardIssue": {"id": "5", "key": "PAY-5"}}
    cloned = {"type": {"name": "Cloners"}, "inwardIssue": {"id": "6", "key": "PAY-6"}}
    result = read_lines(tmp_path, issue(issuelinks=[blocks, cloned, blocks]))
    assert result.tables["work_item_links"].rows() == [
        (1, "1001", "Blocks", "outward", "PAY-5"),
        (1, "1001", "Cloners", "inward", "PAY-6"),
    ]


def test_custom_fields_are_mapped_and_the_others_kept(tmp_path: Path) -> None:
    fields = {
        "customfield_10014": "PAY-100",
        "customfield_10016": 3.0,
        "customfield_10020": [{"id": 1, "name": "Sprint 1"}, {"id": 2, "name": "Sprint 2"}],
        "customfield_10030": {"value": "INI-07", "id": "1"},
        "customfield_10031": {"id": "77", "title": "Team Blue"},
        "customfield_10032": "KR-3",
        "customfield_10040": {"value": "Yes"},
        "customfield_10041": None,
        "description": "long",
    }
    columns = {
        "epic_key": "customfield_10014",
        "story_points": "customfield_10016",
        "sprints": "customfield_10020",
        "initiative_code": "customfield_10030",
        "key_result_code": "customfield_10032",
        "team_name": "customfield_10031",
    }
    row = only_row(read_lines(tmp_path, issue(**fields), columns=columns))
    assert {name: row[name] for name in columns} == {
        "epic_key": "PAY-100",
        "story_points": 3.0,
        "sprints": '["Sprint 1","Sprint 2"]',
        "initiative_code": "INI-07",
        "key_result_code": "KR-3",
        "team_name": "Team Blue",
    }
    assert json.loads(row["extra"]) == {"customfield_10040": {"value": "Yes"}}


def test_sprints_of_older_servers_are_named(tmp_path: Path) -> None:
    text = "com.atlassian.greenhopper.service.sprint.Sprint@1f[id=3,name=One, two,startDate=2020-01-01]"
    result = read_lines(tmp_path, issue(customfield_1=[text]), columns={"sprints": "customfield_1"})
    assert only_row(result)["sprints"] == '["One, two"]'


def test_constants_fill_what_the_export_lacks(tmp_path: Path) -> None:
    result = read_lines(tmp_path, issue(issuetype=None), constants={"type_name": "Bug", "story_points": "2"})
    row = only_row(result)
    assert (row["type_name"], row["story_points"]) == ("Bug", 2.0)


BAD_RECORDS = [
    ('{"id": "1", "key": ', "json", None, "line 2"),
    ("<p>", "json", None, "line 2"),
    (issue() | {"id": None}, "missing_required", "work_item_id", "empty"),
    (issue() | {"key": None}, "missing_required", "work_item_key", "empty"),
    (issue(status=None), "missing_required", "status_name", "empty"),
    ({"errorMessages": ["Issue does not exist"]}, "missing_required", "work_item_id", "empty"),
    (issue(labels="one"), "unknown_shape", None, "$.labels"),
    (issue(created="05/Jan/26"), "not_a_date", "created_at", "05/Jan/26"),
    (issue() | {"changelog": {"histories": [entry("1", status_item("a", "b"), created="today")]}},
     "not_a_date", "changed_at", "today"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "reason", "column", "detail"), BAD_RECORDS)
def test_a_bad_record_is_rejected_alone_and_whole(
    tmp_path: Path, record: Any, reason: str, column: str | None, detail: str
) -> None:
    result = read_lines(tmp_path, issue(8), record, issue(9))
    first = result.rejected.row(0, named=True)
    assert (first["row_number"], first["reason"], first["column_name"]) == (2, reason, column)
    assert detail in first["detail"]
    assert json.loads(first["raw"])
    assert result.tables["work_items"]["work_item_key"].to_list() == ["PAY-8", "PAY-9"]
    assert set(result.rejected["row_number"]) == {2}
    assert_conserved(result)


def test_a_bad_issue_of_a_page_leaves_the_others(tmp_path: Path) -> None:
    result = read_lines(tmp_path, {"issues": [issue(1), issue(2, labels=7), issue(3)]})
    assert result.tables["work_items"]["row_number"].to_list() == [1, 3]
    assert "line 1" in result.rejected["detail"][0]
    assert_conserved(result)


def test_an_unreadable_number_in_a_mapped_field_rejects_the_row(tmp_path: Path) -> None:
    result = read_lines(tmp_path, issue(customfield_1="many"), columns={"story_points": "customfield_1"})
    assert result.rejected.select("reason", "column_name").rows() == [("not_a_number", "story_points")]


@pytest.mark.parametrize(
    "content", [b"Summary,Issue key\na,b\n", b"", b"<!doctype html><html>", b"\x1f\x8b\x08broken"]
)
def test_what_is_no_json_is_refused_as_a_whole(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "issues.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"issues\.json"):
        read(path)


def test_an_empty_page_is_a_file_without_rows(tmp_path: Path) -> None:
    result = read_lines(tmp_path, {"issues": [], "isLast": True})
    assert result.rows_read == 0
    assert result.tables["work_items"].is_empty()


def test_many_issues_keep_their_order_and_numbers(tmp_path: Path) -> None:
    result = read_lines(tmp_path, *(issue(number) for number in range(1, 701)))
    assert result.tables["work_items"]["row_number"].to_list() == list(range(1, 701))
    assert result.rows_read == 700


@pytest.mark.parametrize("option", ["columns", "constants"])
def test_a_misspelt_field_is_named(tmp_path: Path, option: str) -> None:
    with pytest.raises(UnreadableFile, match="no field storypoints"):
        read_lines(tmp_path, issue(), **{option: {"storypoints": "customfield_10016"}})


FIELDS = json.dumps(issue()["fields"])[1:-1]
DOUBLED = {
    "of the issue": '{"id":"1","key":"PAY-1","key":"PAY-2","fields":{"FIELDS":1}}',
    "all fields": '{"id":"1","key":"PAY-1","fields":{},"fields":{"FIELDS":1}}',
    "spaced": '{"id": "1", "key": "PAY-1", "id": "2", "fields": {"FIELDS":1}}',
    "a field": '{"id":"1","key":"PAY-1","fields":{"FIELDS":1,"summary":"B"}}',
    "a custom field": '{"id":"1","key":"PAY-1","fields":{"customfield_1":1,"FIELDS":1,"customfield_1":2}}',
    "written otherwise": '{"id":"1","key":"PAY-1","fields":{"FIELDS":1,"summar\\u0079":"B"}}',
    "blanks that make up for it": '{"id" :"1","key" :"PAY-1","fields":{"FIELDS":1},"key":"P-2"}',
}


@pytest.mark.parametrize("record", DOUBLED.values(), ids=DOUBLED.keys())
def test_an_issue_with_a_key_that_stands_twice_is_set_aside_alone(tmp_path: Path, record: str) -> None:
    record = record.replace('"FIELDS":1', FIELDS)
    json.loads(record)
    for line in (record, f'{{"issues":[{record}]}}', f'{{"request": null, "response": {record}}}'):
        result = read_lines(tmp_path, issue(5), line, issue(6))
        assert_conserved(result)
        assert result.rejected.select("row_number", "reason").rows() == [(2, "doubled_key")]
        assert result.tables["work_items"]["work_item_key"].to_list() == ["PAY-5", "PAY-6"]


UNUSUAL = {
    "indented": json.dumps(issue(1), indent=2).replace("\n", "\r"),
    "keys that are no ASCII": json.dumps(issue(1, **{"Größe": 1}), ensure_ascii=False),
    "escaped keys": json.dumps(issue(1, **{"Größe": 1, 'a"b': 2})),
    "keys within texts": json.dumps(issue(1, summary='"key": 1, "key": 2')),
    "the same key further within": json.dumps(issue(1, parent={"key": "PAY-9", "fields": {"summary": "B"}})),
    "no value": '{"id":"1001","key":"PAY-1","fields":{"FIELDS":1},"names":{},"x":[]}',
}


@pytest.mark.parametrize("record", UNUSUAL.values(), ids=UNUSUAL.keys())
def test_an_issue_written_in_an_unusual_way_has_each_key_once(tmp_path: Path, record: str) -> None:
    result = read_lines(tmp_path, record.replace('"FIELDS":1', FIELDS))
    assert only_row(result)["work_item_key"] == "PAY-1"


@pytest.mark.parametrize(
    "line",
    [
        '{"issues":[],"issues":[]}',
        '{"request":{"kind":"items"},"response":{"issues":[]},"response":{"issues":[]}}',
        '{"request":{"kind":"keys"},"response":{"issues":[{"id":"1"}],"issues":[],"isLast":true}}',
        '{"request":{"kind":"history","item":"1"},"response":{"values":[],"values":[],"isLast":true}}',
    ],
)
def test_a_page_with_a_key_that_stands_twice_may_hide_records(tmp_path: Path, line: str) -> None:
    with pytest.raises(UnreadableFile, match="line 2: a key stands twice"):
        read_lines(tmp_path, issue(5), line)
