"""A past review can be had again, digit by digit; and how exports arrive changes nothing."""

import csv
import gzip
import io
import shutil
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import duckdb
import pytest

from ingest.configuration_file import load_configuration
from ingest.contracts import TABLES
from ingest.input_views import attach_inputs
from ingest.workspace import Workspace
from tests.dbt_project.conftest import run_dbt
from tests.differing import differing_rows
from tests.workspaces import land

pytestmark = [pytest.mark.pipeline, pytest.mark.slow]

EXAMPLES = Path(__file__).parents[2] / "examples"
REVIEW, LATER = date(2026, 10, 31), "2026-11-14"

# What a later rebuild may say otherwise: up to when it was told to know.
OF_THE_REBUILD = {"dim_run": {"as_known_on"}, "mart_run": {"as_known_on"}}
# Where a row stands in which file, and what is told of files and of rows by their place.
OF_FILES = {"file_sha256", "row_number", "byte_count", "file_load_key"}
ABOUT_FILES = (
    "file_loads",
    "quarantined_rows",
    "quality_results",
    "control_totals",
    "initiative_sources",  # where a row stands in its file
)

Rows = list[list[str]]


def _csv(path: Path, delimiter: str = ",") -> Rows:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=delimiter))


def _write(path: Path, rows: Rows, delimiter: str = ",") -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), "utf-8")


def _later_register(rows: Rows) -> Rows:
    """Two bets are gone, one is renamed and later, one is new."""
    header, *bets = rows
    name, needed, stage = (header.index(column) for column in ("Name", "Needed by", "Stage"))
    bets[0][name], bets[0][needed] = "Renamed since", "2027-03-01"
    bets[4][stage] = "Stopped"
    return [header, *bets[:10], *bets[12:], ["I-77", "A bet of November", *bets[20][2:]]]


def _later_ledger(rows: Rows) -> Rows:
    """Closed months are restated: lines are gone, doubled, and come late."""
    header, *lines = rows
    return [header, *lines[5:-40], *lines[100:130], *lines[-20:]]


