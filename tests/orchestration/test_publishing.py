import json
import multiprocessing
import os
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ingest.durable_files import sha256_of
from ingest.workspace import Workspace
from orchestration import publishing
from orchestration.checksums import table_checksums
from orchestration.commands.export import export
from orchestration.locking import WorkspaceLockedError, is_locked, refresh_lock
from orchestration.publishing import BuildFacts, PublishingError

AS_OF = date(2026, 10, 31)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def _build(workspace: Workspace, amount: str = "10.25") -> Path:
    """Write a build as dbt leaves it: views over files, and published tables."""
    workspace.build.mkdir(exist_ok=True)
    path = workspace.build / "portfolio.duckdb"
    with duckdb.connect(path) as connection:
        for schema in ("input", "staging", "intermediate", "core", "marts", "meta"):
            connection.execute(f"create schema {schema}")
        connection.execute("create view input.ledger_lines as select 1 as line_id")
        connection.execute("create view staging.stg_ledger_lines as select * from input.ledger_lines")
        connection.execute("create table core.dim_theme as select 'Growth' as theme_name")
        connection.execute(
            f"create table marts.mart_spend as select i as line, {amount}::decimal(18, 4) amount"
            " from range(3) r(i)"
        )
        connection.execute("create table meta.file_loads as select 'jira' as source_name")
    return path


def _publish(
    workspace: Workspace, fingerprint: str, amount: str = "10.25", keep: int = 5
) -> publishing.Manifest:
    return publishing.publish(
        workspace, _build(workspace, amount), BuildFacts(fingerprint, AS_OF), keep_versions=5
    )


def test_c07_a_published_version_is_read_only_and_holds_tables_only(
    workspace: Workspace,
) -> None:
    manifest = _publish(workspace, "a" * 64)
    path = workspace.published / manifest.file

    assert path.stat().st_mode & 0o777 == 0o444
    assert json.loads((workspace.published / "CURRENT").read_text())["version"] == manifest.version
    assert sorted(manifest.tables) == ["core.dim_theme", "marts.mart_spend", "meta.file_loads"]
    assert manifest.tables["marts.mart_spend"]["rows"] == 3
    with duckdb.connect(path, read_only=True) as connection:
        schemas = connection.execute("select distinct schema_name from duckdb_tables() order by 1").fetchall()
        assert schemas == [("core",), ("marts",), ("meta",)]
        assert connection.execute("select count(*) from duckdb_views() where not internal").fetchone() == (0,)
    assert not (workspace.build / "portfolio.duckdb").exists()


def test_s12_nothing_that_was_dropped_is_left_in_the_bytes_of_a_version(workspace: Workspace) -> None:
    build = _build(workspace)
    with duckdb.connect(build) as connection:
        connection.execute(
            "create table input.names as select 'planted ' || md5(i::text) as n from range(9999) r(i)"
        )
        connection.execute("force checkpoint")
    assert b"planted " in build.read_bytes()
    manifest = publishing.publish(workspace, build, BuildFacts("a" * 64, AS_OF), 5)
    assert b"planted " not in (workspace.published / manifest.file).read_bytes()


def test_a_view_among_the_published_relations_is_refused(workspace: Workspace) -> None:
    build = _build(workspace)
    with duckdb.connect(build) as connection:
        connection.execute("create view marts.mart_live as select 1 as one")
    with pytest.raises(PublishingError, match=r"marts\.mart_live: materialize it as a table"):
        publishing.publish(workspace, build, BuildFacts("a" * 64, AS_OF), 5)
    assert publishing.current(workspace) is None


