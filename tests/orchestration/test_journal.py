import json
import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ingest.workspace import Workspace
from orchestration.attempts import attempt
from orchestration.journal import KEPT_DAYS, events_path, journal, note_event
from orchestration.refresh_record import read_record, record_success
from orchestration.stages import stage


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def _events(workspace: Workspace) -> list[dict]:
    return [json.loads(line) for line in events_path(workspace).read_text().splitlines()]


def test_an_event_is_one_line_with_its_instant_in_utc_and_its_run(workspace: Workspace) -> None:
    before = datetime.now(UTC)
    with journal(workspace, "run-1"):
        note_event("source_loaded", source="a\nb", rows=3)
        with stage("Audit"):
            pass
    note_event("lost")  # no journal is kept
    loaded, ended = _events(workspace)
    assert (loaded["event"], loaded["run_id"], loaded["source"], loaded["rows"]) == (
        "source_loaded", "run-1", "a\nb", 3,
    )  # fmt: skip
    at = datetime.fromisoformat(loaded["at"])
    assert before - timedelta(seconds=1) <= at <= datetime.now(UTC)
    assert at.utcoffset() == timedelta(0)
    assert (ended["event"], ended["stage"]) == ("stage_ended", "Audit")
    assert ended["seconds"] >= 0


def test_the_oldest_days_go(workspace: Workspace) -> None:
    first = date(2024, 1, 1)
    events_path(workspace).parent.mkdir(parents=True)
    for number in range(KEPT_DAYS + 5):
        events_path(workspace, first + timedelta(days=number)).write_text("old\n")
    with journal(workspace):
        note_event("refresh_started")
    kept = sorted(events_path(workspace).parent.iterdir())
    assert len(kept) == KEPT_DAYS
    assert (kept[0], kept[-1]) == (events_path(workspace, date(2024, 1, 7)), events_path(workspace))


def test_two_that_write_around_midnight_lose_no_line(workspace: Workspace) -> None:
    days = [date(2026, 3, 31), date(2026, 4, 1)]
    midnight = datetime(2026, 4, 1, tzinfo=UTC).timestamp()
    with journal(workspace, "a"), journal(workspace, "b"):
        for seconds in (-2, -1, 0, 1, -0.5):  # the last was slow to arrive
            told = {"msg": str(seconds), "created": midnight + seconds, "levelno": logging.INFO}
            logging.getLogger("portfolio.events").handle(logging.makeLogRecord(told))
    texts = [events_path(workspace, day).read_text() for day in days]
    lines = [[json.loads(line) for line in text.splitlines()] for text in texts]
    assert [[(line["run_id"], line["event"]) for line in of_day] for of_day in lines] == [
        [(run, event) for event in ("-2", "-1", "-0.5") for run in "ab"],
        [(run, event) for event in ("0", "1") for run in "ab"],
    ]


def test_an_attempt_is_noted_however_it_ends(workspace: Workspace) -> None:
    with attempt(workspace, "good", is_review=False):
        record_success(workspace, "unchanged", "v1", "2026-10-31", ["one source is stale"])
    with pytest.raises(KeyboardInterrupt), attempt(workspace, "stopped", is_review=False):
        raise KeyboardInterrupt
    ends = [event for event in _events(workspace) if event["event"] == "refresh_ended"]
    assert [(end["run_id"], end["status"], end["warnings"]) for end in ends] == [
        ("good", "unchanged", 1), ("stopped", "failed", 0),
    ]  # fmt: skip
    record = read_record(workspace)
    assert record is not None
    assert record.status == "failed"


def test_k06_a_journal_that_cannot_be_written_stops_nothing(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    path = events_path(workspace)
    path.mkdir(parents=True)  # no file can be opened under this name
    with journal(workspace):
        note_event("refresh_started")
    assert path.is_dir()
    assert capsys.readouterr().err == ""
