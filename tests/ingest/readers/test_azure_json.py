"""Azure DevOps' answers: work items, relations, updates, revisions, Analytics and its snapshots."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.reading import ReadResult
from tests.ingest.readers.reading import read_text

HOST = "https://dev.azure.com/shop/_apis/wit/workItems"
PERSON = {"displayName": "Owner 07", "uniqueName": "owner.07@example.org", "id": "x", "imageUrl": "https://x"}
ITEM = {
    "id": 11,
    "rev": 4,
    "fields": {
        "System.Id": 11,
        "System.TeamProject": "Shop",
        "System.AreaPath": "Shop\\Payments",
        "System.IterationPath": "Shop\\2026\\S3",
        "System.WorkItemType": "User Story",
        "System.State": "Active",
        "System.Reason": "Reactivated",
        "System.Title": "Refund by card",
        "System.Description": "<div>long</div>",
        "System.AssignedTo": PERSON,
        "System.CreatedBy": PERSON | {"displayName": "Owner 08"},
        "System.CreatedDate": "2026-03-01T08:00:00.123Z",
        "System.ChangedDate": "2026-03-06T08:00:00Z",
        "System.Tags": "pay; risk",
        "Microsoft.VSTS.Common.Priority": 2,
        "Microsoft.VSTS.Common.ActivatedDate": "2026-03-02T08:00:00Z",
        "Microsoft.VSTS.Scheduling.StoryPoints": 3.0,
        "Microsoft.VSTS.Scheduling.OriginalEstimate": 1.5,
        "Microsoft.VSTS.Scheduling.CompletedWork": 8,
        "Microsoft.VSTS.Scheduling.DueDate": "2026-03-19T23:00:00Z",
        "Custom.Squad": "Payments",
    },
    "relations": [
        {"rel": "System.LinkTypes.Hierarchy-Reverse", "url": f"{HOST}/10", "attributes": {"name": "Parent"}},
        {"rel": "System.LinkTypes.Hierarchy-Forward", "url": f"{HOST}/12", "attributes": {"name": "Child"}},
        {
            "rel": "System.LinkTypes.Dependency-Reverse",
            "url": f"{HOST}/9",
            "attributes": {"name": "Predecessor"},
        },
        {"rel": "System.LinkTypes.Related", "url": f"{HOST}/15", "attributes": {"name": "Related"}},
        {"rel": "Hyperlink", "url": "https://example.org/workItems/3", "attributes": {}},
        {"rel": "ArtifactLink", "url": "vstfs:///Git/Commit/1", "attributes": {"name": "Fixed in Commit"}},
    ],
    "url": f"{HOST}/11",
}


def update(rev: int, day: int, old: str | None = None, new: str | None = None, **more: Any) -> dict[str, Any]:
    """Return an update as it is answered: `revisedDate` is that of the next one, 9999 in the last."""
    state = {"System.State": {"oldValue": old, "newValue": new} if old else {"newValue": new}} if new else {}
    changed = {"System.ChangedDate": {"newValue": f"2026-03-{day:02}T08:00:00Z"}}
    last = {"id": rev, "workItemId": 11, "rev": rev, "revisedDate": "9999-01-01T00:00:00Z"}
    return last | {"revisedBy": PERSON, "fields": state | changed} | more


UPDATES = [
    update(1, 1, None, "New", revisedDate="2026-03-02T08:00:00Z"),
    update(2, 2, "New", "Active", revisedDate="2026-03-03T08:00:00Z"),
    update(3, 3),
    update(4, 4, "Active", "Closed"),
    update(5, 5, "Closed", "Active"),
    {"id": 6, "workItemId": 11, "rev": 5, "revisedBy": PERSON, "relations": {"added": []}},
]
CHANGES = [
    ("11", "2", "New", "Active", datetime(2026, 3, 2, 8)),
    ("11", "4", "Active", "Closed", datetime(2026, 3, 4, 8)),
    ("11", "5", "Closed", "Active", datetime(2026, 3, 5, 8)),
]
COLUMNS = ("work_item_id", "transition_id", "from_status_name", "to_status_name", "changed_at")


def read(folder: Path, *documents: Any, **options: Any) -> ReadResult:
    return read_text("azure_json", folder, "\n".join(map(json.dumps, documents)), **options)


def test_a_work_item(tmp_path: Path) -> None:
    page = {"count": 1, "value": [ITEM]}
    result = read(tmp_path, page, columns={"initiative_code": "Custom.Squad"}, time_zone="Europe/Zurich")
    (item,) = result.tables["work_items"].rows(named=True)
    assert (item["work_item_id"], item["work_item_key"], item["project_key"]) == ("11", "11", "Shop")
    assert (item["type_name"], item["status_name"], item["status_category"]) == (
        "User Story", "Active", "in_progress",
    )  # fmt: skip
    assert (item["assignee_name"], item["reporter_name"]) == ("Owner 07", "Owner 08")
    assert (item["team_name"], item["initiative_code"], item["parent_key"]) == (
        "Shop\\Payments",
        "Payments",
        "10",
    )
    assert (item["labels"], item["sprints"]) == ('["pay","risk"]', '["Shop\\\\2026\\\\S3"]')
    assert (item["story_points"], item["original_estimate_seconds"], item["time_spent_seconds"]) == (
        3.0,
        5400,
        28800,
    )
    assert (item["started_at"], item["resolved_at"]) == (datetime(2026, 3, 2, 8), None)
    assert item["due_date"] == date(2026, 3, 20)  # midnight in Zurich
    assert (item["priority_name"], item["extra"]) == ("2", None)


def test_relations_to_work_items_are_links(tmp_path: Path) -> None:
    result = read(tmp_path, ITEM)
    assert result.tables["work_item_links"].select("link_type", "direction", "linked_key").rows() == [
        ("Blocks", "inward", "9"),
        ("Relates", "outward", "15"),
    ]
    assert result.whole["work_item_links"].to_list() == ["11"]


def test_a_pulled_item_without_relations_has_none(tmp_path: Path) -> None:
    bare = {name: value for name, value in ITEM.items() if name != "relations"}
    pulled = {"request": {"kind": "items", "path": "_apis/wit/workitemsbatch"}, "response": {"value": [bare]}}
    assert read(tmp_path, pulled).whole["work_item_links"].to_list() == ["11"]
    assert read(tmp_path, bare).whole == {}


def test_hours_beyond_measure_are_refused(tmp_path: Path) -> None:
    endless = ITEM | {"fields": ITEM["fields"] | {"Microsoft.VSTS.Scheduling.OriginalEstimate": 10**18}}
    rejected = read(tmp_path, endless).rejected
    assert rejected.select("reason", "column_name").rows() == [("not_a_number", "original_estimate_seconds")]


def test_a_person_as_older_servers_write_it_and_a_removed_item(tmp_path: Path) -> None:
    fields = ITEM["fields"] | {
        "System.AssignedTo": "Owner 09 <owner.09@example.org>",
        "System.State": "Removed",
    }
    (item,) = read(tmp_path, ITEM | {"fields": fields}).tables["work_items"].rows(named=True)
    assert (item["assignee_name"], item["status_category"], item["resolution_name"]) == (
        "Owner 09", "done", "Removed",
    )  # fmt: skip


def test_updates_tell_their_own_moment_not_that_of_the_next(tmp_path: Path) -> None:
    history = {"request": {"kind": "history", "item": "11"}, "response": {"count": 6, "value": UPDATES}}
    for document in (history, {"count": 6, "value": UPDATES}):
        result = read(tmp_path, document)
        assert result.tables["work_item_transitions"].select(COLUMNS).rows() == CHANGES
        assert (result.rows_read, result.ignored) == (6, {"entry_without_status_change": 3})
    assert set(result.tables["work_item_transitions"]["author_name"]) == {"Owner 07"}


def test_a_change_without_a_moment_is_refused(tmp_path: Path) -> None:
    lost = update(2, 2, "New", "Active")
    lost["fields"].pop("System.ChangedDate")
    rejected = read(tmp_path, {"value": [lost]}).rejected
    assert rejected.select("row_number", "reason", "column_name").rows() == [
        (1, "missing_value", "changed_at")
    ]


def revision(rev: int, state: str, changed: int, state_changed: int) -> dict[str, Any]:
    return {
        "id": 11, "rev": rev, "url": f"{HOST}/11/revisions/{rev}",
        "fields": {
            "System.State": state, "System.ChangedBy": PERSON,
            "System.ChangedDate": f"2026-03-{changed:02}T08:00:00Z",
            "Microsoft.VSTS.Common.StateChangeDate": f"2026-03-{state_changed:02}T08:00:00Z",
        },
    }  # fmt: skip


REVISIONS = [
    revision(1, "New", 1, 1),
    revision(2, "Active", 2, 2),
    revision(3, "Active", 3, 2),
    revision(4, "Closed", 4, 4),
    revision(5, "Active", 5, 5),
]


def test_revisions_give_the_same_changes_across_pages(tmp_path: Path) -> None:
    result = read(tmp_path, {"value": REVISIONS[:3]}, {"value": REVISIONS[3:]})
    assert result.tables["work_item_transitions"].select(COLUMNS).rows() == CHANGES
    assert (result.rows_read, result.ignored) == (5, {"entry_without_status_change": 2})


def test_revisions_from_the_last_on_know_no_state_before(tmp_path: Path) -> None:
    result = read(tmp_path, {"value": REVISIONS[::-1]})
    changes = result.tables["work_item_transitions"].select(
        "transition_id", "from_status_name", "to_status_name"
    )
    assert changes.rows() == [("5", None, "Active"), ("4", None, "Closed"), ("2", None, "Active")]


def odata(entity: str, *rows: dict[str, Any]) -> dict[str, Any]:
    context = f"https://analytics.dev.azure.com/shop/_odata/v3.0-preview/$metadata#{entity}(WorkItemId,Title)"
    return {"@odata.context": context, "value": list(rows), "@odata.nextLink": "https://x"}


ROW = {
    "WorkItemId": 11,
    "Title": "Refund by card",
    "WorkItemType": "User Story",
    "State": "Doing well",
    "StateCategory": "InProgress",
    "TagNames": "pay; risk",
    "ParentWorkItemId": 10,
    "StoryPoints": None,
    "Effort": None,
    "Size": 5.0,
    "CreatedDate": "2026-03-01T09:00:00+01:00",
    "ChangedDate": "2026-03-06T09:00:00+01:00",
    "AssignedTo": {"UserName": "Owner 07", "UserEmail": "owner.07@example.org"},
    "Iteration": {"IterationPath": "Shop\\2026\\S3"},
    "Project": {"ProjectName": "Shop"},
}


def test_work_items_of_analytics(tmp_path: Path) -> None:
    (item,) = read(tmp_path, odata("WorkItems", ROW)).tables["work_items"].rows(named=True)
    assert (item["work_item_id"], item["project_key"], item["parent_key"]) == ("11", "Shop", "10")
    assert (item["status_name"], item["status_category"]) == ("Doing well", "in_progress")
    assert (item["story_points"], item["assignee_name"]) == (5.0, "Owner 07")
    assert (item["labels"], item["created_at"]) == ('["pay","risk"]', datetime(2026, 3, 1, 8))


def test_revisions_of_analytics(tmp_path: Path) -> None:
    def row(rev: int, state: str, changed: int, state_changed: int) -> dict[str, Any]:
        moments = {
            "ChangedDate": f"2026-03-{changed:02}T08:00:00Z",
            "StateChangeDate": f"2026-03-{state_changed:02}T08:00:00Z",
        }
        return {"WorkItemId": 11, "Revision": rev, "State": state} | moments

    rows = [row(1, "New", 1, 1), row(2, "Active", 2, 2), row(3, "Active", 3, 2), row(4, "Closed", 4, 4)]
    result = read(tmp_path, odata("WorkItemRevisions", *rows))
    assert result.tables["work_item_transitions"].select(COLUMNS).rows() == CHANGES[:2]
    assert result.tables["work_items"].is_empty()


def test_snapshots_of_analytics_are_stacked_by_day(tmp_path: Path) -> None:
    days = [ROW | {"DateSK": 20260301, "State": "New"}, ROW | {"DateSK": 20260302}]
    items = read(tmp_path, odata("WorkItemSnapshot", *days), as_of="column DateSK").tables["work_items"]
    assert items.select("work_item_id", "status_name", "as_of_date").rows() == [
        ("11", "New", date(2026, 3, 1)),
        ("11", "Doing well", date(2026, 3, 2)),
    ]


def test_a_listing_of_ids_by_a_query(tmp_path: Path) -> None:
    answer = {
        "queryType": "flat",
        "workItems": [{"id": 11, "url": f"{HOST}/11"}, {"id": 12, "url": f"{HOST}/12"}],
    }
    listing = read(tmp_path, {"request": {"kind": "keys"}, "response": answer}).listing
    assert listing is not None
    assert listing.to_list() == ["11", "12"]


@pytest.mark.parametrize("hours", [1e30, "a few"])
def test_an_absurd_number_of_hours_refuses_its_item_alone(tmp_path: Path, hours: Any) -> None:
    fields = ITEM["fields"] | {"Microsoft.VSTS.Scheduling.OriginalEstimate": hours}
    result = read(tmp_path, {"value": [ITEM, ITEM | {"id": 12, "fields": fields}]})
    assert result.tables["work_items"]["work_item_id"].to_list() == ["11"]
    assert result.rejected.select("row_number", "column_name").rows() == [(2, "original_estimate_seconds")]


def test_the_reason_of_an_open_item_is_no_resolution(tmp_path: Path) -> None:
    fields = ITEM["fields"] | {"System.Reason": "Moved to state Active"}
    items = read(tmp_path, ITEM | {"fields": fields}).tables["work_items"]
    assert items.select("status_category", "resolution_name").rows() == [("in_progress", None)]


def test_the_end_of_a_link_is_that_of_other_trackers(tmp_path: Path) -> None:
    names = ("Dependency-Forward", "Duplicate-Forward", "Duplicate-Reverse")
    relations = [
        {"rel": f"System.LinkTypes.{name}", "url": f"https://dev.azure.com/x/_apis/wit/workItems/{number}"}
        for number, name in enumerate(names, start=1)
    ]
    links = read(tmp_path, ITEM | {"relations": relations}).tables["work_item_links"]
    assert links.select("link_type", "direction", "linked_key").rows() == [
        ("Blocks", "outward", "1"),  # its successor
        ("Duplicate", "inward", "2"),
        ("Duplicate", "outward", "3"),  # what it is a duplicate of
    ]
