"""Linear: the issues of a team by GraphQL, each with its links and the first of its changes.

A personal API key restricted to Read, or an OAuth token with the scope `read`. `query` is the team's key.
Archived issues are issues; so are deleted ones until Linear forgets them after 30 days.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator

from ingest.apis.answers import Line, Page, iso
from ingest.apis.connection import Connection, bearer

PATH = "graphql"
KEY_PREFIX = "lin_api_"  # of personal keys, which Linear wants without the word Bearer
# A query may cost 10,000 points; every list multiplies what is asked of its parts.
CHANGES = (
    "nodes { id createdAt actor { name } fromState { name } toState { name } }"
    " pageInfo { hasNextPage endCursor }"
)
LINKS = "pageInfo { hasNextPage } nodes { type "
ISSUES = f"""
query Issues($filter: IssueFilter, $after: String) {{
  issues(filter: $filter, first: 25, after: $after, includeArchived: true, orderBy: createdAt) {{
    nodes {{
      id identifier title estimate priority priorityLabel createdAt updatedAt startedAt completedAt canceledAt
      archivedAt dueDate
      state {{ name type }} team {{ key name }} assignee {{ name displayName }} creator {{ name displayName }}
      parent {{ id identifier }} cycle {{ number name }} project {{ id name }} projectMilestone {{ name }}
      labels(first: 20) {{ nodes {{ name }} }}
      relations(first: 20) {{ {LINKS} relatedIssue {{ identifier }} }} }}
      inverseRelations(first: 20) {{ {LINKS} issue {{ identifier }} }} }}
      history(first: 20) {{ {CHANGES} }}
    }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}"""
HISTORY = f"""
query Changes($id: String!, $after: String) {{
  issue(id: $id) {{ history(first: 100, after: $after) {{ {CHANGES} }} }}
}}"""
KEYS = """
query Keys($filter: IssueFilter, $after: String) {
  issues(filter: $filter, first: 250, after: $after, includeArchived: true, orderBy: createdAt) {
    nodes { id identifier }
    pageInfo { hasNextPage endCursor }
  }
}"""


class Linear:
    """The client."""

    def authorization(self, user: str, token: str) -> str:
        """Return the value of the header Authorization."""
        return token if token.startswith(KEY_PREFIX) else bearer(token)

    def pull(self, connection: Connection, query: str, since: datetime | None) -> Iterator[Line]:
        """Yield the issues, then the changes that did not fit into them."""
        wanted: dict[str, Any] = {"team": {"key": {"eq": query}}}
        if since:
            wanted["updatedAt"] = {"gte": iso(since)}
        more: list[tuple[str, str]] = []
        for page in _pages(connection, ISSUES, "data.issues", {"filter": wanted, "after": None}):
            rest = ((issue["id"], issue["history"]["pageInfo"]) for issue in page.records)
            more += [(identity, info["endCursor"]) for identity, info in rest if info["hasNextPage"]]
            yield page.as_line("items")
        for identity, cursor in more:
            variables = {"id": identity, "after": cursor}
            for page in _pages(connection, HISTORY, "data.issue.history", variables):
                yield page.as_line("history", identity)

    def keys(self, connection: Connection, query: str) -> Iterator[Line]:
        """Yield the ids of all issues."""
        wanted = {"team": {"key": {"eq": query}}}
        for page in _pages(connection, KEYS, "data.issues", {"filter": wanted, "after": None}):
            yield page.as_line("keys")


def _pages(connection: Connection, text: str, place: str, variables: dict[str, Any]) -> Iterator[Page]:
    cursors = JSONResponseCursorPaginator(
        f"{place}.pageInfo.endCursor",
        cursor_body_path="variables.after",
        has_more_path=f"{place}.pageInfo.hasNextPage",
    )
    body = {"query": text, "variables": variables}
    yield from connection.pages(PATH, f"{place}.nodes", cursors, body=body)


CLIENT = Linear()
