import json
import os
from datetime import UTC, datetime, timedelta
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


def test_a_day_that_is_over_gets_its_date_and_the_oldest_days_go(workspace: Workspace) -> None:
    path = events_path(workspace)
    path.parent.mkdir(parents=True)
    path.write_text("yesterday\n")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    os.utime(path, (yesterday.timestamp(),) * 2)
    first = datetime(2024, 1, 1)
    for number in range(KEPT_DAYS + 5):
        path.with_name(f"{path.name}.{first + timedelta(days=number):%Y-%m-%d}").write_text("old\n")
    with journal(workspace):
        note_event("refresh_started")
    assert [event["event"] for event in _events(workspace)] == ["refresh_started"]
    assert path.with_name(f"{path.name}.{yesterday:%Y-%m-%d}").read_text() == "yesterday\n"
    kept = sorted(path.parent.glob(f"{path.name}.*"))
    assert len(kept) == KEPT_DAYS
    assert kept[0].name == f"{path.name}.2024-01-07"


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