def test_k08_a_name_beside_a_stale_wal_is_refused_and_current_stays(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _publish(workspace, "a" * 64)
    taken = workspace.published / "portfolio-taken.duckdb"
    wal = taken.with_name(taken.name + ".wal")
    wal.write_bytes(b"left by a killed writer")
    monkeypatch.setattr(publishing, "version_path", lambda _workspace, _version: taken)
    with pytest.raises(PublishingError, match="was used before"):
        _publish(workspace, "b" * 64)
    assert wal.exists()
    assert publishing.current(workspace) == first


def test_a_file_that_reads_back_differently_is_not_published(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _publish(workspace, "a" * 64)
    move = publishing._move_to_new_name

    def move_and_damage(build: Path, target: Path) -> Path:
        with duckdb.connect(build) as connection:
            connection.execute("update marts.mart_spend set amount = 0 where line = 1")
        return move(build, target)

    monkeypatch.setattr(publishing, "_move_to_new_name", move_and_damage)
    with pytest.raises(PublishingError, match=r"marts\.mart_spend read back differently"):
        _publish(workspace, "b" * 64)
    assert publishing.current(workspace) == first
    assert [path.name for path in workspace.published.glob("*.duckdb")] == [first.file]


def test_a_past_review_is_kept_beside_and_current_stays(workspace: Workspace) -> None:
    def review(day: int) -> publishing.Manifest:
        facts = BuildFacts(f"review {day}", AS_OF, date(2026, 9, day))
        return publishing.publish(workspace, _build(workspace, "7.00"), facts, keep_versions=2)

    served = _publish(workspace, "a" * 64)
    reviews = [review(day) for day in (1, 2, 3)]
    assert publishing.current(workspace) == served
    assert publishing.past_reviews(workspace) == reviews[:0:-1]  # as many are kept as of the others
    assert reviews[2].as_known_on == "2026-09-03"
    assert publishing.is_valid(workspace, reviews[2])
    _publish(workspace, "b" * 64)
    assert publishing.rollback(workspace).version == served.version
    with pytest.raises(PublishingError):
        publishing.rollback(workspace, reviews[2].version)


def test_r02_checksums_ignore_order_and_notice_doubled_rows(workspace: Workspace) -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.up as select i from range(100) r(i) order by i")
        connection.execute("create table marts.down as select i from range(100) r(i) order by i desc")
        connection.execute("create table marts.pair as from marts.up union all values (7), (7)")
        found = table_checksums(connection)
    assert found["marts.up"] == found["marts.down"]
    assert found["marts.pair"]["checksum"] != found["marts.up"]["checksum"]


def test_only_the_newest_versions_are_kept_and_never_without_the_current_one(workspace: Workspace) -> None:
    for number in range(5):
        _publish(workspace, f"{number}" * 64)
    names = [manifest.version for manifest in publishing.versions(workspace)]
    publishing.rollback(workspace, names[-1])
    for name in (*names, "20200101T000000000Z-dead"):
        (workspace.published / f"board-pack-{name}.pdf").write_bytes(b"%PDF")
    removed = publishing.prune(workspace, keep_versions=3)
    assert removed == [f"portfolio-{names[3]}.duckdb"]
    kept = [*names[:3], names[4]]
    assert [m.version for m in publishing.versions(workspace)] == kept
    packs = {path.name for path in workspace.published.glob("board-pack-*")}
    assert packs == {f"board-pack-{name}.pdf" for name in kept}
    assert publishing.current(workspace).version == names[4]


def test_c04_what_is_in_use_outlives_pruning(workspace: Workspace) -> None:
    """What is served, what a rollback goes to, past reviews, and what somebody has open."""
    opened = _publish(workspace, "f" * 64, "7.00")
    facts = BuildFacts("review", AS_OF, date(2026, 9, 1))
    review = publishing.publish(workspace, _build(workspace), facts, keep_versions=5)
    with duckdb.connect(workspace.published / opened.file, read_only=True) as reader:
        for letter in "abcde":
            target, served = publishing.current(workspace), _publish(workspace, letter * 64)
            publishing.prune(workspace, keep_versions=3)
            present = {manifest.version for manifest in publishing.versions(workspace)}
            assert present >= {target.version, served.version, review.version}, letter
        assert opened.version not in present
        assert reader.execute("select sum(amount) from marts.mart_spend").fetchall() == [(Decimal("21.00"),)]
    assert publishing.rollback(workspace).version == target.version
    publishing.prune(workspace, keep_versions=1)
    kept = {manifest.version for manifest in publishing.versions(workspace)}
    before = publishing.rollback(workspace)
    assert kept == {served.version, target.version, before.version, review.version}
    assert before.fingerprint == "c" * 64


def test_k01_a_version_that_nothing_points_to_makes_place_for_the_one_that_heals(
    workspace: Workspace,
) -> None:
    old, killed = _publish(workspace, "a" * 64), _publish(workspace, "b" * 64)
    shutil.copyfile(workspace.published / f"portfolio-{old.version}.json", workspace.published / "CURRENT")
    healed = _publish(workspace, killed.fingerprint)
    assert publishing.versions(workspace) == [healed, old]


def test_k11_files_left_by_a_killed_publish_are_swept(workspace: Workspace) -> None:
    workspace.published.mkdir()
    (workspace.published / "portfolio-20200101T000000Z-dead.duckdb").write_bytes(b"half")
    manifest = _publish(workspace, "a" * 64)
    assert [path.name for path in workspace.published.glob("*.duckdb")] == [manifest.file]


def test_rollback_goes_to_the_version_before_and_remembers_what_it_rejected(workspace: Workspace) -> None:
    old, new = _publish(workspace, "a" * 64, "1"), _publish(workspace, "b" * 64, "2")
    back = publishing.rollback(workspace)
    assert (back.version, back.rejected_fingerprints) == (old.version, [new.fingerprint])
    forward = publishing.rollback(workspace, new.version)
    assert (forward.version, forward.rejected_fingerprints) == (new.version, [])
    assert publishing.rollback(workspace).version == old.version


def test_a_second_rollback_never_leads_to_what_the_first_one_left(workspace: Workspace) -> None:
    good, bad = _publish(workspace, "a" * 64, "1"), _publish(workspace, "b" * 64, "2")
    publishing.rollback(workspace)
    later = _publish(workspace, "c" * 64, "3")
    assert later.rejected_fingerprints == [bad.fingerprint]
    assert publishing.rollback(workspace).version == good.version
    by_force = _publish(workspace, bad.fingerprint, "4")
    assert by_force.rejected_fingerprints == [later.fingerprint]
    assert publishing.rollback(workspace, later.version).version == later.version  # to who names it


def test_where_a_rollback_leads_is_kept_beside_what_was_rolled_back_from(workspace: Workspace) -> None:
    good = _publish(workspace, "a" * 64)
    for letter in "bc":
        _publish(workspace, letter * 64)
        assert publishing.rollback(workspace).version == good.version
    _publish(workspace, "d" * 64)  # the fourth, where three are kept
    assert publishing.rollback(workspace).version == good.version


def test_k10_a_version_with_a_flipped_bit_is_skipped(workspace: Workspace) -> None:
    good, bad, _ = (_publish(workspace, letter * 64) for letter in "abc")
    path = workspace.published / bad.file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)
    assert not publishing.is_valid(workspace, bad)
    assert publishing.rollback(workspace).version == good.version


def test_rollback_without_an_older_version_says_so(workspace: Workspace) -> None:
    _publish(workspace, "a" * 64)
    with pytest.raises(PublishingError, match="a version before the current one is not in"):
        publishing.rollback(workspace)


@pytest.mark.parametrize("content", [None, "", "not json", '{"version": "x"}'])
def test_k09_a_missing_or_broken_current_counts_as_none(workspace: Workspace, content: str | None) -> None:
    manifest = _publish(workspace, "a" * 64)
    pointer = workspace.published / "CURRENT"
    pointer.unlink() if content is None else pointer.write_text(content)
    assert publishing.current(workspace) is None
    assert publishing.versions(workspace) == [manifest]


def test_current_is_replaced_and_never_rewritten_in_place(workspace: Workspace) -> None:
    _publish(workspace, "a" * 64)
    with (workspace.published / "CURRENT").open() as before:
        new = _publish(workspace, "b" * 64)
        assert json.load(before)["fingerprint"] == "a" * 64
    assert publishing.current(workspace) == new


def _try_to_lock(root: Path, answer: "multiprocessing.Queue[str]") -> None:
    try:
        with refresh_lock(Workspace(root), wait_seconds=0):
            answer.put("locked")
    except WorkspaceLockedError as error:
        answer.put(f"refused: {error}")


def _ask_another_process(root: Path) -> str:
    context = multiprocessing.get_context("spawn")
    answer: multiprocessing.Queue[str] = context.Queue()
    process = context.Process(target=_try_to_lock, args=(root, answer))
    process.start()
    try:
        return answer.get(timeout=60)
    finally:
        process.join()


def test_c01_the_lock_keeps_another_process_out_and_names_its_holder(workspace: Workspace) -> None:
    with refresh_lock(workspace), refresh_lock(workspace):
        assert is_locked(workspace)
        refusal = _ask_another_process(workspace.root)
    assert refusal.startswith("refused")
    assert f"process {os.getpid()}" in refusal
    assert not is_locked(workspace)
    assert _ask_another_process(workspace.root) == "locked"


def test_r05_equal_marts_are_exported_as_equal_bytes(workspace: Workspace, tmp_path: Path) -> None:
    exported = []
    for number, order in enumerate(("n", "hash(n)")):
        build = _build(workspace)
        with duckdb.connect(build, config={"threads": 1 + 7 * number}) as connection:
            connection.execute(
                "create or replace table marts.mart_spend as select n % 7 as theme, n % 1000 as line,"
                " (n * 0.25)::decimal(18, 4) as amount, n / 3 as x,"
                " if(n % 5 > 0, 'text ' || n % 11, null) as note"
                f" from range(300000) r(n) order by {order}"
            )
        publishing.publish(workspace, build, BuildFacts(f"{number}" * 64, AS_OF), 5)
        assert export(workspace, tmp_path / order) == 0
        exported.append({path.name: sha256_of(path) for path in (tmp_path / order).iterdir()})
    assert exported[0] == exported[1]
    first = (
        workspace.published / publishing.versions(workspace)[0].file,
        tmp_path / "n" / "mart_spend.parquet",
    )
    with duckdb.connect(first[0], read_only=True) as connection:
        told = connection.sql("select count(*), sum(hash(m)) from marts.mart_spend m").fetchall()
        written = connection.sql(
            f"select count(*), sum(hash(m)) from '{tmp_path}/n/mart_spend.parquet' m"
        ).fetchall()
    assert told == written


def test_nothing_that_is_not_sound_is_exported(workspace: Workspace, tmp_path: Path) -> None:
    manifest = _publish(workspace, "a" * 64)
    path = workspace.published / manifest.file
    path.chmod(0o644)
    with path.open("ab") as file:
        file.write(b"more")
    with pytest.raises(PublishingError, match="no sound version is served"):
        export(workspace, tmp_path / "marts")
    assert not (tmp_path / "marts").exists()
