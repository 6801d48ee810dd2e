"""Listings by page number, of which a record that goes away meanwhile moves another one past the reader."""

from collections.abc import Callable, Iterator

from ingest.apis.answers import FetchError, Page

MAXIMUM_LISTINGS = 5


def settled(list_pages: Callable[[], Iterator[Page]]) -> Iterator[Page]:
    """Yield the pages of a listing, and those of the listings after it that bring a record it had not.

    A record is missed only when one listed before it went away, which the next listing then lacks. So it is
    listed until one holds all of the one before; what is on one page needs no second look. Raises FetchError.
    """
    known: set[int] = set()
    before: set[int] | None = None
    for _ in range(MAXIMUM_LISTINGS):
        found: set[int] = set()
        page_count = 0
        for page in list_pages():
            page_count += 1
            ids = {record["id"] for record in page.records}
            if before is None or not ids <= known:
                yield page
            found |= ids
            known |= ids
        if page_count <= 1 or (before is not None and before <= found):
            return
        before = found
    problem = f"records went away during each of {MAXIMUM_LISTINGS} listings, so that others may be missing"
    raise FetchError(problem, "fetch again when less is deleted or moved")
