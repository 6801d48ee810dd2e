"""Azure DevOps: ids by a query, work items in batches, the updates of each.

A personal access token with the scope Work Items (Read), `vso.work`. `query` is a condition of WIQL.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ingest.apis._offsets import Offsets
from ingest.apis.answers import FetchError, Line, Page, iso
from ingest.apis.connection import Connection, basic

SELECT = "SELECT [System.Id] FROM WorkItems"
VERSION = {"api-version": "7.1"}
QUERY_SIZE = 10_000  # a query that finds more than 20,000 is refused
BATCH_SIZE = 200
UPDATES_SIZE = 200


class AzureDevOps:
    """The client."""

    def authorization(self, user: str, token: str) -> str:
        """Return the value of the header Authorization."""
        return basic("", token)

    def pull(self, connection: Connection, query: str, since: datetime | None) -> Iterator[Line]:
        """Yield the work items, then the updates of each."""
        ids = [identity for page in _found(connection, query, since) for identity in _ids(page)]
        for start in range(0, len(ids), BATCH_SIZE):
            body: dict[str, Any] = {"ids": ids[start : start + BATCH_SIZE], "$expand": "relations"}
            for page in connection.pages(
                "_apis/wit/workitemsbatch", "value", params=dict(VERSION), body=body
            ):
                yield page.as_line("items")
        for identity in ids:
            updates = Offsets("$skip", UPDATES_SIZE)
            path = f"_apis/wit/workItems/{identity}/updates"
            for page in connection.pages(path, "value", updates, params=VERSION | {"$top": UPDATES_SIZE}):
                yield page.as_line("history", str(identity))

    def keys(self, connection: Connection, query: str) -> Iterator[Line]:
        """Yield the ids of all work items."""
        for page in _found(connection, query, None):
            yield page.as_line("keys")


def _found(connection: Connection, query: str, since: datetime | None) -> Iterator[Page]:
    """Yield ids in rising order, page by page; the page after the last one is empty."""
    last = 0
    while True:
        page = _next(connection, query, since, last)
        yield page
        ids = _ids(page)
        if not ids:
            return
        if min(ids) <= last:
            raise FetchError("the query answers the same page again", "fetch again later")
        last = max(ids)


def _next(connection: Connection, query: str, since: datetime | None, last: int) -> Page:
    changed = f" AND [System.ChangedDate] >= '{iso(since)}'" if since else ""
    condition = f"[System.TeamProject] = @project AND ({query}){changed} AND [System.Id] > {last}"
    wiql = f"{SELECT} WHERE {condition} ORDER BY [System.Id] ASC"
    params = VERSION | {"timePrecision": "true", "$top": QUERY_SIZE}
    (page,) = connection.pages("_apis/wit/wiql", "workItems", params=params, body={"query": wiql})
    return page


def _ids(page: Page) -> list[int]:
    return [item["id"] for item in page.records]


CLIENT = AzureDevOps()
