"""What the example must say when it is told otherwise: in twice the money, a week later, in other pieces.

No figure is computed here a second time: two builds are compared, column by column of core and marts.
Rows in another order: test_rebuilt_reviews.py.
"""

import csv
import gzip
import shutil
from pathlib import Path

import pytest

from ingest.workspace import Workspace
from orchestration.publishing import current
from tests.pipeline.retelling import (
    MONEY,
    Column,
    Connection,
    build,
    compared,
    figures_that_differ,
    rows_that_differ,
    tell_columns_otherwise,
    tell_otherwise,
)
from tests.workspaces import land

pytestmark = [pytest.mark.pipeline, pytest.mark.slow]

EXAMPLES = Path(__file__).parents[2] / "examples"
QUOTES = {
    "evidence",
    "winning_value",
    "other_value",
    "row_text",
    "entry_code",
}  # texts that name a day of what they speak of
HASHED = ("_key", "_hash")  # of other dates, files or names: other hashes


@pytest.fixture(scope="module")
def told(demo_workspace: Workspace) -> Path:
    """The example as it is published."""
    version = current(demo_workspace)
    assert version is not None
    return demo_workspace.published / version.file


# Columns that hold money on some rows only, and one that divides by it: what they are multiplied by.
OF_MONEY = "case when told.{unit} = 'money' then 2 else 1 end"
MONEY_BY_ROW = {
    **{
        f"{table}.{column}": OF_MONEY.format(unit="unit")
        for table in ("fct_guardrail_checks", "fct_guardrail_limits", "mart_guardrails")
        for column in ("actual_value", "target_value", "lower_limit", "upper_limit")
    },
    "fct_guardrail_checks.beyond_quantity": OF_MONEY.format(unit="quantity_unit"),
    "mart_guardrails.beyond_quantity": OF_MONEY.format(unit="quantity_unit"),
    "fct_guardrail_limits.beyond_quantity": OF_MONEY.format(unit="unit"),
    "fct_guardrail_mix.quantity": OF_MONEY.format(unit="unit"),
    "fct_guardrail_mix.total_quantity": OF_MONEY.format(unit="unit"),
    "fct_guardrail_shares.beyond_quantity": "case when told.dimension_name = 'work_type' then 1 else 2 end",
    "fct_outcome_yields.outcome_yield": "0.5",  # change of score for each million
    "mart_outcome_yield.outcome_yield": "0.5",
}


def test_o02_twice_the_money_doubles_money_and_nothing_else(
    demo_workspace: Workspace, told: Path, tmp_path: Path
) -> None:
    def doubled(table: str, column: str, data_type: str) -> str | None:
        is_money = data_type == MONEY or column == "significant_initiative_amount"
        return f"cast(2 * {column} as {data_type})" if is_money else None

    def factor(table: str, column: Column) -> str:
        name = f"{table.rpartition('.')[2]}.{column.name}"
        return MONEY_BY_ROW.get(name, "2" if column.is_money else "1")

    retold = build(
        tmp_path / "doubled" / "portfolio.duckdb",
        demo_workspace,
        lambda connection: tell_columns_otherwise(connection, doubled),
    )
    assert figures_that_differ(told, retold, factor=factor) == {}


def test_o02_a_week_later_everything_is_a_week_later_and_the_same(
    demo_workspace: Workspace, tmp_path: Path
) -> None:
    """The fiscal calendar moves along: what lies in a period stays in it. In UTC: it has no summer time."""

    def in_utc(table: str, column: str, data_type: str) -> str | None:
        return "'UTC'" if column == "organisation_time_zone" else None

    def week_later(table: str, column: str, data_type: str) -> str | None:
        if data_type in {"DATE", "TIMESTAMP"}:
            return f"cast({column} + interval 7 day as {data_type})"
        return in_utc(table, column, data_type)

    def value(column: Column, side: str) -> str | None:
        if column.name.endswith(HASHED) or column.name in QUOTES:
            return None
        is_moved = side == "otherwise" and column.type in {"date", "timestamp"}
        return f"{column.name} - interval 7 day" if is_moved else _plain(column)

    def _plain(column: Column) -> str:
        return f"cast({column.name} as timestamp)" if column.type in {"date", "timestamp"} else column.name

    now, later = (
        build(
            tmp_path / name / "portfolio.duckdb",
            demo_workspace,
            lambda connection, new=new_value: tell_columns_otherwise(connection, new),
        )
        for name, new_value in (("now", in_utc), ("later", week_later))
    )
    assert rows_that_differ(now.database, later, value) == {}


# Tables whose every row is about how many initiatives there are.
OF_HOW_MANY = {
    "fct_delay_sequences",  # a queue of twice as many, each of as many weeks
    "mart_delay_sequences",
    "fct_portfolio_state_limits",  # a limit counts initiatives
    "fct_wip_limit_breaches",
    "fct_wip_limit_spans",
    "mart_wip_limits",
    "fct_work_item_findings",  # several initiatives claim an item: now they do
    "mart_work_item_findings",
}
# On how many initiatives a key result hangs.
OF_SEVERAL = {
    "concentration_status",
    "contribution_concentration",
    "crowded_key_result_count",
    "single_thread_key_result_count",
}
OF_INITIATIVES = {
    "initiatives": {},
    "initiative_cost_objects": {"weight": "coalesce(weight, 1) / 2"},
    "initiative_key_results": {},  # of its own money
    "initiative_themes": {},
    "initiative_work_items": {},
    "cost_of_delay_estimates": {
        name: f"cast({name} / 2 as {MONEY})"
        for name in (
            "rate_low_amount",
            "rate_likely_amount",
            "rate_high_amount",
            "penalty_amount",
            "penalty_per_week_amount",
            "debt_growth_amount",
        )
    },
    "status_reports": {},
    "capacity_allocations": {"quantity": "quantity / 2"},
}


