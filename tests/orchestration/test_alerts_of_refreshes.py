"""Nights of a small workspace: what refreshes, however started, tell people and write into the journal."""

import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import pytest

from ingest.workspace import Workspace
from orchestration.automation import failed_run_sensor
from orchestration.definitions import build_definitions
from orchestration.journal import events_path
from orchestration.resources import REFRESH_JOB, Refresh
from tests.conftest import Portfolio
from tests.faults.bad_files import LINES, csv_text, replaced
from tests.faults.test_bad_input import workspace_with
from tests.faults.test_killed import dying
from tests.ingest.apis.service import Asked, Reply, Service, running
from tests.orchestration import mail_server
from tests.orchestration.mail_server import MailServer

pytestmark = [pytest.mark.pipeline, pytest.mark.slow]

PLANTED = "Planted Person 4711"
SECRET = "correct-horse-battery-staple"
SETTINGS = """
publishing: {{board_pack: false}}
alerts:
  timeout_seconds: 5
  about: [failed_refresh, refused_file, held_file]
  webhook: {{url: "${{HOOK}}", token: "${{HOOK_TOKEN}}"}}
  slack: {{url: "${{SLACK}}"}}
  email: {{host: 127.0.0.1, port: {port}, security: none, from: a@example.org, to: [b@example.org]}}
"""


@dataclass
class Night:
    """A workspace whose alerts arrive at servers of this machine; Slack refuses while `slack_is_down`."""

    workspace: Workspace
    mail: MailServer
    hooks: list[dict] = field(default_factory=list)
    slack: list[dict] = field(default_factory=list)
    slack_is_down: bool = False

    def answer(self, asked: Asked) -> Reply:
        if asked.path == "/hook":
            self.hooks.append(asked.body)
            return Reply({})
        if self.slack_is_down:
            return Reply({"error": SECRET}, status=503)
        self.slack.append(asked.body)
        return Reply("ok")

    def told(self) -> dict[str, list[str]]:
        """Return what the newest message by webhook tells; whatever came is forgotten."""
        newest = self.hooks[-1] if self.hooks else {}
        self.hooks.clear()
        return {what: [each["kind"] for each in newest.get(what, [])] for what in ("new", "over")}

    def drop(self, name: str, content: str | bytes) -> None:
        content = content.encode() if isinstance(content, str) else content
        (self.workspace.inbox / "suspect" / name).write_bytes(content)

    def events(self) -> list[dict]:
        return [json.loads(line) for line in events_path(self.workspace).read_text().splitlines()]


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    content = replaced(7, f"2026-03-07,C-101,6400,{PLANTED},1O0")
    workspace = Workspace(workspace_with(tmp_path, "2026-03-31.csv", content))
    with mail_server.running(MailServer()) as mail:
        night = Night(workspace, mail)
        with running(night.answer) as service:
            for name, value in _environment(service).items():
                monkeypatch.setenv(name, value)
            with workspace.configuration_path.open("a") as file:
                file.write(SETTINGS.format(port=mail.port))
            yield night


def _environment(service: Service) -> dict[str, str]:
    hooks = {"HOOK": f"{service.url}/hook", "SLACK": f"{service.url}/{SECRET}", "HOOK_TOKEN": SECRET}
    return hooks | {"NO_PROXY": "127.0.0.1"}


def _held() -> str:
    return csv_text(
        tuple(line.replace(".25", f".{PLANTED}") if number < 6 else line for number, line in enumerate(LINES))
    )


def test_nights_of_a_refresh_are_told_by_every_way_and_never_fail_for_it(
    night: Night, portfolio: Portfolio
) -> None:
    def refresh(*options: str) -> tuple[int, str]:
        outcome = portfolio("-w", night.workspace.root, "refresh", *options)
        assert SECRET not in outcome.stdout + outcome.stderr
        return outcome.returncode, outcome.stderr

    assert refresh() == (0, "")
    assert night.told() == {"new": [], "over": []}

    night.slack_is_down = True
    night.drop("2026-04-30.csv", _held())
    code, told = refresh()
    assert code == 1
    assert "alerts: slack was not told at" in told
    assert night.told() == {"new": ["failed_refresh", "held_file"], "over": []}
    assert len(night.mail.mails) == 1
    status = portfolio("-w", night.workspace.root, "status")
    assert (status.returncode, "alerts: slack was not told" in status.stderr) == (1, True)

    night.drop("2026-05-31.csv", csv_text())
    code, told = refresh()
    assert code in {0, 3}
    assert night.told() == {"new": [], "over": ["failed_refresh", "held_file"]}
    assert len(night.mail.mails) == 2
    assert night.slack == []  # what it never heard of is not over
    _assert_nothing_leaked(night)
    _assert_the_journal_tells_all(night.events())


