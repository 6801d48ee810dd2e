import fcntl
import gzip
import io
import logging
import sys
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.apis import _responses
from ingest.apis.answers import FetchError
from ingest.apis.connection import MAXIMUM_ATTEMPTS
from tests.ingest.apis.jira import Jira, change, issue
from tests.ingest.apis.pulling import SECRET, STARTED, Tracker, tracker_for
from tests.ingest.apis.service import Asked, Reply, Service, lines_of, running

SEARCH, CHANGELOGS = "/rest/api/3/search/jql", "/rest/api/3/changelog/bulkfetch"
BASIC = "b3duZXIuMDdAZXhhbXBsZS5vcmc6czNjcjN0LXQwa2VuLXZhbHVl"  # of owner.07@example.org and the secret


@pytest.fixture
def service() -> Iterator[Service]:
    site = Jira(
        [issue(number, f"SHOP-{number}") for number in range(1, 6)], {"2": [change(71, "To Do", "Done")]}
    )
    with running(site) as started:
        yield started


@pytest.fixture
def tracker(tmp_path: Path, service: Service) -> Tracker:
    return tracker_for(tmp_path, service, "jira_cloud", "project = SHOP", "jira_json")


def _fails(tracker: Tracker) -> FetchError:
    """A pull fails, and leaves nothing."""
    with pytest.raises(FetchError) as caught:
        tracker.pull()
    assert tracker.inbox == []
    return caught.value


def test_a_short_page_is_not_the_last_one(tracker: Tracker, service: Service) -> None:
    pulled = tracker.pull()
    assert service.paths() == [SEARCH, SEARCH, SEARCH, CHANGELOGS, SEARCH, SEARCH, SEARCH]
    assert pulled.path.name.startswith("tracker-2026-11-21-20261121T013000Z-full-")
    assert (pulled.item_count, pulled.page_count) == (5, 7)
    lines = lines_of(pulled.path)
    assert [line["request"]["kind"] for line in lines] == ["items"] * 3 + ["history"] + ["keys"] * 3
    assert [len(line["response"]["issues"]) for line in lines[:3]] == [2, 1, 2]
    assert lines[3]["request"]["items"] == ["1", "2", "3", "4", "5"]
    assert lines[0]["response"]["issues"][0] == issue(1, "SHOP-1")


def test_the_request_is_what_jira_documents(tracker: Tracker, service: Service) -> None:
    tracker.pull()
    first, second = service.log[0], service.log[1]
    assert first.method == "POST"
    assert first.body["jql"] == "(project = SHOP) ORDER BY key ASC"
    assert "nextPageToken" not in first.body
    assert second.body["nextPageToken"] == "1.2"
    assert first.headers["Authorization"] == f"Basic {BASIC}"


def test_too_many_requests_are_waited_for_as_told(
    tracker: Tracker, service: Service, waits: list[float]
) -> None:
    service.first = [Reply({}, 429, {"Retry-After": "17"})]
    tracker.pull()
    assert waits == [17]
    assert service.paths()[:2] == [SEARCH, SEARCH]
    assert service.log[0].body == service.log[1].body


def test_a_wait_of_a_day_ends_the_pull(tracker: Tracker, service: Service, waits: list[float]) -> None:
    service.first = [Reply({}, 429, {"Retry-After": "86400"})]
    assert "it asks to wait 86,400 seconds" in str(_fails(tracker))
    assert waits == []


def test_an_error_of_the_server_is_retried(tracker: Tracker, service: Service, waits: list[float]) -> None:
    service.first = [Reply({}, 503), Reply(b"<html>", 502)]
    assert tracker.pull().item_count == 5
    assert len(waits) == 2


def test_errors_of_the_server_for_ever_end_the_pull(
    tracker: Tracker, service: Service, waits: list[float]
) -> None:
    service.answer = lambda _: Reply({"message": "down"}, 500)
    assert "it answers 500" in str(_fails(tracker))
    assert len(service.log) == MAXIMUM_ATTEMPTS
    assert waits == sorted(waits)


