"""Azure DevOps: ids by a query until it finds none, items in batches, updates by position."""

import base64
import re
from pathlib import Path

import pytest

from ingest.apis import azure_devops
from ingest.apis.answers import FetchError
from tests.ingest.apis.pulling import SECRET, tracker_for
from tests.ingest.apis.service import Asked, Reply, running

RELATION = {
    "rel": "System.LinkTypes.Dependency-Forward",
    "url": "https://dev.azure.com/harbour/_apis/wit/workItems/12",
    "attributes": {"name": "Successor"},
}


def _item(identity: int, state: str) -> dict:
    fields = {
        "System.WorkItemType": "User Story",
        "System.Title": f"Work {identity}",
        "System.State": state,
        "System.TeamProject": "Shop",
        "System.CreatedDate": "2026-10-01T08:00:00Z",
        "System.ChangedDate": "2026-11-02T08:00:00Z",
    }
    return {"id": identity, "rev": 2, "fields": fields, "relations": [RELATION] if identity == 11 else []}


def _update(number: int, before: str | None, after: str) -> dict:
    state = {"newValue": after} | ({"oldValue": before} if before else {})
    changed = {"System.State": state, "System.ChangedDate": {"newValue": f"2026-11-0{number}T08:00:00Z"}}
    return {
        "id": number,
        "rev": number,
        "workItemId": 11,
        "revisedBy": {"displayName": "Owner 07"},
        "fields": changed,
    }


UPDATES = [_update(1, None, "New"), _update(2, "New", "Active"), _update(3, "Active", "Closed")]


def _answer(asked: Asked) -> Reply:
    if asked.path.endswith("/wiql"):
        last = int(re.search(r"\[System.Id\] > (\d+)", asked.body["query"])[1])
        found = [identity for identity in (11, 12) if identity > last][:1]
        return Reply({"queryType": "flat", "workItems": [{"id": identity, "url": "x"} for identity in found]})
    if asked.path.endswith("/workitemsbatch"):
        states = {11: "Closed", 12: "New"}
        return Reply(
            {"count": 1, "value": [_item(identity, states[identity]) for identity in asked.body["ids"]]}
        )
    start, size = int(asked.query["$skip"]), int(asked.query["$top"])
    found = UPDATES[start : start + size] if "/11/" in asked.path else []
    return Reply({"count": len(found), "value": found})


def test_a_project_is_pulled_and_landed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(azure_devops, "UPDATES_SIZE", 2)
    with running(_answer) as service:
        url = f"{service.url}/harbour/Shop"
        query = "[System.AreaPath] UNDER 'Shop'"
        tracker = tracker_for(tmp_path, service, "azure_devops", query, "azure_json", url=url)
        tracker.pull()
        assert [file.status for file in tracker.land().loads] == ["loaded"]
    root = "/harbour/Shop/_apis/wit"
    assert service.paths() == [
        *[f"{root}/wiql"] * 3,
        f"{root}/workitemsbatch",
        *[f"{root}/workItems/11/updates"] * 2,
        f"{root}/workItems/12/updates",
        *[f"{root}/wiql"] * 3,
    ]
    password = base64.b64encode(f":{SECRET}".encode()).decode()
    assert service.log[0].headers["Authorization"] == f"Basic {password}"
    assert service.log[0].query["timePrecision"] == "true"
    assert tracker.rows("work_items", "work_item_id", "status_name") == [("11", "Closed"), ("12", "New")]
    columns = ("work_item_id", "from_status_name", "to_status_name")
    assert tracker.rows("work_item_transitions", *columns) == [
        ("11", "Active", "Closed"),
        ("11", "New", "Active"),
    ]
    assert tracker.rows("work_item_links", "work_item_id", "linked_key") == [("11", "12")]


def test_a_query_that_answers_the_same_ids_ends_the_pull(tmp_path: Path) -> None:
    with running(lambda _: Reply({"workItems": [{"id": 11}]})) as service:
        tracker = tracker_for(tmp_path, service, "azure_devops", "[System.Id] > 0", "azure_json")
        with pytest.raises(FetchError, match="the same page again"):
            tracker.pull()


def test_a_sign_in_page_is_a_refused_token(tmp_path: Path) -> None:
    with running(lambda _: Reply(b"<html>Sign in</html>", 203)) as service:
        tracker = tracker_for(tmp_path, service, "azure_devops", "[System.Id] > 0", "azure_json")
        with pytest.raises(FetchError, match="it refuses the credentials"):
            tracker.pull()
