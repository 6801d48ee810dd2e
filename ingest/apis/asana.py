"""Asana: the tasks of a project, and the stories of each.

A personal access token of a user who sees the project, or one with the scopes `tasks:read`, `stories:read`,
`projects:read`. `query` is the project's gid. Subtasks that are not in the project are not listed by it.
"""

from collections.abc import Iterator
from datetime import datetime

from dlt.sources.helpers.rest_client.paginators import JSONResponseCursorPaginator

from ingest.apis.answers import Line, Page, iso
from ingest.apis.connection import Connection, bearer

PAGE_SIZE = 100
# Asana answers names only, unless it is told what else. Notes are long and personal, no figure needs them.
TASK_FIELDS = (
    "name,resource_subtype,completed,completed_at,created_at,modified_at,start_on,due_on,assignee.name,"
    "created_by.name,parent,memberships.project.name,memberships.section.name,tags.name,dependencies,"
    "dependents,actual_time_minutes,custom_fields.name,custom_fields.display_value,"
    "custom_fields.number_value,custom_fields.enum_value.name,custom_fields.multi_enum_values.name,"
    "custom_fields.date_value"
)
STORY_FIELDS = "resource_subtype,created_at,created_by.name,target,old_section.name,new_section.name"


class Asana:
    """The client."""

    def authorization(self, user: str, token: str) -> str:
        """Return the value of the header Authorization."""
        return bearer(token)

    def pull(self, connection: Connection, query: str, since: datetime | None) -> Iterator[Line]:
        """Yield the tasks, then the stories of each."""
        changed = {"modified_since": iso(since)} if since else {}
        ids: list[str] = []
        for page in _pages(connection, "tasks", TASK_FIELDS, {"project": query, **changed}):
            ids += [task["gid"] for task in page.records]
            yield page.as_line("items")
        for gid in ids:
            for page in _pages(connection, f"tasks/{gid}/stories", STORY_FIELDS, {}):
                yield page.as_line("history", gid)

    def keys(self, connection: Connection, query: str) -> Iterator[Line]:
        """Yield the ids of all tasks."""
        for page in _pages(connection, "tasks", "gid", {"project": query}):
            yield page.as_line("keys")


def _pages(connection: Connection, path: str, fields: str, params: dict[str, str]) -> Iterator[Page]:
    offsets = JSONResponseCursorPaginator("next_page.offset", cursor_param="offset")
    asked = {"limit": PAGE_SIZE, "opt_fields": fields, **params}
    yield from connection.pages(path, "data", offsets, params=asked)


CLIENT = Asana()
