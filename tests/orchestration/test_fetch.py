"""`portfolio fetch` and a refresh that fetches: against a service on the loopback interface."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.configuration_file import load_configuration
from ingest.workspace import Workspace
from orchestration.landing_notes import fetch_failed, note_landing, refresh_warnings
from orchestration.refresh_record import read_record
from tests.conftest import COMMAND
from tests.ingest.apis.jira import Jira, change, issue
from tests.ingest.apis.service import Reply, Service, running
from tests.workspaces import land

CONFIGURATION = """\
organisation: {{name: Harbour}}
reporting: {{currency: EUR}}
themes:
  - name: Growth
    targets: [{{strategy_version: "2026", valid_from: 2026-01-01, share: 1}}]
sources:
  - name: jira
    format: jira_json
    files: inbox/jira/*.jsonl.gz
    delivery: increment
    api:
      kind: jira_cloud
      url: {url}
      query: project = SHOP
      token: ${{JIRA_TOKEN}}
      user: ${{JIRA_USER}}
statuses:
  - {{status: To Do, category: todo}}
  - {{status: Done, category: done}}
"""
SECRET = "s3cr3t-t0ken-value"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def service() -> Iterator[Service]:
    site = Jira([issue(1, "SHOP-1"), issue(2, "SHOP-2", "Done")], {"2": [change(20, "To Do", "Done")]})
    with running(site) as started:
        yield started


@pytest.fixture
def workspace(tmp_path: Path, service: Service) -> Workspace:
    (tmp_path / "portfolio.yml").write_text(CONFIGURATION.format(url=service.url))
    return Workspace(tmp_path)


@pytest.fixture
def run(workspace: Workspace) -> Run:
    """Run the command line on the workspace, with credentials in its environment."""

    def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        credentials = {"JIRA_TOKEN": SECRET, "JIRA_USER": "owner.07@example.org", "NO_PROXY": "127.0.0.1"}
        command = [COMMAND, "-w", str(workspace.root), *arguments]
        environment = os.environ | credentials | variables
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)

    return run


def test_fetch_leaves_a_file_and_loads_nothing(workspace: Workspace, service: Service, run: Run) -> None:
    outcome = run("fetch")
    assert outcome.returncode == 0, outcome.stderr
    (path,) = (workspace.inbox / "jira").iterdir()
    assert (
        outcome.stdout == f"jira: everything, and the listing of all ids: 2 items, inbox/jira/{path.name}\n"
    )
    assert not workspace.input.exists()

    service.answer = lambda _: Reply({}, 401)
    refused = run("fetch", "jira", "--since", "2026-11-01")
    assert refused.returncode == 1
    assert "jira_cloud: source jira: the fetch failed: it refuses the credentials (401)" in refused.stderr
    assert "JIRA_TOKEN" in refused.stderr
    assert SECRET not in refused.stderr + refused.stdout
    assert list((workspace.inbox / "jira").iterdir()) == [path]


def test_a_pull_by_hand_that_succeeds_ends_the_failure_of_the_last_one(
    workspace: Workspace, service: Service, run: Run
) -> None:
    landed = land(workspace.root).sources["jira"]
    note_landing(workspace, landed, is_fetched=False)
    service.first.append(Reply({}, 401))
    assert run("fetch", "jira").returncode == 1
    assert fetch_failed(workspace, "jira")
    assert run("fetch", "jira").returncode == 0
    assert not fetch_failed(workspace, "jira")
    problem = "inbox/jira/*.jsonl.gz: source jira: no file matches, and none ever did; run `portfolio fetch`"
    configuration = load_configuration(workspace.configuration_path)
    assert problem in refresh_warnings(workspace, configuration, None)  # what was noted beside it stays


def test_fetch_names_what_it_cannot_do(workspace: Workspace, run: Run) -> None:
    assert run("fetch", "yira").returncode == 2
    assert run("fetch", "--full", "--since", "2026-11-01").returncode == 2
    unset = run("fetch", JIRA_TOKEN="")
    assert unset.returncode == 1
    assert "the environment variable JIRA_TOKEN is not set; export JIRA_TOKEN" in unset.stderr
    text = workspace.configuration_path.read_text()
    workspace.configuration_path.write_text(text.partition("    api:")[0] + "statuses: []\n")
    none = run("fetch")
    assert (none.returncode, none.stderr) == (2, "no `api` in portfolio.yml: of any source\n")


@pytest.mark.pipeline
@pytest.mark.slow
def test_a_refresh_fetches_and_serves_the_old_data_when_that_fails(
    workspace: Workspace, service: Service, run: Run
) -> None:
    first = run("refresh")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "Fetch jira" in first.stdout
    asked = len(service.log)
    assert run("refresh", "--no-fetch").returncode == 0
    assert len(service.log) == asked

    service.answer = lambda _: Reply({}, 401)
    second = run("refresh")
    assert second.returncode == 3, second.stdout + second.stderr
    assert "warning: jira_cloud: source jira: the fetch failed: it refuses the credentials" in second.stderr
    record = read_record(workspace)
    assert record is not None
    assert record.status == "unchanged"
    assert any("JIRA_TOKEN" in warning for warning in record.warnings)
    assert (workspace.published / "CURRENT").exists()
    everything = b"".join(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())
    assert SECRET.encode() not in everything