def test_a_token_that_expires_midway_is_named_not_shown(tracker: Tracker, service: Service) -> None:
    site = service.answer
    service.answer = lambda asked: (
        site(asked) if asked.path == SEARCH else Reply({"errorMessages": ["no"]}, 401)
    )
    error = _fails(tracker)
    assert error.problem == "it refuses the credentials (401)"
    assert "TRACKER_TOKEN" in error.remedy


@pytest.mark.parametrize("forever", [SEARCH, CHANGELOGS])
def test_a_page_that_repeats_ends_the_pull(tracker: Tracker, service: Service, forever: str) -> None:
    site = service.answer
    log = [{"issueId": "2", "changeHistories": [change(71, "To Do", "Done")]}]
    same = {"issues": [issue(1, "SHOP-1")], "issueChangeLogs": log, "nextPageToken": "again", "isLast": False}
    service.answer = lambda asked: Reply(same) if asked.path == forever else site(asked)
    assert "answers the same page again" in str(_fails(tracker))
    assert len(service.log) < 10


def test_empty_pages_with_the_same_cursor_end_the_pull(tracker: Tracker, service: Service) -> None:
    service.answer = lambda _: Reply({"issues": [], "nextPageToken": "again", "isLast": False})
    assert "answers the same page again" in str(_fails(tracker))


def test_a_listing_that_breaks_off_ends_the_pull(tracker: Tracker, service: Service) -> None:
    service.answer = lambda _: Reply({"issues": [issue(1, "SHOP-1")], "isLast": False})
    assert "names no next page" in str(_fails(tracker))


def test_a_connection_cut_half_way_is_retried(tracker: Tracker, service: Service, waits: list[float]) -> None:
    whole = service.answer(Asked("POST", SEARCH, {}, {"jql": "x", "fields": []}, {}))
    service.first = [Reply(whole.body, cut=True)]
    assert tracker.pull().item_count == 5
    assert len(waits) == 1


def test_a_connection_cut_each_time_ends_the_pull(
    tracker: Tracker, service: Service, waits: list[float]
) -> None:
    service.answer = lambda _: Reply({"issues": [issue(1, "SHOP-1")]}, cut=True)
    assert f"after {MAXIMUM_ATTEMPTS} tries" in str(_fails(tracker))
    assert len(waits) == MAXIMUM_ATTEMPTS - 1


def test_a_body_without_end_is_refused(
    tracker: Tracker, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_responses, "MAXIMUM_BYTES", 1 << 20)
    service.answer = lambda _: Reply(b'{"issues": []}' + b" " * (2 << 20))
    assert "an answer is longer than 1 MB" in str(_fails(tracker))


def test_a_redirect_is_not_followed(tracker: Tracker, service: Service) -> None:
    with running(lambda _: Reply({"issues": []})) as elsewhere:
        service.answer = lambda _: Reply({}, 302, {"Location": f"{elsewhere.url}/login?next=x"})
        assert "it redirects to 127.0.0.1" in str(_fails(tracker))
        assert elsewhere.log == []


def test_a_web_page_is_no_answer(tracker: Tracker, service: Service) -> None:
    service.answer = lambda _: Reply(b"<!doctype html><title>Log in</title>")
    assert "it answers a web page" in str(_fails(tracker))
    assert len(service.log) == 1


def test_a_refused_query_says_what_the_service_said(tracker: Tracker, service: Service) -> None:
    service.answer = lambda _: Reply({"errorMessages": ["The value 'SHOP' does not exist"]}, 400)
    assert "The value 'SHOP' does not exist" in _fails(tracker).problem
    assert len(service.log) == 1


