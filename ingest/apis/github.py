"""GitHub: the issues of a repository by its REST API, and the events of each.

A fine-grained token for that repository with Issues: Read-only. `query` is owner/repository. Pull requests
are among the issues; nothing more is asked about them.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dlt.sources.helpers.rest_client.paginators import HeaderLinkPaginator

from ingest.apis._listings import settled
from ingest.apis.answers import Line, Page, iso
from ingest.apis.connection import Connection, bearer

PAGE_SIZE = 100
# In the order of their creation: what changes meanwhile stays in its place.
ALL = {"state": "all", "sort": "created", "direction": "asc"}


class GitHub:
    """The client."""

    def authorization(self, user: str, token: str) -> str:
        """Return the value of the header Authorization."""
        return bearer(token)

    def pull(self, connection: Connection, query: str, since: datetime | None) -> Iterator[Line]:
        """Yield the issues, then the events of each."""
        issues: dict[str, int] = {}
        changed = {"since": iso(since)} if since else {}
        for page in settled(lambda: _pages(connection, f"repos/{query}/issues", ALL | changed)):
            own = (issue for issue in page.records if "pull_request" not in issue)
            issues |= {str(issue["id"]): issue["number"] for issue in own}
            yield page.as_line("items")
        for identity, number in issues.items():
            for page in _pages(connection, f"repos/{query}/issues/{number}/events", {}):
                yield page.as_line("history", identity)

    def keys(self, connection: Connection, query: str) -> Iterator[Line]:
        """Yield all issues once more: GitHub does not answer their ids alone."""
        for page in settled(lambda: _pages(connection, f"repos/{query}/issues", ALL)):
            yield page.as_line("keys")


def _pages(connection: Connection, path: str, params: dict[str, Any]) -> Iterator[Page]:
    yield from connection.pages(path, "$", HeaderLinkPaginator(), params=params | {"per_page": PAGE_SIZE})


CLIENT = GitHub()
