"""What a pull asks for follows from the files that were loaded before it, and from nothing else."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ingest.apis.plan import file_name, plan_pull
from ingest.configuration import Api, Source
from ingest.load_records import FileLoad

API = Api(kind="jira_cloud", url="https://x.example", query="project = SHOP", token="${T}", user="${U}")
SOURCE = Source(name="jira", format="jira_json", files="inbox/jira/*", delivery="increment", api=API)
NIGHT = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


def load(
    api: Api, *, days_ago: int, since: date | None = None, full: bool = False, status: str = "loaded"
) -> FileLoad:
    """Return the record of a pull of an earlier night that found one of the night before."""
    before = [] if full else [load(api, days_ago=days_ago + 1, full=True)]
    plan = plan_pull(api, before, NIGHT - timedelta(days=days_ago), since=since)
    name = f"inbox/jira/{file_name(SOURCE, api, plan, ZoneInfo('UTC'))}"
    return FileLoad("jira", "0" * 64, name, "stem", "print", "at", None, None, "then", 1, status)


def test_the_first_pull_brings_everything() -> None:
    plan = plan_pull(API, [], NIGHT)
    assert (plan.since, plan.with_keys) == (None, True)
    assert file_name(SOURCE, API, plan, ZoneInfo("America/New_York")).startswith(
        "jira-2026-11-20-20261121T013000Z-full-"
    )


def test_the_next_one_starts_an_hour_before_the_one_before_it() -> None:
    loads = [load(API, days_ago=2, full=True), load(API, days_ago=1)]
    assert plan_pull(API, loads, NIGHT).since == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("status", ["held", "refused", "discarded"])
def test_what_was_not_loaded_is_pulled_again(status: str) -> None:
    loads = [load(API, days_ago=3, full=True), load(API, days_ago=1, status=status)]
    assert plan_pull(API, loads, NIGHT).since == datetime(2026, 11, 18, 0, 30, tzinfo=UTC)


def test_another_query_is_pulled_from_its_beginning() -> None:
    other = API.model_copy(update={"query": "project in (SHOP, PAY)"})
    plan = plan_pull(other, [load(API, days_ago=1)], NIGHT)
    assert (plan.since, plan.with_keys) == (None, True)


def test_a_query_that_comes_back_is_pulled_from_its_beginning() -> None:
    other = API.model_copy(update={"query": "project = PAY"})  # its listing took SHOP away
    loads = [load(API, days_ago=3, full=True), load(other, days_ago=2, full=True)]
    assert plan_pull(API, loads, NIGHT).since is None
    loads.append(load(API, days_ago=1, full=True))
    assert plan_pull(API, loads, NIGHT).since == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    assert plan_pull(other, loads, NIGHT).since is None


def test_what_was_asked_for_once_more_leaves_no_hole() -> None:
    loads = [load(API, days_ago=9, full=True), load(API, days_ago=1, since=date(2026, 11, 19))]
    assert plan_pull(API, loads, NIGHT).since == datetime(2026, 11, 12, 0, 30, tzinfo=UTC)
    again = plan_pull(API, loads, NIGHT, since=date(2026, 11, 19))
    assert (again.since, again.with_keys) == (datetime(2026, 11, 19, tzinfo=UTC), False)


def test_the_listing_comes_round_by_days() -> None:
    weekly = API.model_copy(update={"listing_every_days": 7})
    for days_ago, is_due in ((6, False), (7, True)):
        assert plan_pull(weekly, [load(weekly, days_ago=days_ago, full=True)], NIGHT).with_keys is is_due
    seconds_early = NIGHT - timedelta(seconds=20)
    assert plan_pull(API, [load(API, days_ago=1, full=True)], seconds_early).with_keys


def test_files_that_people_dropped_say_nothing() -> None:
    dropped = FileLoad(
        "jira", "0" * 64, "inbox/jira/saved-2026-11-20.jsonl.gz", "s", "p", "a", None, None, "t", 1, "loaded"
    )
    assert plan_pull(API, [dropped], NIGHT).since is None


def test_everything_is_pulled_when_asked_for() -> None:
    plan = plan_pull(API, [load(API, days_ago=1)], NIGHT, full=True)
    assert (plan.since, plan.with_keys) == (None, True)
