"""The door to the data: the right version, whole, through a connection that can do nothing but read it."""

import json
import os
import shutil
import threading
from datetime import date
from pathlib import Path

import duckdb
import pytest

from analytics_app import warehouse
from analytics_app.row_access import WHOLE
from analytics_app.warehouse import (
    Connections,
    NothingPublished,
    QueryRefused,
    past_version,
    published_versions,
    select,
    served_version,
)
from ingest.workspace import Workspace
from orchestration.publishing import BuildFacts
from orchestration.publishing import publish as publish_build
from tests.app.published_folder import publish_tables
from tests.app.rows.organisation import RUN

ESCAPES = (
    "select * from read_text('/etc/hostname')",
    "select * from read_csv('/etc/passwd')",
    "select * from glob('/etc/*')",
    "select * from '/etc/passwd'",
    "select * from secret_of_the_process",
    "select getenv('HOME')",
)
NOT_A_SELECT = (
    "copy (select 1) to 'out.csv'",
    "export database 'out'",
    "attach 'other.duckdb'",
    "install httpfs",
    "load httpfs",
    "set memory_limit = '10GB'",
    "create table t (i int)",
    "drop table marts.mart_run",
    "select 1; select 2",
)


def publish(root: Path, organisation: str) -> Path:
    """Publish a version whose run names the organisation; each call makes another version."""
    return publish_tables(root, {"marts.mart_run": [RUN | {"organisation_name": organisation}]})


def organisation(folder: Path) -> str:
    """Return what the served version says."""
    rows = select(served_version(folder), WHOLE, "select organisation_name from marts.mart_run")
    return rows.item()


def open_files(folder: Path) -> list[str]:
    """Return the names of the folder's database files this process holds open."""
    links = (Path("/proc/self/fd", name) for name in os.listdir("/proc/self/fd"))
    targets = (Path(os.path.realpath(link)) for link in links)
    return [target.name for target in targets if target.parent == folder and target.suffix == ".duckdb"]


def test_the_version_current_names_is_served(tmp_path: Path) -> None:
    folder = publish(tmp_path, "first")
    assert organisation(folder) == "first"
    assert served_version(folder).fallback_reason is None


@pytest.mark.parametrize(
    "content",
    [None, "", "not json", "[]", "{}", '{"file": "portfolio-gone.duckdb"}', '{"file": "../elsewhere"}'],
)
def test_k09_an_unusable_pointer_falls_back_to_the_newest_version(
    tmp_path: Path, content: str | None
) -> None:
    publish(tmp_path, "older")
    folder = publish(tmp_path, "newer")
    (folder / "CURRENT").unlink()
    if content is not None:
        (folder / "CURRENT").write_text(content)
    assert organisation(folder) == "newer"
    assert str(served_version(folder).fallback_reason).startswith("CURRENT ")


def test_k10_a_version_whose_bytes_changed_is_skipped(tmp_path: Path) -> None:
    publish(tmp_path, "whole")
    folder = publish(tmp_path, "flipped")
    path = folder / json.loads((folder / "CURRENT").read_text())["file"]
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert organisation(folder) == "whole"
    assert path.name in str(served_version(folder).fallback_reason)


def test_k08_a_log_beside_a_version_is_never_replayed_into_it(tmp_path: Path) -> None:
    publish(tmp_path, "whole")
    folder = publish(tmp_path, "with a log")
    path = folder / json.loads((folder / "CURRENT").read_text())["file"]
    copy = tmp_path / "copy.duckdb"
    shutil.copyfile(path, copy)
    with duckdb.connect(copy, config={"checkpoint_threshold": "1GB"}) as connection:
        connection.execute("update marts.mart_run set organisation_name = 'replayed'")
        log = (tmp_path / "copy.duckdb.wal").read_bytes()
    assert log
    wal = path.with_name(f"{path.name}.wal")
    wal.write_bytes(log)
    assert organisation(folder) == "whole"
    assert f"{path.name}, beside which a write-ahead log lies" in str(served_version(folder).fallback_reason)
    assert wal.read_bytes() == log


def test_a_file_that_a_killed_publish_left_without_a_manifest_is_not_served(tmp_path: Path) -> None:
    folder = publish(tmp_path, "left over")
    for manifest in (*folder.glob("*.json"), folder / "CURRENT"):
        manifest.unlink()
    with pytest.raises(NothingPublished, match="no published version"):
        served_version(folder)


def test_nothing_published_says_so(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished, match=str(tmp_path)):
        served_version(tmp_path)


def test_c05_fifty_new_versions_are_seen_at_once_and_open_files_stay_as_few(tmp_path: Path) -> None:
    counts = []
    for number in range(50):
        folder = publish(tmp_path, f"version {number}")
        assert organisation(folder) == f"version {number}"
        assert served_version(folder).path.name in open_files(folder)
        assert len(open_files(folder)) <= warehouse.OPEN_VERSIONS
        counts.append(len(os.listdir("/proc/self/fd")))
    assert max(counts[40:]) <= max(counts[:10])