def test_the_token_is_nowhere(tmp_path: Path, tracker: Tracker, service: Service, waits: list[float]) -> None:
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    levels = {name: logging.getLogger(name).level for name in ("", "dlt", "urllib3")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        tracker.pull()
        tracker.land()
        traces = [repr(tracker.source), "\n".join(tracker.told)]
        for reply in (Reply({"said": SECRET}, 400), Reply({"said": BASIC}, 500), Reply({"issues": [SECRET]})):
            service.answer = lambda _, reply=reply: reply
            with pytest.raises(FetchError) as caught:
                tracker.pull(STARTED.replace(hour=3))
            traces += ["".join(traceback.format_exception(caught.value)), repr(caught.value)]
    finally:
        logging.getLogger().removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
    assert any(asked.headers["Authorization"] == f"Basic {BASIC}" for asked in service.log)
    contents = []
    for path in tmp_path.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            contents.append(gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content)
    assert len(contents) > 3
    everything = b"".join(contents) + "".join([*traces, log.getvalue()]).encode()
    assert b"SHOP-1" in everything
    assert "rest/api/3/search/jql" in log.getvalue()
    for secret in (SECRET, BASIC):
        assert secret.encode() not in everything


def test_what_a_killed_pull_left_is_no_half_a_load(tracker: Tracker) -> None:
    folder = tracker.workspace.inbox / "tracker"
    folder.mkdir(parents=True)
    (folder / ".tracker.part").write_bytes(b"half")
    pulled = tracker.pull()
    assert tracker.inbox == [pulled.path]
    assert "tracker: the pull before was interrupted; it starts anew" in tracker.told


def test_two_pulls_of_one_source_do_not_meet(tracker: Tracker, service: Service) -> None:
    lock = tracker.workspace.build / "fetch" / "tracker.lock"
    lock.parent.mkdir(parents=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "another process is pulling this source" in str(_fails(tracker))
    assert service.log == []
    assert tracker.pull().item_count == 5


# All three are UTC: of `-0000` mail says that the local zone is not told.
@pytest.mark.parametrize("zone", ["GMT", "-0000", "+0000"])
@pytest.mark.parametrize(("minute", "is_late"), [(31, False), (29, True)])
def test_a_clock_that_is_too_far_ahead_ends_the_pull(
    tracker: Tracker, service: Service, minute: int, is_late: bool, zone: str
) -> None:
    site = service.answer
    now = {"Date": f"Sat, 21 Nov 2026 00:{minute}:00 {zone}"}  # the pull started at 01:30
    service.answer = lambda asked: replace(site(asked), headers=now)
    if is_late:
        assert "this machine's clock is 61 minutes ahead" in str(_fails(tracker))
    else:
        assert tracker.pull().item_count == 5


@pytest.mark.parametrize("date", ["", "soon", "Sat, 99 Nov 2026 00:29:00 GMT"])
def test_a_date_that_is_none_tells_nothing(tracker: Tracker, service: Service, date: str) -> None:
    site = service.answer
    service.answer = lambda asked: replace(site(asked), headers={"Date": date})
    assert tracker.pull().item_count == 5


def test_what_pulling_needs_is_named(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ingest.apis.jira_cloud", raising=False)
    monkeypatch.setitem(sys.modules, "dlt", None)
    monkeypatch.setitem(sys.modules, "dlt.sources.helpers.rest_client.paginators", None)
    assert "install it: pip install portfolio-warehouse[api]" in str(_fails(tracker))


def test_a_variable_that_is_not_set_is_named(tracker: Tracker, service: Service) -> None:
    del tracker.environment["TRACKER_TOKEN"]
    assert "the environment variable TRACKER_TOKEN is not set" in str(_fails(tracker))
    assert service.log == []


def test_http_is_for_the_loopback_interface_unless_allowed(tmp_path: Path, service: Service) -> None:
    tracker = tracker_for(tmp_path, service, "jira_cloud", "x", "jira_json")
    far = tracker.source.api.model_copy(update={"url": "http://tracker.example.org"})
    source = tracker.source.model_copy(update={"api": far})
    tracker.configuration = tracker.configuration.model_copy(update={"sources": (source,)})
    assert "is not encrypted" in str(_fails(tracker))