def test_o02_halves_of_every_initiative_leave_themes_and_portfolio_as_they_are(
    demo_workspace: Workspace, told: Path, tmp_path: Path
) -> None:
    def halve(connection: Connection) -> None:
        for table, values in OF_INITIATIVES.items():
            halves = [
                ", ".join(
                    f"{value} as {name}"
                    for name, value in {"initiative_code": f"initiative_code || '-{half}'", **values}.items()
                )
                for half in ("first", "second")
            ]
            query = " union all ".join(f"select * replace ({half}) from {{told}}" for half in halves)
            tell_otherwise(connection, f"input.{table}", query)

    def rows(table: str, columns: list[Column]) -> str | None:
        names = {column.name for column in columns}
        if table.rpartition(".")[2] in OF_HOW_MANY or {"initiative_code", "initiative_key"} & names:
            return None
        scopes = [f"{scope} <> 'initiative'" for scope in ("scope_type", "scope_kind") if scope in names]
        if {"entity_code", "table_name"} <= names:
            scopes.append("table_name <> 'initiatives'")
        return " and ".join([*scopes, *(["unit <> 'initiatives'"] if "unit" in names else [])]) or "true"

    def factor(table: str, column: Column) -> str:
        return "2" if column.name.endswith("initiative_count") else "1"

    retold = build(tmp_path / "halves" / "portfolio.duckdb", demo_workspace, halve)
    found = figures_that_differ(told, retold, factor=factor, rows=rows)
    assert {name for name in found if name.rpartition(".")[2] not in OF_SEVERAL} == set()


def _split(path: Path, first: Path, second: Path, delimiter: str = ",", by: int | None = None) -> None:
    """Put the records of a CSV into two files: by turns, or by the last digit of a column."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        header, *records = csv.reader(file, delimiter=delimiter)
    parts: tuple[list, list] = ([], [])
    for place, record in enumerate(records):
        if record[0] != "Total":  # of the whole, which is in neither
            parts[place % 2 if by is None else int(record[by][-1]) % 2].append(record)
    path.unlink()
    for target, part in zip((first, second), parts, strict=True):
        target.parent.mkdir(exist_ok=True)
        with target.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=delimiter).writerows([header, *part])


# What is told of a file: its name, its place, and the microsecond by which it follows another of its day.
OF_FILES = {"source_name", "winning_source_name", "file_sha256", "file_name", "row_number", "known_at"}
BY_SOURCE_OR_FILE = (
    "_source",
    "_source_health",
    "_file_loads",
    "_control_totals",
    "_input_totals",
    "_reconciliation",
    "_quality_results",
    "_quarantine_rules",
    "_quarantined_rows",
    "_restatements",
    "_unmatched_keys",
)
# What they sum to is one thing again.
SUMS = {
    "fct_control_totals": "sum(loaded_amount), sum(fact_amount), sum(difference_amount)",
    "fct_quarantine_rules": "sum(row_count)",
    "fct_restatements": "sum(change_reporting_amount)",
    "fct_unmatched_keys": "sum(row_count), sum(spend_amount)",
}


def test_o02_r03_files_split_in_two_say_the_same(told: Path, tmp_path: Path) -> None:
    """Two exports of a tracker and of registers, each of some rows; two ledgers, each of some documents."""
    workspace = Workspace(tmp_path / "split")
    shutil.copytree(EXAMPLES / "inbox", workspace.inbox)
    settings = (EXAMPLES / "portfolio.yml").read_text()
    pages = workspace.inbox / "jira" / "platform_2026-10-31.jsonl.gz"
    lines = gzip.decompress(pages.read_bytes()).splitlines(keepends=True)
    pages.unlink()
    for part in (0, 1):
        target = pages.with_name(f"part_{part}_2026-10-31.jsonl.gz")
        target.write_bytes(gzip.compress(b"".join(lines[part::2]), mtime=0))
    for name in ("decisions", "dependencies", "capacity_people"):
        (path,) = (workspace.inbox / name).iterdir()
        _split(path, *(path.with_name(f"{part}_2026-10-31.csv") for part in ("first", "second")))
    for name in ("jira", "decisions", "dependencies", "capacity_people"):
        entry = f"  - name: {name}\n"
        assert settings.count(entry) == 1
        settings = settings.replace(entry, f"{entry}    delivery: increment\n")
    for path in sorted((workspace.inbox / "ledger").iterdir()):
        _split(path, path.with_name(f"even_{path.name}"), workspace.inbox / "odd" / path.name, ";", by=1)
    begin, end = settings.index("  - name: ledger\n"), settings.index("  - name: budget\n")
    ledger = settings[begin:end]
    odd = ledger.replace("name: ledger", "name: ledger_odd").replace("inbox/ledger/", "inbox/odd/")
    workspace.configuration_path.write_text(settings[:end] + odd + settings[end:])
    landed = land(workspace.root)
    assert {load.status for source in landed.sources.values() for load in source.loads} == {"loaded"}

    def value(column: Column, side: str) -> str | None:
        return None if column.name.endswith(HASHED) or column.name in OF_FILES else column.name

    retold = build(tmp_path / "built" / "portfolio.duckdb", workspace, lambda connection: None)
    found = rows_that_differ(told, retold, value)
    assert {table for table in found if not table.endswith(BY_SOURCE_OR_FILE)} == set()
    with compared(told, retold.database) as connection:
        for table, sums in SUMS.items():
            first, second = (
                connection.execute(f"select {sums} from {side}.core.{table}").fetchall()
                for side in ("told", "otherwise")
            )
            assert first == second, table