def _assert_nothing_leaked(night: Night) -> None:
    letters = [mail.content.decode() for mail in night.mail.mails]
    sent = json.dumps([night.hooks, night.slack, letters])
    journal = events_path(night.workspace).read_text()
    ledger = (night.workspace.build / "alerts.json").read_text()
    for planted in (PLANTED, SECRET):
        assert planted not in sent + journal + ledger


def _assert_the_journal_tells_all(events: list[dict]) -> None:
    runs = [event["run_id"] for event in events if event["event"] == "refresh_started"]
    assert len(runs) == len(set(runs)) == 3
    assert {event["run_id"] for event in events} == set(runs)
    first = [event for event in events if event["run_id"] == runs[0]]
    names = [event["event"] for event in first if event["event"] != "stage_ended"]
    assert names == [
        "refresh_started", "source_loaded", "source_loaded", "audit_ended", "published", "refresh_ended",
    ]  # fmt: skip
    loaded = {event["source"]: event["rows_read_now"] for event in first if event["event"] == "source_loaded"}
    assert loaded == {"healthy": 40, "suspect": 40}
    assert first[-1]["status"] == "published"
    assert first[-1]["version"] == next(e["version"] for e in first if e["event"] == "published")
    stages = {event["stage"] for event in first if event["event"] == "stage_ended"}
    assert {"Land healthy", "Audit", "Publish"} <= stages
    ends = [event["status"] for event in events if event["event"] == "refresh_ended"]
    assert ends == ["published", "failed", "published"]
    assert [event["event"] for event in events if event["event"] == "alert_refused"] == ["alert_refused"]
    left_out = [event for event in events if event["event"] == "file_left_out"]
    assert [(event["source"], event["status"]) for event in left_out] == [("suspect", "held")]
    failed = [(event["step"], event["error"]) for event in events if event["event"] == "step_failed"]
    assert failed == [("landing__suspect", "Failure")]
    assert all(event["at"].endswith("+00:00") for event in events)


def test_k04_a_killed_refresh_is_told_by_the_check_and_by_dagsters_sensor(
    night: Night, portfolio: Portfolio
) -> None:
    assert dying(20, night.workspace.root, "portfolio", "refresh").returncode == -signal.SIGKILL
    assert night.told()["new"] == []
    with dg.DagsterInstance.ephemeral() as instance:
        run = instance.create_run_for_job(_empty_job())
        event = dg.DagsterEvent("PIPELINE_FAILURE", REFRESH_JOB)
        context = dg.build_run_status_sensor_context("failed_run", event, instance, run)
        failed_run_sensor(night.workspace)(context.for_run_failure())
    assert night.told()["new"] == ["failed_refresh"]
    assert night.slack[-1]["text"].endswith("the refresh was killed")
    assert portfolio("-w", night.workspace.root, "alerts", "check").stdout == "nothing new to tell\n"


def _empty_job() -> dg.JobDefinition:
    @dg.job(name=REFRESH_JOB)
    def empty() -> None:
        pass

    return empty


def test_a_run_that_dagster_starts_tells_as_the_command_does(night: Night) -> None:
    night.drop("2026-04-30.csv", _held())
    job = build_definitions(night.workspace).resolve_job_def(REFRESH_JOB)
    config = dg.RunConfig(resources={"refresh": Refresh(root=str(night.workspace.root))})
    with dg.DagsterInstance.ephemeral() as instance:
        assert not job.execute_in_process(config, instance=instance, raise_on_error=False).success
    assert night.told()["new"] == ["failed_refresh", "held_file"]
    assert [event["event"] for event in night.events()][-4:] == ["refresh_ended", *["alert_sent"] * 3]
