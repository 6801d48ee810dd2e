"""Paging by position, for services that may answer fewer records than they were asked for."""

from typing import Any

from dlt.common import jsonpath
from dlt.sources.helpers.rest_client.paginators import BasePaginator
from requests import Request, Response

from ingest.apis.answers import FetchError


class Offsets(BasePaginator):
    """Asks for the record after those that came: a server may cap a page below the size asked for.

    The last page is the one that reaches the total at `total`; without it, one shorter than `size`.
    """

    def __init__(self, name: str, size: int, total: str | None = None, *, in_body: bool = False) -> None:
        super().__init__()
        self._name, self._size, self._total, self._in_body = name, size, total, in_body
        self._offset = 0
        self._first_total: int | None = None
        self.has_shrunk = False  # the total: records before the offset went away, and others took their place

    def init_request(self, request: Request) -> None:
        """Ask for the first record."""
        self.update_request(request)

    def update_state(self, response: Response, data: list[Any] | None = None) -> None:
        """Count what came."""
        count = len(data or ())
        self._offset += count
        if self._total is None:
            self._has_next_page = count >= self._size
            return
        (total,) = jsonpath.find_values(self._total, response.json()) or (0,)
        self._first_total = total if self._first_total is None else self._first_total
        self.has_shrunk |= total < self._first_total
        self._has_next_page = self._offset < total
        if self._has_next_page and not count:
            raise FetchError(f"it counts {total:,} records and answers {self._offset:,}", "fetch again")

    def update_request(self, request: Request) -> None:
        """Ask for the next record."""
        place: Any = request.json if self._in_body else request.params
        place[self._name] = self._offset