def _later_tracker(path: Path) -> str:
    """Every third page is shorter by an issue; titles and people have changed."""
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    return "\n".join(line.replace("dev-00", "dev-9") for line in lines[: len(lines) * 9 // 10]) + "\n"


def _add_later_files(inbox: Path) -> None:
    """Add what arrives a fortnight later: restated, late, shorter, new."""
    register = inbox / "initiatives"
    _write(
        register / f"initiatives_{LATER}.csv", _later_register(_csv(register / f"initiatives_{REVIEW}.csv"))
    )
    ledger = inbox / "ledger"
    rows = _later_ledger(_csv(ledger / f"ledger_{REVIEW}.csv", ";"))
    _write(ledger / f"ledger_{LATER}.csv", rows, ";")
    shutil.copy(inbox / "budget" / "budget_2026-06-30.xlsx", inbox / "budget" / f"budget_{LATER}.xlsx")
    storefront = inbox / "jira_csv"
    header, *items = _csv(storefront / f"storefront_{REVIEW}.csv")
    _write(storefront / f"storefront_{LATER}.csv", [header, *items[50:][::-1]])
    goals = inbox / "okr_csv"
    header, first, _, *others = _csv(goals / f"okr_storefront_{REVIEW}.csv")  # the first names the objective
    _write(goals / f"okr_storefront_{LATER}.csv", [header, first, *others])
    decisions = inbox / "decisions"
    header, *decided = _csv(decisions / f"decisions_{REVIEW}.csv")
    decided[2][header.index("Amount moved")] = "999999"
    _write(decisions / f"decisions_{LATER}.csv", [header, *decided[1:]])
    tracker = inbox / "jira"
    later = _later_tracker(tracker / f"platform_{REVIEW}.jsonl.gz")
    (tracker / f"platform_{LATER}.jsonl.gz").write_bytes(gzip.compress(later.encode(), mtime=0))


def _workspace(folder: Path) -> Workspace:
    folder.mkdir()
    shutil.copytree(EXAMPLES / "inbox", folder / "inbox")
    shutil.copy(EXAMPLES / "portfolio.yml", folder)
    return Workspace(folder)


def _built(workspace: Workspace, name: str, known_on: date | None = None) -> Path:
    """Land what is in the inbox and build core and marts as of the review."""
    land(workspace.root)
    database = workspace.root / name / "portfolio.duckdb"
    database.parent.mkdir()
    until = datetime.combine(known_on, time.max) if known_on else None
    with duckdb.connect(str(database)) as connection:
        settings = load_configuration(workspace.configuration_path)
        attach_inputs(connection, workspace, settings, REVIEW, until)
    outcome = run_dbt(database, "build", "--resource-type", "seed", "--resource-type", "model")
    assert outcome.returncode == 0, outcome.stdout[-6000:]
    return database


def _differences(first: Path, second: Path, leave_out: Callable[[str, str], bool]) -> dict[str, int]:
    """Count, table by table of core and marts, the rows that one build has and the other has not."""
    found = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{first}' as first (read_only)")
        connection.execute(f"attach '{second}' as second (read_only)")
        columns = connection.execute(
            "select table_schema || '.' || table_name, list(column_name order by ordinal_position)"
            " from information_schema.columns"
            " where table_catalog = 'first' and table_schema in ('core', 'marts') group by 1 order by 1"
        ).fetchall()
        for table, names in columns:
            chosen = ", ".join(name for name in names if not leave_out(table, name))
            sides = [f"select {chosen} from {side}.{table}" for side in ("first", "second")]
            found[table] = differing_rows(connection, *sides)
    assert len(found) > 60
    return {table: count for table, count in found.items() if count}


def _told_later(database: Path) -> set[str]:
    """Return the contract tables that hold versions or tombstones of after the review."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return {
            name
            for name in TABLES
            if connection.execute(
                f"select count(*) from input.{name} where known_at > ?",
                [datetime.combine(REVIEW, time.max)],
            ).fetchall() != [(0,)]
        }  # fmt: skip


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Path]:
    """The example as its review saw it."""
    workspace = _workspace(tmp_path_factory.mktemp("review") / "workspace")
    return workspace, _built(workspace, "then")


@pytest.fixture(scope="module")
def later(reviewed: tuple[Workspace, Path]) -> Workspace:
    workspace, _ = reviewed
    _add_later_files(workspace.inbox)
    return workspace


def test_r06_a_past_review_is_rebuilt_digit_by_digit(
    reviewed: tuple[Workspace, Path], later: Workspace
) -> None:
    def leave_out(table: str, column: str) -> bool:
        return column in OF_THE_REBUILD.get(table.rpartition(".")[2], set())

    rebuilt = _built(later, "rebuilt", REVIEW)
    assert _told_later(rebuilt) >= {
        "budget_lines", "decisions", "initiatives", "key_results", "ledger_lines", "work_item_transitions",
        "work_items",
    }  # fmt: skip
    assert _differences(reviewed[1], rebuilt, leave_out) == {}


def test_r02_the_order_of_rows_in_the_files_changes_nothing(
    reviewed: tuple[Workspace, Path], tmp_path: Path
) -> None:
    turned = _workspace(tmp_path / "turned")
    for name, delimiter in (("initiatives", ","), ("ledger", ";"), ("jira_csv", ","), ("decisions", ",")):
        for path in (turned.inbox / name).glob("*.csv"):
            header, *rows = _csv(path, delimiter)
            _write(path, [header, *rows[::-1]], delimiter)

    def leave_out(table: str, column: str) -> bool:
        return column in OF_FILES

    found = _differences(reviewed[1], _built(turned, "turned"), leave_out)
    assert {table for table in found if not table.endswith(ABOUT_FILES)} == set()
