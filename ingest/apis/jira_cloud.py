"""Jira Cloud: pages by token, the changelogs of a thousand issues at a time.

Scopes: `read:jira-work` (classic), by a user who may browse the projects. A search answers at most the
newest entries of each changelog, so all of them are asked for apart, restricted to changes of status.
"""

from collections.abc import Iterator
from datetime import datetime

from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator

from ingest.apis.answers import FetchError, Line, Page
from ingest.apis.connection import Connection, basic

SEARCH = "rest/api/3/search/jql"
CHANGELOGS = "rest/api/3/changelog/bulkfetch"
# Descriptions and what people wrote are long and personal, and no figure needs them.
FIELDS = ["*all", "-description", "-environment", "-comment", "-attachment", "-worklog"]
PAGE_SIZE = 100
KEYS_PAGE_SIZE = 5_000
CHANGELOG_ISSUES = 1_000  # the most that one request may name


def changed_since(query: str, since: datetime | None) -> str:
    """Return the JQL. Text dates would be read in the user's time zone, milliseconds are not."""
    changed = f" AND updated >= {int(since.timestamp() * 1000)}" if since else ""
    return f"({query}){changed} ORDER BY key ASC"


class JiraCloud:
    """The client."""

    def authorization(self, user: str, token: str) -> str:
        """Return the value of the header Authorization."""
        return basic(user, token)

    def pull(self, connection: Connection, query: str, since: datetime | None) -> Iterator[Line]:
        """Yield the issues, then their status changes."""
        ids: list[str] = []
        for page in _search(connection, changed_since(query, since), FIELDS, PAGE_SIZE):
            ids += [str(issue["id"]) for issue in page.records]
            yield page.as_line("items")
        for start in range(0, len(ids), CHANGELOG_ISSUES):
            some = ids[start : start + CHANGELOG_ISSUES]
            body = {"issueIdsOrKeys": some, "fieldIds": ["status"], "maxResults": 1_000}
            for page in connection.pages(CHANGELOGS, "issueChangeLogs", _by_token(), body=body):
                yield page.as_line("history", items=some)

    def keys(self, connection: Connection, query: str) -> Iterator[Line]:
        """Yield the ids of all issues."""
        for page in _search(connection, changed_since(query, None), ["id"], KEYS_PAGE_SIZE):
            yield page.as_line("keys")


def _search(connection: Connection, jql: str, fields: list[str], size: int) -> Iterator[Page]:
    """Yield the pages of a search: a short one is not the last one, one without a token is."""
    body = {"jql": jql, "fields": fields, "maxResults": size}
    page = None
    for page in connection.pages(SEARCH, "issues", _by_token(), body=body):
        yield page
    if page is not None and b'"isLast":false' in page.body:
        raise FetchError(f"{SEARCH} names no next page, and says that there is one", "fetch again")


def _by_token() -> JSONResponseCursorPaginator:
    return JSONResponseCursorPaginator("nextPageToken", cursor_body_path="nextPageToken")


CLIENT = JiraCloud()
