import json
import os
import re
import socket
import subprocess
import time
from pathlib import Path

import pytest
import yaml

from ingest.alert_settings import Alerts, Email, Slack, Webhook
from ingest.configuration import (
    Api,
    Configuration,
    Publishing,
    ReadOptions,
    Reporting,
    Schedule,
    Source,
    Theme,
)
from ingest.configuration_file import load_configuration
from ingest.thresholds import Thresholds
from ingest.workspace import Workspace
from orchestration.commands.init import TEMPLATES
from orchestration.locking import refresh_lock
from tests.conftest import Portfolio


@pytest.fixture
def workspace(tmp_path: Path, portfolio: Portfolio) -> Workspace:
    """A workspace as `portfolio init` writes it."""
    outcome = portfolio("init", tmp_path / "mine")
    assert outcome.returncode == 0, outcome.stderr
    return Workspace(tmp_path / "mine")


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_help_names_every_command_and_exit_code_and_costs_less_than_a_second(portfolio: Portfolio) -> None:
    before = os.times()
    outcome = portfolio("--help")
    after = os.times()
    assert outcome.returncode == 0
    for word in (
        "init",
        "validate",
        "fetch",
        "refresh",
        "status",
        "app",
        "dagster",
        "rollback",
        "accept",
        "quarantine",
        "alerts",
        "demo",
    ):
        assert f" {word} " in outcome.stdout
    assert "75 another refresh is running" in " ".join(outcome.stdout.replace("│", " ").split())
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert spent < 1.0


def test_init_never_overwrites(workspace: Workspace, portfolio: Portfolio) -> None:
    workspace.configuration_path.write_text("mine: true\n")
    (workspace.inbox / "README.md").unlink()
    before = _files(workspace.root)
    outcome = portfolio("init", workspace.root)
    assert outcome.returncode == 0
    after = _files(workspace.root)
    assert after.items() >= before.items()
    assert set(after) - set(before) == {"inbox/README.md"}


def test_what_init_writes_validates_and_names_every_setting(workspace: Workspace) -> None:
    load_configuration(workspace.configuration_path)
    text = (TEMPLATES / "portfolio.yml").read_text()
    models = (
        *(Alerts, Api, Configuration, Email, Publishing, ReadOptions, Reporting, Schedule, Slack, Source),
        *(Theme, Thresholds, Webhook),
    )
    fields = [(name, field.alias or name) for model in models for name, field in model.model_fields.items()]
    unnamed = [name for name, shown in fields if f"{shown}:" not in text]
    assert unnamed == []


def test_what_the_template_shows_as_examples_validates_too() -> None:
    lines = (TEMPLATES / "portfolio.yml").read_text().splitlines()
    uncommented = [line.replace("# ", "", 1) if _is_setting(line) else line for line in lines]
    document = yaml.safe_load("\n".join(uncommented))
    configuration = Configuration.model_validate(document)
    assert configuration.thresholds == Thresholds()
    assert configuration.sources[0].read.date_order == "dmy"
    assert configuration.wip_limits[0].limit == 12
    assert configuration.alerts.email.security == "starttls"


def _is_setting(line: str) -> bool:
    return re.match(r"\s*#\s+(- \{|[a-z_]+:)", line) is not None


def test_dagster_yaml_keeps_quiet_and_to_one_run(workspace: Workspace) -> None:
    settings = yaml.safe_load((workspace.dagster_home / "dagster.yaml").read_text())
    assert settings["telemetry"] == {"enabled": False}
    assert settings["nux"] == {"enabled": False}
    assert settings["concurrency"]["runs"]["max_concurrent_runs"] == 1
    assert settings["concurrency"]["pools"]["default_limit"] == 1
    assert settings["run_monitoring"]["enabled"] is True


def test_validate_lists_problems_with_line_place_and_remedy(
    workspace: Workspace, portfolio: Portfolio
) -> None:
    text = workspace.configuration_path.read_text()
    workspace.configuration_path.write_text(text.replace("time_zone: UTC", "time_zoen: UTC", 1))
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith("  time_zone: UTC"))
    outcome = portfolio("-w", workspace.root, "validate")
    assert outcome.returncode == 1
    assert f"portfolio.yml:{line}: organisation.time_zoen: unknown key" in outcome.stdout
    assert "did you mean 'time_zone'?" in outcome.stdout

    found = portfolio("-w", workspace.root, "validate", "--json")
    assert found.returncode == 1
    assert json.loads(found.stdout)[0]["line"] == line


def test_validate_lists_the_formats_that_can_be_read(portfolio: Portfolio) -> None:
    outcome = portfolio("validate", "--formats")
    assert outcome.returncode == 0
    assert {"jira_json", "jira_csv", "okr", "ledger", "budget", "initiatives"} <= set(outcome.stdout.split())


def test_a_folder_that_is_no_workspace_is_a_usage_error(tmp_path: Path, portfolio: Portfolio) -> None:
    for command in ("refresh", "status", "validate", "rollback", "dagster"):
        outcome = portfolio("-w", tmp_path, command)
        assert outcome.returncode == 2, command
        assert f"run `portfolio init {tmp_path}`" in outcome.stderr


