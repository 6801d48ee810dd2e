"""The schemas `input` and `meta` of a build, as dbt finds them."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from ingest.contracts import LINEAGE, SQL_TYPES, TABLES
from ingest.input_views import attach_inputs
from tests.ingest.inboxes import Inbox, make_inbox


def attach(inbox: Inbox, day: str = "2026-03-31") -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    attach_inputs(connection, inbox.workspace, inbox.configuration, date.fromisoformat(day))
    return connection


@pytest.mark.parametrize("name", TABLES)
def test_every_contract_table_exists_typed_even_without_a_row(tmp_path: Path, name: str) -> None:
    connection = attach(make_inbox(tmp_path, "ledger"))
    described = connection.execute(f'describe input."{name}"').fetchall()
    expected = [(column.name, SQL_TYPES[column.type]) for column in (*TABLES[name].columns, *LINEAGE)]
    assert [(row[0], row[1].lower().replace(",", ", ")) for row in described] == expected
    assert connection.execute(f'select count(*) from input."{name}"').fetchone() == (0,)


def test_r04_views_show_every_version_with_its_lineage(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "initiatives")
    inbox.register("bets-2026-03-30.csv", "I-1 Funnel", "I-2 Funnel", "I-3 Funnel", "I-4 Funnel")
    inbox.register("bets-2026-03-31.csv", "I-1 Done", "I-2 Funnel", "I-3 Funnel")
    load = inbox.land()
    rows = attach(inbox).execute(
        "select initiative_code, stage_name, is_deleted, known_at, file_sha256, source_name"
        " from input.initiatives where known_at > timestamp '2026-03-30 12:00:00' order by all"
    )
    known_at, sha256 = datetime(2026, 3, 31), load.loads[1].file_sha256
    assert rows.fetchall() == [
        ("I-1", "Done", False, known_at, sha256, "books"),
        ("I-4", "Funnel", True, known_at, sha256, "books"),
    ]


def test_the_workspace_may_be_called_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = make_inbox(tmp_path / "it's [1] of *; drop", "initiatives")
    inbox.register("bets-2026-03-31.csv", "I-1 Funnel")
    inbox.land()
    monkeypatch.chdir(tmp_path)
    inbox.root = Path(inbox.root.name)  # a relative path, read from another folder later
    connection = attach(inbox)
    monkeypatch.chdir("/")
    assert connection.execute("select count(*) from input.initiatives").fetchone() == (1,)


def test_what_left_the_configuration_leaves_the_build(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "initiatives")
    inbox.register("bets-2026-03-31.csv", *(f"I-{number} Funnel" for number in range(1, 20)), "I-1 Done")
    inbox.land()
    connection = attach(inbox.with_source(name="shelf"))
    for table in ("input.initiatives", "meta.file_loads", "meta.quarantined_rows"):
        assert connection.execute(f"select count(*) from {table}").fetchone() == (0,), table


def test_meta_tells_what_became_of_each_file(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "ledger")
    inbox.ledger("ledger-2026-03-31.csv", *("C-1 10.25" for _ in range(19)), "C-2 1O0")
    inbox.drop("ledger-2026-04-01.csv", b"<html>sign in</html>")
    inbox.land("2026-04-01")
    connection = attach(inbox)
    loads = connection.execute(
        "select file_name, as_of_date, status, row_count_read, row_count_accepted, row_count_rejected,"
        " row_count_ignored, control_total_amount from meta.file_loads order by file_name"
    ).fetchall()
    assert loads == [
        ("inbox/books/ledger-2026-03-31.csv", date(2026, 3, 31), "loaded", 20, 19, 1, 0, Decimal("194.75")),
        ("inbox/books/ledger-2026-04-01.csv", date(2026, 4, 1), "refused", 0, 0, 0, 0, None),
    ]
    rejected = connection.execute(
        "select row_number, reason, file_name from meta.quarantined_rows"
    ).fetchall()
    assert rejected == [(20, "not_a_number", "inbox/books/ledger-2026-03-31.csv")]
    types = dict(
        connection.execute(
            "select column_name, data_type from duckdb_columns() where table_name = 'file_loads'"
        ).fetchall()
    )
    assert types["received_at"] == types["known_at"] == "TIMESTAMP"
    assert types["control_total_amount"] == "DECIMAL(18,4)"


def test_results_of_the_suites_reach_meta(tmp_path: Path) -> None:
    from data_quality.runner import batch_check

    inbox = make_inbox(tmp_path, "ledger")
    inbox.ledger("ledger-2026-03-31.csv", "C-1 10")
    load = inbox.land(check=batch_check(inbox.configuration))
    rows = attach(inbox).execute(
        "select count(*), count(distinct expectation_name), min(source_name), min(table_name)"
        " from meta.quality_results"
    )
    rules = load.check_results.height
    assert rules > 3
    assert rows.fetchone() == (rules, rules, "books", "ledger_lines")


def test_results_of_an_older_version_have_no_money(tmp_path: Path) -> None:
    from data_quality.runner import batch_check

    inbox = make_inbox(tmp_path, "ledger")
    inbox.ledger("ledger-2026-03-31.csv", "C-1 10")
    inbox.land(check=batch_check(inbox.configuration))
    (path,) = (inbox.workspace.quarantine / "results").glob("*/*.parquet")
    pl.read_parquet(path).drop("failed_amount", "failed_currency_code", "failed_amount_reason").write_parquet(
        path
    )
    rows = attach(inbox).execute("select count(*), count(failed_amount_reason) from meta.quality_results")
    assert rows.fetchone()[1:] == (0,)


def test_reference_tables_are_attached_by_name(tmp_path: Path) -> None:
    connection = attach(make_inbox(tmp_path, "ledger"), "2026-02-28")
    row = connection.execute(
        "select as_of_date, fiscal_period_label from input.run_parameters"
        " join input.calendar_days on calendar_date = as_of_date"
    ).fetchone()
    assert row == (date(2026, 2, 28), "FY26-P02")
    found = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'input'"
    ).fetchall()
    assert {name for (name,) in found} == {
        "calendar_days", "dependency_statuses", "exchange_rates", "guardrails", "run_parameters", "sources",
        "stages", "statuses", "theme_targets", "themes", "wip_limits", "work_types",
    }  # fmt: skip
