"""GitLab: the issues of a project by its REST API, and the state events of each.

A project access token of the role Reporter with the scope `read_api`. `query` is the project's path or
number. Labels are part of an issue; when they were set is not asked.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from dlt.sources.helpers.rest_client.paginators import HeaderLinkPaginator

from ingest.apis._listings import settled
from ingest.apis.answers import Line, Page, iso
from ingest.apis.connection import Connection, bearer

PAGE_SIZE = 100
# In the order of their creation: what changes meanwhile stays in its place.
ALL = {"scope": "all", "order_by": "created_at", "sort": "asc"}


class GitLab:
    """The client."""

    def authorization(self, user: str, token: str) -> str:
        """Return the value of the header Authorization."""
        return bearer(token)

    def pull(self, connection: Connection, query: str, since: datetime | None) -> Iterator[Line]:
        """Yield the issues, then the state events of each."""
        issues: dict[str, int] = {}
        changed = {"updated_after": iso(since)} if since else {}
        for page in settled(lambda: _pages(connection, _issues(query), ALL | changed)):
            issues |= {str(issue["id"]): issue["iid"] for issue in page.records}
            yield page.as_line("items")
        for identity, number in issues.items():
            for page in _pages(connection, f"{_issues(query)}/{number}/resource_state_events", {}):
                yield page.as_line("history", identity)

    def keys(self, connection: Connection, query: str) -> Iterator[Line]:
        """Yield all issues once more: GitLab does not answer their ids alone."""
        for page in settled(lambda: _pages(connection, _issues(query), ALL)):
            yield page.as_line("keys")


def _issues(query: str) -> str:
    return f"api/v4/projects/{quote(query, safe='')}/issues"


def _pages(connection: Connection, path: str, params: dict[str, Any]) -> Iterator[Page]:
    yield from connection.pages(path, "$", HeaderLinkPaginator(), params=params | {"per_page": PAGE_SIZE})


CLIENT = GitLab()
