"""Whole refreshes of the example organisation, as a scheduler runs them."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import duckdb
import pytest

from ingest.workspace import Workspace
from orchestration import publishing
from orchestration.publishing import Manifest
from tests.conftest import COMMAND, Portfolio
from tests.differing import differing_rows

pytestmark = [pytest.mark.pipeline, pytest.mark.slow]

AS_OF = "2026-10-31"


def _record(workspace: Workspace) -> dict:
    return json.loads((workspace.published / "LAST_REFRESH").read_text())


def _current(workspace: Workspace) -> Manifest:
    manifest = publishing.current(workspace)
    assert manifest is not None
    return manifest


def _refresh(portfolio: Portfolio, workspace: Workspace, *options: str) -> "subprocess.CompletedProcess[str]":
    return portfolio("-w", workspace.root, "refresh", "--as-of", AS_OF, *options)


def test_the_demo_publishes_one_read_only_version_of_every_mart(demo_workspace: Workspace) -> None:
    manifest = _current(demo_workspace)
    record = _record(demo_workspace)
    assert (record["status"], record["version"], record["as_of_date"]) == (
        "published",
        manifest.version,
        AS_OF,
    )
    assert publishing.is_valid(demo_workspace, manifest)
    assert manifest.as_of_date == AS_OF
    marts = {name: table for name, table in manifest.tables.items() if name.startswith("marts.mart_")}
    assert len(marts) > 10
    empty = {name for name, table in marts.items() if not table["rows"]}
    assert empty == {"marts.mart_work_item_findings"}  # the example's trackers contradict nothing
    assert list((demo_workspace.build).glob("portfolio.duckdb*")) == []


def test_c02_r01_an_unchanged_refresh_publishes_nothing_and_a_forced_one_the_same_numbers(
    demo_copy: Workspace, portfolio: Portfolio
) -> None:
    first = _current(demo_copy)
    outcome = _refresh(portfolio, demo_copy)
    assert outcome.returncode in {0, 3}, outcome.stderr
    assert f"unchanged: version {first.version}" in outcome.stdout
    assert (_current(demo_copy), _record(demo_copy)["status"]) == (first, "unchanged")

    with duckdb.connect(demo_copy.published / first.file, read_only=True) as reader:
        outcome = _refresh(portfolio, demo_copy, "--force", "--profile")
        assert outcome.returncode in {0, 3}, outcome.stderr
        assert reader.execute("select count(*) from marts.mart_run").fetchall() == [(1,)]
    second = _current(demo_copy)
    assert second.version != first.version
    assert second.tables == first.tables


def test_everything_but_the_archive_can_be_deleted(demo_copy: Workspace, portfolio: Portfolio) -> None:
    before = _current(demo_copy)
    for folder in (
        demo_copy.input,
        demo_copy.build,
        demo_copy.published,
        demo_copy.quarantine,
        demo_copy.inbox,
    ):
        shutil.rmtree(folder)
    shutil.rmtree(demo_copy.dagster_home)
    outcome = _refresh(portfolio, demo_copy)
    assert outcome.returncode in {0, 3}, outcome.stderr
    assert _current(demo_copy).tables == before.tables


def test_o03_a_failed_audit_publishes_nothing_and_the_version_before_is_served(
    demo_copy: Workspace, portfolio: Portfolio
) -> None:
    before = _current(demo_copy)
    records = [
        (path, json.loads(path.read_text())) for path in (demo_copy.input / "file_loads").rglob("*.json")
    ]
    path, record = next((path, record) for path, record in records if record["row_count_rejected"])
    record["row_count_accepted"] -= 1  # one row more was set aside than quarantine holds
    record["row_count_rejected"] += 1
    path.write_text(json.dumps(record))
    outcome = _refresh(portfolio, demo_copy, "--force")
    assert outcome.returncode == 1
    assert "quarantine_complete" in outcome.stderr
    record = _record(demo_copy)
    assert record["status"] == "failed"
    assert "quarantine_complete" in record["reason"]
    assert record["failed_steps"] == ["audited"]
    assert _current(demo_copy) == before
    assert publishing.is_valid(demo_copy, before)
    assert portfolio("-w", demo_copy.root, "status").returncode == 1


def test_k10_what_was_lost_or_cut_is_made_anew_from_the_archive(
    demo_copy: Workspace, portfolio: Portfolio
) -> None:
    before = _current(demo_copy)
    shutil.rmtree(demo_copy.quarantine)
    (segment,) = (demo_copy.input / "work_items" / "jira").glob("*.parquet")
    segment.unlink()
    newest = max((demo_copy.input / "budget_lines" / "budget").glob("*.parquet"))
    os.truncate(newest, 500)
    os.truncate(demo_copy.published / before.file, 20_000)
    (demo_copy.build / "portfolio.duckdb.tmp").mkdir()  # what a killed build spilled
    assert portfolio("-w", demo_copy.root, "status").returncode == 1
    outcome = _refresh(portfolio, demo_copy)
    assert outcome.returncode == 0, outcome.stderr
    after = _current(demo_copy)
    assert after.version != before.version
    assert after.tables == before.tables
    assert portfolio("-w", demo_copy.root, "status").returncode == 0


def test_a_source_is_overdue_today_when_nobody_says_which_day(
    demo_copy: Workspace, portfolio: Portfolio
) -> None:
    told = portfolio("-w", demo_copy.root, "refresh")
    assert told.returncode == 3, told.stderr  # the example's newest export is of October 2026
    assert "source jira: its newest file is" in told.stderr


def test_nothing_was_known_long_ago(demo_copy: Workspace, portfolio: Portfolio) -> None:
    before, record = _current(demo_copy), _record(demo_copy)
    outcome = _refresh(portfolio, demo_copy, "--as-known-on", "2020-01-01")
    assert outcome.returncode == 1
    assert _record(demo_copy) == record  # of the last refresh: looking back is none
    assert "--as-known-on 2020-01-01: nothing was known then" in outcome.stderr
    assert _current(demo_copy) == before


def test_d04_r06_a_past_review_is_kept_beside_what_is_served(
    demo_copy: Workspace, portfolio: Portfolio
) -> None:
    served, record = _current(demo_copy), _record(demo_copy)
    budget = "select sum(budget_amount) from marts.mart_theme_spend"
    before_it_was_restated = ("--as-known-on", "2026-09-29")
    outcome = _refresh(portfolio, demo_copy, *before_it_was_restated)
    assert outcome.returncode in {0, 3}, outcome.stderr
    assert "kept beside what is served" in outcome.stdout
    assert (_current(demo_copy), _record(demo_copy)) == (served, record)
    (review,) = publishing.past_reviews(demo_copy)
    assert review.as_known_on == "2026-09-29"
    assert _ask(demo_copy, "select as_known_on::date::text from marts.mart_run", review) == "2026-09-29"
    assert _ask(demo_copy, budget, review) != _ask(demo_copy, budget, served)
    assert "as known on 2026-09-29" in portfolio("-w", demo_copy.root, "status").stdout
    # It is built once, and never rolled back to.
    assert "unchanged" in _refresh(portfolio, demo_copy, *before_it_was_restated).stdout
    assert portfolio("-w", demo_copy.root, "rollback").returncode == 1
    assert portfolio("-w", demo_copy.root, "rollback", review.version).returncode == 1


def test_what_was_rolled_back_from_is_not_built_again(demo_copy: Workspace, portfolio: Portfolio) -> None:
    first = _current(demo_copy)
    of_another_day = ("--as-of", "2026-10-30")
    assert portfolio("-w", demo_copy.root, "refresh", *of_another_day).returncode in {0, 3}
    assert _current(demo_copy).as_of_date == "2026-10-30"
    rolled = portfolio("-w", demo_copy.root, "rollback")
    assert (rolled.returncode, _current(demo_copy).version) == (0, first.version)
    for options in (("--as-of", AS_OF), of_another_day):
        assert "unchanged" in portfolio("-w", demo_copy.root, "refresh", *options).stdout
        assert _current(demo_copy).version == first.version


def _ask(workspace: Workspace, query: str, version: publishing.Manifest) -> object:
    with duckdb.connect(workspace.published / version.file, read_only=True) as connection:
        return connection.execute(query).fetchall()[0][0]


def test_a_file_that_cannot_be_read_is_a_warning_and_the_rest_is_published(
    demo_copy: Workspace, portfolio: Portfolio
) -> None:
    newest = max((path for path in demo_copy.inbox.rglob("*2026-10-31*") if path.is_file()), key=str)
    target = newest.with_name(newest.name.replace("2026-10-31", "2026-11-01"))
    target.write_bytes(b"<!DOCTYPE html><title>Sign in</title>")
    outcome = _refresh(portfolio, demo_copy)
    assert outcome.returncode == 3, outcome.stdout + outcome.stderr
    assert str(target.relative_to(demo_copy.root)) in outcome.stderr
    assert any(target.name in warning for warning in _record(demo_copy)["warnings"])
    listed = portfolio("-w", demo_copy.root, "quarantine")
    assert "refused" in listed.stdout

    digest = listed.stdout.split()[0]
    assert (
        portfolio("-w", demo_copy.root, "quarantine", "discard", digest, "--note", "wrong page").returncode
        == 0
    )
    assert target.name not in _refresh(portfolio, demo_copy).stderr


def test_k01_k03_a_killed_refresh_leaves_the_version_before_and_one_more_heals(
    demo_copy: Workspace, portfolio: Portfolio
) -> None:
    before = _current(demo_copy)
    command = [COMMAND, "-w", demo_copy.root, "refresh", "--as-of", AS_OF, "--force"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    database = demo_copy.build / "portfolio.duckdb"
    deadline = time.monotonic() + 60
    while not database.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert _current(demo_copy) == before
    killed = portfolio("-w", demo_copy.root, "status")
    assert (killed.returncode, "Last refresh: killed" in killed.stdout) == (1, True)

    assert _refresh(portfolio, demo_copy, "--force").returncode in {0, 3}
    assert _current(demo_copy).tables == before.tables
    assert sorted(path.name for path in demo_copy.build.glob("portfolio.duckdb*")) == []


@pytest.mark.nightly
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_d15_the_example_has_the_same_marts_wherever_it_is_refreshed(
    demo_workspace: Workspace,
    portfolio: Portfolio,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    zone: str,
) -> None:
    monkeypatch.setenv("TZ", zone)
    assert portfolio("demo", tmp_path / "elsewhere", "--no-serve").returncode in {0, 3}
    elsewhere = Workspace(tmp_path / "elsewhere")
    here, there = _current(demo_workspace), _current(elsewhere)
    differing = {name for name in here.tables if here.tables[name] != there.tables[name]}
    assert differing <= {"meta.file_loads", "core.fct_file_loads", "marts.mart_file_loads"}
    with duckdb.connect() as connection:  # they also tell when each file was received
        connection.execute(f"attach '{demo_workspace.published / here.file}' as here (read_only)")
        connection.execute(f"attach '{elsewhere.published / there.file}' as there (read_only)")
        for table in differing:
            sides = [f"select * exclude (received_at) from {side}.{table}" for side in ("here", "there")]
            assert differing_rows(connection, *sides) == 0, table