def test_a_broken_configuration_is_exit_code_2_and_on_record(
    workspace: Workspace, portfolio: Portfolio
) -> None:
    workspace.configuration_path.write_text("organisation: {name: X}\n")
    outcome = portfolio("-w", workspace.root, "refresh")
    assert outcome.returncode == 2
    assert "portfolio.yml:1: reporting: it is missing" in outcome.stderr
    record = json.loads((workspace.published / "LAST_REFRESH").read_text())
    assert record["status"] == "failed"
    assert "reporting: it is missing" in record["reason"]


def test_c01_a_second_refresh_is_refused_with_75_and_names_the_first(
    workspace: Workspace, portfolio: Portfolio
) -> None:
    with refresh_lock(workspace):
        started = time.monotonic()
        outcome = portfolio("-w", workspace.root, "refresh")
    assert outcome.returncode == 75
    assert f"process {os.getpid()}" in outcome.stderr
    assert time.monotonic() - started < 10  # refused before anything heavy is imported


def test_rolling_back_with_nothing_published_fails_and_says_so(
    workspace: Workspace, portfolio: Portfolio
) -> None:
    outcome = portfolio("-w", workspace.root, "rollback")
    assert outcome.returncode == 1
    assert "a version before the current one is not in" in outcome.stderr


def test_a_wrong_option_is_a_usage_error(portfolio: Portfolio) -> None:
    assert portfolio("refresh", "--as-of", "31.10.2026").returncode == 2


def test_status_of_a_new_workspace_says_what_to_do(workspace: Workspace, portfolio: Portfolio) -> None:
    outcome = portfolio("-w", workspace.root, "status")
    assert outcome.returncode == 0
    assert "nothing yet; run `portfolio refresh`" in outcome.stdout
    facts = json.loads(portfolio("-w", workspace.root, "status", "--json").stdout)
    assert facts["published"] is None
    assert [source["source_name"] for source in facts["sources"]] == [
        "jira", "okrs", "initiatives", "ledger", "budget",
    ]  # fmt: skip


def test_the_workspace_comes_from_the_environment_too(workspace: Workspace, tmp_path: Path) -> None:
    from tests.conftest import COMMAND

    environment = os.environ | {"PORTFOLIO_WORKSPACE": str(workspace.root)}
    outcome = subprocess.run(
        [COMMAND, "status"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0
    assert "nothing yet" in outcome.stdout


def test_a_day_outside_the_calendar_is_a_usage_error(workspace: Workspace, portfolio: Portfolio) -> None:
    outcome = portfolio("-w", workspace.root, "refresh", "--as-of", "2999-01-01")
    assert outcome.returncode == 2
    assert "2999-01-01 is not a day from 1990-01-01 to 2060-12-31" in outcome.stderr


def test_validate_knows_what_the_scheduler_will_refuse(workspace: Workspace, portfolio: Portfolio) -> None:
    text = workspace.configuration_path.read_text()
    workspace.configuration_path.write_text(text + '\nschedule:\n  cron: "99 2 * * *"\n')
    outcome = portfolio("-w", workspace.root, "validate")
    assert outcome.returncode == 1
    assert "portfolio.yml: schedule.cron: '99 2 * * *' is no cron expression" in outcome.stdout


def test_the_demo_is_not_mixed_into_another_organisation(workspace: Workspace, portfolio: Portfolio) -> None:
    before = _files(workspace.root)
    outcome = portfolio("demo", workspace.root, "--no-serve")
    assert outcome.returncode == 2
    assert "another organisation's" in outcome.stderr
    assert _files(workspace.root) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("quarantine", "export", "{root}/portfolio.yml", "--with-names"), "portfolio.yml: File exists"),
        (("quarantine", "replay", "{root}/inbox/README.md"), "this is no export of the quarantine"),
        (("dagster", "--port", "{port}"), "Address already in use; name another with --port"),
        (("app", "--port", "99999"), "99999 is not in the range"),
    ],
)
def test_what_the_system_refuses_is_told_without_a_traceback(
    workspace: Workspace, portfolio: Portfolio, arguments: tuple[str, ...], told: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        outcome = portfolio(
            "-w", workspace.root, *(part.format(root=workspace.root, port=port) for part in arguments)
        )
    assert outcome.returncode in {1, 2}
    assert told in " ".join(outcome.stderr.replace("│", " ").split())
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize(
    ("line", "arguments", "problem"),
    [
        ("", (), "Write `sign_in: none` into portfolio.yml"),
        ("sign_in: none", ("--address", "0.0.0.0"), "for this machine alone"),
        ("sign_in: who.yml", (), "who.yml: cannot be read"),
    ],
)
def test_dashboards_are_served_to_those_whom_portfolio_yml_names(
    workspace: Workspace, portfolio: Portfolio, line: str, arguments: tuple[str, ...], problem: str
) -> None:
    text = workspace.configuration_path.read_text()
    workspace.configuration_path.write_text(text.replace("sign_in: none\n", f"{line}\n"))
    outcome = portfolio("-w", workspace.root, "app", *arguments)
    assert outcome.returncode == 2
    assert problem in outcome.stderr
