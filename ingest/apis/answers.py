"""What clients, their connection and the pull pass to one another: answered pages, and why there is none."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from ingest.apis.connection import Connection

Kind = Literal["items", "history", "keys"]


class FetchError(Exception):
    """Nothing was pulled; says what is wrong and what to do, never with a credential in it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True)
class Page:
    """One answered page."""

    path: str  # of the request, without its query
    records: list[Any]
    body: bytes  # the answer as it came, on one line

    def as_line(self, kind: Kind, item: str | None = None, items: Sequence[str] = ()) -> "Line":
        """Return the page as a line of a pull: a history tells of one item, or of several."""
        return Line(self, kind, item, tuple(items))


@dataclass(frozen=True)
class Line:
    """One line of the file that a pull leaves."""

    page: Page
    kind: Kind
    item: str | None = None
    items: tuple[str, ...] = ()

    def encoded(self) -> bytes:
        """Return the line as it is archived: neither headers nor queries of a request are."""
        request: dict[str, Any] = {"kind": self.kind, "path": self.page.path}
        if self.item is not None:
            request["item"] = self.item
        if self.items:
            request["items"] = self.items
        return b'{"request": %b, "response": %b}\n' % (json.dumps(request).encode(), self.page.body)


def iso(moment: datetime) -> str:
    """Write an instant in UTC as services want it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Client(Protocol):
    """Knows the requests of one service."""

    def authorization(self, user: str, token: str) -> str:
        """Return the value of the header Authorization."""
        ...

    def pull(self, connection: "Connection", query: str, since: datetime | None) -> Iterator[Line]:
        """Yield the items, all or those changed since an instant in UTC, and what happened to them."""
        ...

    def keys(self, connection: "Connection", query: str) -> Iterator[Line]:
        """Yield the listing of all items that there are."""
        ...