def test_c04_a_version_that_was_pruned_is_read_to_the_end_by_who_holds_it(tmp_path: Path) -> None:
    held = served_version(publish(tmp_path, "held"))
    assert select(held, WHOLE, "select organisation_name from marts.mart_run").item() == "held"
    for number in range(5):  # three versions are kept
        publish(tmp_path, f"version {number}")
    assert not held.path.exists()
    assert select(held, WHOLE, "select organisation_name from marts.mart_run").item() == "held"


def test_c07_nothing_is_written_beside_a_published_file(tmp_path: Path) -> None:
    folder = publish(tmp_path, "any")
    before = sorted(path.name for path in folder.iterdir())
    version = served_version(folder)
    spilled = "select count(*) from (select range as n, hash(range) as h from range(2000000) order by h)"
    assert select(version, WHOLE, spilled).item() == 2_000_000
    setting = select(version, WHOLE, "select current_setting('temp_directory')").item()
    assert not Path(setting).is_relative_to(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert version.path.stat().st_mode & 0o222 == 0


def test_c06_a_run_that_began_before_a_publish_keeps_its_version(tmp_path: Path) -> None:
    before = served_version(publish(tmp_path, "before"))
    folder = publish(tmp_path, "after")
    assert organisation(folder) == "after"
    assert select(before, WHOLE, "select organisation_name from marts.mart_run").item() == "before"
    assert organisation(folder) == "after"


def test_c04_a_query_under_way_survives_the_switch_to_another_version(tmp_path: Path) -> None:
    connections = Connections()
    cursor = connections.cursor(served_version(publish(tmp_path, "before")), WHOLE)
    folder = publish(tmp_path, "after")
    connections.cursor(served_version(folder), WHOLE).close()
    assert cursor.execute("select organisation_name from marts.mart_run").fetchall() == [("before",)]
    cursor.close()
    connections.close()
    assert open_files(folder) == []


def test_a_past_review_is_offered_and_never_served_for_want_of_another(tmp_path: Path) -> None:
    folder = publish(tmp_path, "now")
    build = tmp_path / "build" / "review.duckdb"
    with duckdb.connect(build) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.mart_run as select 'then' as organisation_name")
    facts = BuildFacts("1" * 64, date(2026, 3, 31), date(2026, 4, 2))
    publish_build(Workspace(tmp_path), build, facts, keep_versions=3)
    assert organisation(folder) == "now"
    assert [version.as_known_on for version in published_versions(folder)] == ["2026-04-02", None]
    (folder / "CURRENT").unlink()
    assert organisation(folder) == "now"


def test_past_versions_can_be_looked_at_newest_first_unless_their_bytes_changed(tmp_path: Path) -> None:
    for name in ("first", "second", "third"):
        folder = publish(tmp_path, name)
    versions = published_versions(folder)
    assert [version.name for version in versions] == sorted((v.name for v in versions), reverse=True)
    old = past_version(folder, versions[-1].name)
    assert old is not None
    assert old.as_of_date == "2026-03-31"
    assert select(old, WHOLE, "select organisation_name from marts.mart_run").item() == "first"
    versions[1].path.chmod(0o644)
    versions[1].path.write_bytes(b"not a database")
    assert past_version(folder, versions[1].name) is None
    assert past_version(folder, "../elsewhere") is None
    astray = {"version": "astray", "file": f"../published/{versions[0].path.name}"}
    (folder / "portfolio-astray.json").write_text(json.dumps(astray))
    assert past_version(folder, "astray") is None


@pytest.mark.parametrize("sql", ESCAPES)
def test_s01_a_query_reaches_nothing_but_the_published_file(tmp_path: Path, sql: str) -> None:
    secret_of_the_process = [1, 2, 3]
    version = served_version(publish(tmp_path, "any"))
    with pytest.raises(duckdb.Error):
        select(version, WHOLE, sql)
    assert secret_of_the_process


@pytest.mark.parametrize("sql", NOT_A_SELECT)
def test_s03_anything_but_one_select_is_refused(tmp_path: Path, sql: str) -> None:
    version = served_version(publish(tmp_path, "any"))
    with pytest.raises(QueryRefused):
        select(version, WHOLE, sql)


@pytest.mark.parametrize("sql", ["copy (select 1) to 'out.csv'", "create table t (i int)", "set threads = 8"])
def test_the_connection_itself_refuses_to_write_or_to_be_unlocked(tmp_path: Path, sql: str) -> None:
    connections = Connections()
    cursor = connections.cursor(served_version(publish(tmp_path, "any")), WHOLE)
    with pytest.raises(duckdb.Error):
        cursor.execute(sql)
    connections.close()


def test_a_query_that_takes_too_long_is_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "LONGEST_QUERY_SECONDS", 0.2)
    version = served_version(publish(tmp_path, "any"))
    with pytest.raises(duckdb.InterruptException):
        select(
            version,
            WHOLE,
            "select count(*) from range(100000000) a, range(1000000) b where a.range + b.range = 7",
        )


def test_sessions_in_several_threads_read_the_same_version(tmp_path: Path) -> None:
    folder = publish(tmp_path, "shared")
    seen: list[str] = []
    threads = [threading.Thread(target=lambda: seen.append(organisation(folder))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == ["shared"] * 8
