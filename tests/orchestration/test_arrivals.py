import os
from pathlib import Path

import dagster as dg
import pytest

from ingest.archive import archived_path
from ingest.configuration_file import ConfigurationError, load_configuration
from ingest.durable_files import sha256_of
from ingest.workspace import Workspace
from orchestration.arrivals import Sightings, look
from orchestration.automation import file_drop_sensor, nightly_schedule
from orchestration.commands.init import write_missing
from orchestration.dbt_assets import freshness_policy

PATTERNS = ["inbox/jira/*.csv"]


def _drop(root: Path, name: str, text: str) -> Path:
    path = root / "inbox" / "jira" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def _never(_digest: str) -> bool:
    return False


def test_f01_a_file_has_arrived_when_two_looks_find_it_the_same(tmp_path: Path) -> None:
    path = _drop(tmp_path, "a.csv", "half")
    first = look(tmp_path, PATTERNS, {}, _never)
    assert first.new_hashes == ()
    path.write_text("half and whole")
    second = look(tmp_path, PATTERNS, first.sightings, _never)
    assert second.new_hashes == ()
    third = look(tmp_path, PATTERNS, second.sightings, _never)
    assert third.new_hashes == (sha256_of(path),)


@pytest.mark.parametrize("name", [".a.csv", "~$a.csv", "a.csv.part", ".source.part"])
def test_f01_a_file_that_no_landing_takes_has_not_arrived(tmp_path: Path, name: str) -> None:
    _drop(tmp_path, name, "half")
    first = look(tmp_path, ["inbox/jira/*"], {}, _never)
    assert look(tmp_path, ["inbox/jira/*"], first.sightings, _never).new_hashes == ()
    whole = _drop(tmp_path, "b.csv", "whole")
    second = look(tmp_path, ["inbox/jira/*"], {}, _never)
    assert look(tmp_path, ["inbox/jira/*"], second.sightings, _never).new_hashes == (sha256_of(whole),)


def test_f01_a_file_rewritten_at_the_same_size_has_not_arrived(tmp_path: Path) -> None:
    path = _drop(tmp_path, "a.csv", "aaaa")
    before = look(tmp_path, PATTERNS, {}, _never).sightings
    path.write_text("bbbb")
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))
    assert look(tmp_path, PATTERNS, before, _never).new_hashes == ()


def test_f03_bytes_that_are_archived_are_not_new(tmp_path: Path) -> None:
    path = _drop(tmp_path, "a.csv", "known")
    digest = sha256_of(path)
    before: Sightings = look(tmp_path, PATTERNS, {}, _never).sightings
    assert look(tmp_path, PATTERNS, before, lambda found: found == digest).new_hashes == ()


def test_c02_the_same_set_of_files_has_the_same_run_key(tmp_path: Path) -> None:
    _drop(tmp_path, "a.csv", "one")
    looks = [look(tmp_path, PATTERNS, {}, _never)]
    for _ in range(2):
        looks.append(look(tmp_path, PATTERNS, looks[-1].sightings, _never))
    _drop(tmp_path, "b.csv", "two")
    for _ in range(2):
        looks.append(look(tmp_path, PATTERNS, looks[-1].sightings, _never))
    assert looks[1].run_key == looks[2].run_key
    assert looks[1].run_key != looks[4].run_key
    assert len(looks[4].new_hashes) == 2


def test_c02_the_sensor_asks_for_one_run_per_set_of_files(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    write_missing(workspace)
    sensor = file_drop_sensor(workspace, load_configuration(workspace.configuration_path))
    path = _drop(tmp_path, "jira-2026-10-31.csv", "Issue key\n")

    cursor, asked = None, []
    for _ in range(4):
        if len(asked) == 2:  # the run it asked for has archived the file
            archived_path(workspace, sha256_of(path)).parent.mkdir(parents=True)
            archived_path(workspace, sha256_of(path)).touch()
        tick = sensor.evaluate_tick(dg.build_sensor_context(cursor=cursor))
        cursor = tick.cursor
        asked.append([request.run_key for request in tick.run_requests])
        # It would start itself: what a pull leaves in the inbox arrives there, too.
        settings = [request.run_config["resources"]["refresh"]["config"] for request in tick.run_requests]
        assert all(setting["fetch"] is False for setting in settings)
    assert [len(keys) for keys in asked] == [0, 1, 0, 0]


def test_the_nightly_schedule_runs_in_the_organisations_time_zone(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    write_missing(workspace)
    text = workspace.configuration_path.read_text().replace("time_zone: UTC", "time_zone: Europe/Zurich", 1)
    workspace.configuration_path.write_text(text)
    schedule = nightly_schedule(load_configuration(workspace.configuration_path))
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 2 * * *", "Europe/Zurich")
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING


@pytest.mark.parametrize("cron", ["30 2 * *", "every night", "61 2 * * *"])
def test_a_schedule_that_is_none_is_a_problem_of_the_configuration(tmp_path: Path, cron: str) -> None:
    workspace = Workspace(tmp_path)
    write_missing(workspace)
    with workspace.configuration_path.open("a") as file:
        file.write(f'\nschedule:\n  cron: "{cron}"\n')
    configuration = load_configuration(workspace.configuration_path)
    with pytest.raises(ConfigurationError, match=r"schedule\.cron: .* is no cron expression; write"):
        nightly_schedule(configuration)


@pytest.mark.parametrize(
    ("cron", "deadline"),
    [
        ("30 2 * * *", "30 3 * * *"),
        ("0 23 * * 1-5", "0 23 * * 1-5"),
        ("*/30 * * * *", None),
        ("0 * * * *", None),
    ],
)
def test_marts_are_due_an_hour_after_a_schedule_with_a_time_of_day(
    tmp_path: Path, cron: str, deadline: str | None
) -> None:
    workspace = Workspace(tmp_path)
    write_missing(workspace)
    with workspace.configuration_path.open("a") as file:
        file.write(f'\nschedule:\n  cron: "{cron}"\n')
    policy = freshness_policy(load_configuration(workspace.configuration_path))
    assert (policy.deadline_cron if policy else None) == deadline
