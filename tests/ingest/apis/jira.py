"""Jira Cloud as its documentation tells it: token paging, short pages, changelogs apart."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.ingest.apis.service import Asked, Reply

CATEGORIES = {"To Do": (2, "new"), "In Progress": (4, "indeterminate"), "Done": (3, "done")}


def issue(
    identity: int, key: str, status: str = "To Do", updated: str = "2026-11-01T08:00:00.000+0000"
) -> dict:
    """Return an issue as a search answers it."""
    number, word = CATEGORIES.get(status, (4, "indeterminate"))
    return {
        "id": str(identity),
        "key": key,
        "fields": {
            "summary": f"Work {identity}",
            "status": {"name": status, "statusCategory": {"id": number, "key": word}},
            "issuetype": {"name": "Story", "subtask": False},
            "project": {"key": key.partition("-")[0]},
            "created": "2026-10-01T08:00:00.000+0000",
            "updated": updated,
            "issuelinks": [],
        },
    }


def change(identity: int, before: str, after: str, at: Any = "2026-11-02T09:00:00.000+0100") -> dict:
    """Return an entry of a changelog."""
    item = {"field": "status", "fieldId": "status", "fromString": before, "toString": after}
    return {"id": str(identity), "created": at, "author": {"displayName": "Owner 07"}, "items": [item]}


@dataclass
class Jira:
    """The answers of a site; pages are as long as `page_sizes` says, the last of which repeats."""

    issues: list[dict]
    changes: dict[str, list[dict]] = field(default_factory=dict)
    page_sizes: tuple[int, ...] = (2, 1, 2)
    updated_ms: dict[str, int] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/rest/api/3/search/jql":
            return self._search(asked.body)
        assert asked.path == "/rest/api/3/changelog/bulkfetch"
        return self._changelogs(asked.body)

    def _search(self, body: dict) -> Reply:
        found = self.issues
        if since := re.search(r"updated >= (\d+)", body["jql"]):
            found = [each for each in found if self.updated_ms.get(each["id"], 0) >= int(since[1])]
        number, start = map(int, body.get("nextPageToken", "0.0").split("."))
        end = start + self.page_sizes[min(number, len(self.page_sizes) - 1)]
        page = found[start:end]
        if body["fields"] == ["id"]:
            page = [{"id": each["id"], "key": each["key"]} for each in page]
        answer = {"issues": page, "isLast": end >= len(found)}
        return Reply(answer if end >= len(found) else answer | {"nextPageToken": f"{number + 1}.{end}"})

    def _changelogs(self, body: dict) -> Reply:
        assert body["fieldIds"] == ["status"]
        found = [
            (identity, self.changes[identity])
            for identity in body["issueIdsOrKeys"]
            if identity in self.changes
        ]
        start = int(body.get("nextPageToken") or 0)
        logs = [
            {"issueId": identity, "changeHistories": entries}
            for identity, entries in found[start : start + 2]
        ]
        token = str(start + 2) if start + 2 < len(found) else None
        return Reply({"issueChangeLogs": logs, "nextPageToken": token})
