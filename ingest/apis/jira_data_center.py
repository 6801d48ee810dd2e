"""Jira Data Center: pages by position, changelogs within the issues.

The personal access token of a user who may browse the projects; it has all rights of that user.
"""

from collections.abc import Iterator
from datetime import datetime

from ingest.apis._offsets import Offsets
from ingest.apis.answers import FetchError, Line, Page
from ingest.apis.connection import Connection, bearer
from ingest.apis.jira_cloud import FIELDS, changed_since

SEARCH = "rest/api/2/search"
ISSUE = "rest/api/2/issue"
PAGE_SIZE = 100
KEYS_PAGE_SIZE = 1_000


class JiraDataCenter:
    """The client."""

    def authorization(self, user: str, token: str) -> str:
        """Return the value of the header Authorization."""
        return bearer(token)

    def pull(self, connection: Connection, query: str, since: datetime | None) -> Iterator[Line]:
        """Yield the issues, then the changelogs that the search did not answer whole."""
        cut: list[str] = []
        body = {"fields": FIELDS, "expand": ["changelog"], "maxResults": PAGE_SIZE}
        for page in _search(connection, changed_since(query, since), body):
            cut += [str(issue["id"]) for issue in page.records if _is_cut(issue)]
            yield page.as_line("items")
        for identity in cut:
            page = connection.one(f"{ISSUE}/{identity}", {"expand": "changelog", "fields": "updated"})
            yield page.as_line("history", identity)

    def keys(self, connection: Connection, query: str) -> Iterator[Line]:
        """Yield the ids of all issues."""
        for page in _search(
            connection, changed_since(query, None), {"fields": ["id"], "maxResults": KEYS_PAGE_SIZE}
        ):
            yield page.as_line("keys")


def _search(connection: Connection, jql: str, body: dict) -> Iterator[Page]:
    """Yield the pages of a search. An issue that goes away meanwhile moves another one past the reader."""
    paginator = Offsets("startAt", body["maxResults"], "total", in_body=True)
    yield from connection.pages(SEARCH, "issues", paginator, body={"jql": jql, **body})
    if paginator.has_shrunk:
        raise FetchError(
            f"issues went away while {SEARCH} was read, so that others were skipped", "fetch again"
        )


def _is_cut(issue: dict) -> bool:
    changelog = issue.get("changelog") or {}
    return changelog.get("total", 0) > len(changelog.get("histories") or ())


CLIENT = JiraDataCenter()
