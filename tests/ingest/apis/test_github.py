"""GitHub: pages by the header Link, events of issues but not of pull requests."""

from datetime import timedelta
from pathlib import Path

import pytest

from ingest.apis.answers import FetchError
from tests.ingest.apis.pulling import SECRET, STARTED, tracker_for
from tests.ingest.apis.service import Asked, Reply, Service, running

CLOSED = {"id": 71, "event": "closed", "created_at": "2026-11-02T08:00:00Z", "actor": {"login": "owner-07"}}
LABELED = {"id": 70, "event": "labeled", "created_at": "2026-11-01T08:00:00Z"}


def _issue(number: int, state: str = "open", **more: object) -> dict:
    return {
        "id": 1000 + number,
        "number": number,
        "title": f"Work {number}",
        "state": state,
        "html_url": f"https://github.com/harbour/shop/issues/{number}",
        "url": f"https://api.github.com/repos/harbour/shop/issues/{number}",
        "created_at": "2026-10-01T08:00:00Z",
        "updated_at": "2026-11-02T08:00:00Z",
        "labels": [],
        **more,
    }


class GitHub:
    """A repository of four issues and a pull request, three a page."""

    def __init__(self) -> None:
        self.issues = [
            _issue(1),
            _issue(2, "closed"),
            _issue(3, pull_request={"url": "x"}),
            _issue(4),
            _issue(5),
        ]
        self.service: Service | None = None
        self.leaving: dict[int, int] = {}  # after how many requests for the first page which issue leaves
        self.first_pages = 0

    def __call__(self, asked: Asked) -> Reply:
        if asked.path.endswith("/events"):
            return Reply([LABELED, CLOSED] if "/2/" in asked.path else [])
        start = 3 * (int(asked.query.get("page", 1)) - 1)
        more = f'<{self.service.url}{asked.path}?page={start // 3 + 2}&state=all>; rel="next"'
        headers = {"Link": more} if len(self.issues) > start + 3 else {}
        reply = Reply(self.issues[start : start + 3], 200, headers)
        if not start:
            self.first_pages += 1
            gone = self.leaving.get(self.first_pages)
            self.issues = [issue for issue in self.issues if issue["number"] != gone]
        return reply


def test_a_repository_is_pulled_and_landed(tmp_path: Path) -> None:
    site = GitHub()
    with running(site) as service:
        site.service = service
        tracker = tracker_for(tmp_path, service, "github", "harbour/shop", "github_json")
        tracker.pull()
        assert [file.status for file in tracker.land().loads] == ["loaded"]
        issues = "/repos/harbour/shop/issues"
        events = [f"{issues}/{number}/events" for number in (1, 2, 4, 5)]
        assert service.paths() == [*[issues] * 4, *events, *[issues] * 4]  # each listing is asked for twice
        assert service.log[0].headers["Authorization"] == f"Bearer {SECRET}"
        assert tracker.rows("work_items", "work_item_id", "work_item_key", "status_name") == [
            ("1001", "harbour/shop#1", "open"),
            ("1002", "harbour/shop#2", "closed"),
            ("1004", "harbour/shop#4", "open"),
            ("1005", "harbour/shop#5", "open"),
        ]
        columns = ("work_item_id", "transition_id", "from_status_name", "to_status_name")
        assert tracker.rows("work_item_transitions", *columns) == [("1002", "71", "open", "closed")]

        site.issues = site.issues[1:]  # the first one was transferred
        service.log.clear()
        tracker.pull(STARTED + timedelta(days=1))
        tracker.land(STARTED + timedelta(days=1))
        assert service.log[0].query["since"] == "2026-11-21T00:30:00Z"
        assert tracker.rows("work_items", "work_item_id") == [("1002",), ("1004",), ("1005",)]


# The first pages of a pull whose listings settle: 1 and 2 of the items, 3 and 4 of all ids.
@pytest.mark.parametrize("leaves_after", [1, 2, 3, 4])
def test_an_issue_that_leaves_while_pages_are_asked_for_hides_no_other(
    tmp_path: Path, leaves_after: int
) -> None:
    site = GitHub()
    site.leaving = {leaves_after: 1}
    with running(site) as service:
        site.service = service
        tracker = tracker_for(tmp_path, service, "github", "harbour/shop", "github_json")
        tracker.pull()
        tracker.land()
        ids = {identity for (identity,) in tracker.rows("work_items", "work_item_id")}
        assert ids - {"1001"} == {"1002", "1004", "1005"}  # 4 was pushed to the page that had been read
        changes = tracker.rows("work_item_transitions", "work_item_id", "transition_id")
        assert changes == [("1002", "71")]
        tracker.pull(STARTED + timedelta(days=7), full=True)
        tracker.land(STARTED + timedelta(days=7))
        assert tracker.rows("work_items", "work_item_id") == [("1002",), ("1004",), ("1005",)]


def test_a_listing_that_never_settles_ends_the_pull(tmp_path: Path) -> None:
    site = GitHub()
    site.issues = [_issue(number) for number in range(1, 20)]
    site.leaving = {number: number for number in range(1, 20)}
    with running(site) as service:
        site.service = service
        tracker = tracker_for(tmp_path, service, "github", "harbour/shop", "github_json")
        with pytest.raises(FetchError, match="records went away during each of 5 listings"):
            tracker.pull()
        assert tracker.inbox == []


def test_a_next_page_at_another_host_ends_the_pull(tmp_path: Path) -> None:
    with running(lambda _: Reply([])) as elsewhere:
        link = {"Link": f'<{elsewhere.url}/repos/harbour/shop/issues?page=2>; rel="next"'}
        with running(lambda _: Reply([_issue(1)], 200, link)) as service:
            tracker = tracker_for(tmp_path, service, "github", "harbour/shop", "github_json")
            with pytest.raises(FetchError, match="its next page lies at another host"):
                tracker.pull()
        assert elsewhere.log == []


@pytest.mark.parametrize("zone", ["GMT", "-0000"])
def test_the_limit_of_requests_is_waited_for_until_it_ends(
    tmp_path: Path, waits: list[float], zone: str
) -> None:
    limit = {
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": "4102444800",
        "Date": f"Thu, 31 Dec 2099 23:59:00 {zone}",
    }
    with running(lambda _: Reply([])) as service:
        service.first = [Reply({"message": "API rate limit exceeded"}, 403, limit)]
        tracker_for(tmp_path, service, "github", "harbour/shop", "github_json").pull()
    assert waits == [60]
