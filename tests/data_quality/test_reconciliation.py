"""The audit over a small build: all agrees, until one thing is broken, and then exactly that is found."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from data_quality.findings import Finding
from data_quality.reconciliation import archive_audit, audit
from ingest.archive import archived_path, keep_bytes
from ingest.contracts import LINEAGE, SQL_TYPES, TABLES
from ingest.receipts import RESTORE
from ingest.workspace import Workspace

BUILD = """
    create table input.run_parameters as select timestamp '9999-12-31' as as_known_on;
    insert into input.ledger_lines by name
        select * from (values
            ('erp', 'l-1', 10.10, 'EUR', 'aa', 1, timestamp '2026-03-31', false),
            ('erp', 'l-2', -0.05, 'EUR', 'aa', 2, timestamp '2026-03-31', false),
            ('erp', 'l-2', -0.07, 'EUR', 'bb', 1, timestamp '2026-04-30', false),
            ('erp', 'l-3', 99.00, 'EUR', 'aa', 3, timestamp '2026-03-31', false),
            ('erp', 'l-3', 99.00, 'EUR', 'bb', 0, timestamp '2026-04-30', true),
            ('erp', 'l-4', 5.00, 'USD', 'aa', 4, timestamp '2026-03-31', false)
        ) as rows(source_name, line_id, amount, currency_code, file_sha256, row_number, known_at, is_deleted);
    insert into input.initiatives by name
        select 'register' as source_name, 'B-1' as initiative_code, 'cc' as file_sha256, 1 as row_number,
            timestamp '2026-03-31' as known_at, false as is_deleted;
    create table core.fct_ledger_lines as
        select * replace (cast(amount as decimal(18, 4)) as amount, cast(share as double) as share)
        from (values
            ('erp', 'l-1', 10.10, 'EUR', 'aa', 1, 1, date '2026-03-31', 'March', 10.10, 'actual'),
            ('erp', 'l-2', -0.07, 'EUR', 'bb', 1, 2, date '2026-04-30', 'April', -0.07, 'actual'),
            ('erp', 'l-4', 5.00, 'USD', 'aa', 4, null, null, null, null, 'commitment')
        ) as rows(source_name, line_id, amount, currency_code, file_sha256, row_number, share, business_date,
            fiscal_period_label, reporting_amount, entry_type);
    create table core.fct_budget_lines as select * from core.fct_ledger_lines where false;
    create table core.dim_run as select date '2026-04-30' as as_of_date;
    create table core.dim_work_item (source_name varchar, work_item_id varchar, work_item_hash varchar);
    create table core.bridge_work_item_ancestor as select 'hash' as work_item_hash, true as is_cycle;
    create table core.fct_work_item_findings as
        select 'jira' as source_name, 'W-1' as work_item_id, 'parent_loop' as rule_name;
    create table core.fct_initiative_days as select 'B-1' as initiative_code;
    create table core.fct_objective_days (objective_code varchar);
    create table core.fct_key_result_days (key_result_code varchar);
    create table marts.mart_theme_spend as
        select period as fiscal_period_label, cast(amount as decimal(18, 4)) as actual_amount,
            0.00 as commitment_amount
        from (values ('March', 10.10), ('April', -0.07)) as months(period, amount);
    create table marts.mart_reconciliation as
        select 'erp' as source_name, 'ledger_lines' as table_name, 'EUR' as currency_code,
            cast(10.03 as decimal(18, 4)) as fact_amount, cast(10.03 as decimal(18, 4)) as mart_amount;
    create table meta.file_loads as
        select * from (values
            ('erp', 'march.csv', 'aa', 'loaded', 6, 4, 1, 1),
            ('erp', 'april.csv', 'bb', 'loaded', 1, 1, 0, 0),
            ('erp', 'broken.csv', 'dd', 'refused', 0, 0, 0, 0),
            ('register', 'bets.csv', 'cc', 'loaded', 1, 1, 0, 0)
        ) as rows(source_name, file_name, file_sha256, status, row_count_read, row_count_accepted,
            row_count_rejected, row_count_ignored);
    create table core.fct_file_loads as select * from meta.file_loads;
    create table meta.quarantined_rows as
        select 'erp' as source_name, 'aa' as file_sha256, 5 as row_number, 'width' as reason;
"""

LEDGER_ROWS = ("rows_in_core", "ledger_lines -> core.fct_ledger_lines")

FAULTS = {
    # what goes wrong, and the (check, scope) pairs that must tell
    "a row of a file disappears": (
        "update meta.file_loads set row_count_accepted = 3 where file_sha256 = 'aa'",
        {("file_rows_conserved", "erp: march.csv")},
    ),
    "a rejected row is not in quarantine": (
        "delete from meta.quarantined_rows",
        {("quarantine_complete", "erp: march.csv")},
    ),
    "a rejected row has no reason": (
        "update meta.quarantined_rows set reason = null",
        {("quarantine_complete", "erp: march.csv")},
    ),
    "a line is lost on the way into the star": (
        "delete from core.fct_ledger_lines where line_id = 'l-4'",
        {LEDGER_ROWS, ("money_in_facts", "ledger_lines: erp USD")},
    ),
    "a line is doubled by a join": (
        "insert into core.fct_ledger_lines select * from core.fct_ledger_lines where line_id = 'l-1'",
        {LEDGER_ROWS, ("money_in_facts", "ledger_lines: erp EUR"), ("spend_in_themes", "actual March")},
    ),
    "an outdated version of a line is used": (
        "update core.fct_ledger_lines set amount = -0.05 where line_id = 'l-2'",
        {("money_in_facts", "ledger_lines: erp EUR")},
    ),
    "a currency is mislabelled": (
        "update core.fct_ledger_lines set currency_code = 'CHF' where line_id = 'l-4'",
        {("money_in_facts", "ledger_lines: erp CHF"), ("money_in_facts", "ledger_lines: erp USD")},
    ),
    "a cent is lost in the allocation": (
        "update marts.mart_reconciliation set mart_amount = 10.02",
        {("money_in_marts", "ledger_lines: erp EUR")},
    ),
    "spend falls out of every period": (
        "delete from marts.mart_theme_spend",
        {("spend_in_themes", "actual March"), ("spend_in_themes", "actual April")},
    ),
    "a posting is spent twice": (
        "update marts.mart_theme_spend set actual_amount = 20.20 where fiscal_period_label = 'March'",
        {("spend_in_themes", "actual March")},
    ),
    "spend slips into another period": (
        "update marts.mart_theme_spend set fiscal_period_label = 'May' where fiscal_period_label = 'April'",
        {("spend_in_themes", "actual April"), ("spend_in_themes", "actual May")},
    ),
    "an allocated amount is missing": (
        "update marts.mart_reconciliation set mart_amount = null",
        {("money_in_marts", "ledger_lines: erp EUR")},
    ),
    "a table of the star is empty": (
        "delete from core.fct_initiative_days",
        {("table_filled", "initiatives -> core.fct_initiative_days")},
    ),
    "the input of a source is empty though rows of it were accepted": (
        "delete from input.initiatives; delete from core.fct_initiative_days",
        {("source_filled", "register")},
    ),
    "a loop of parents goes untold": (
        "insert into core.dim_work_item values ('jira', 'W-2', 'hash')",
        {
            ("loops_told", "core.bridge_work_item_ancestor"),
            ("rows_in_core", "work_items -> core.dim_work_item"),
        },
    ),
    "a fact does not name its row": (
        "update core.fct_ledger_lines set row_number = null where line_id = 'l-4'",
        {("lineage_resolved", "core.fct_ledger_lines")},
    ),
    "a fact names a file that was not loaded": (
        "update core.fct_ledger_lines set file_sha256 = 'dd' where line_id = 'l-4'",
        {("lineage_resolved", 'core.fct_ledger_lines')},
    ),
    "a number is not a number": (
        "update core.fct_ledger_lines set share = 'nan' where line_id = 'l-1'",
        {("numbers_finite", "core.fct_ledger_lines.share")},
    ),
    "a number is infinite": (
        "update core.fct_ledger_lines set share = '-inf' where line_id = 'l-1'",
        {("numbers_finite", "core.fct_ledger_lines.share")},
    ),
    "a date is a typing error": (
        "update core.fct_ledger_lines set business_date = date '0219-03-01' where line_id = 'l-1'",
        {("dates_plausible", "core.fct_ledger_lines.business_date")},
    ),
    "a date is endless": (
        "update core.fct_ledger_lines set business_date = date 'infinity' where line_id = 'l-4'",
        {("dates_plausible", "core.fct_ledger_lines.business_date")},
    ),
}  # fmt: skip


@pytest.fixture
def build() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for schema in ("input", "core", "marts", "meta"):
            connection.execute(f"create schema {schema}")
        for table in TABLES.values():
            columns = ", ".join(f"{c.name} {SQL_TYPES[c.type]}" for c in (*table.columns, *LINEAGE))
            connection.execute(f"create table input.{table.name} ({columns})")
        connection.execute(BUILD)
        yield connection


def failed(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.check_name, finding.scope) for finding in findings if not finding.is_ok}


def test_a_sound_build_passes_and_every_check_compared_something(build: duckdb.DuckDBPyConnection) -> None:
    findings = audit(build)
    assert failed(findings) == set()
    assert {finding.check_name for finding in findings} == {
        "file_rows_conserved", "quarantine_complete", "rows_in_core", "table_filled", "money_in_facts",
        "money_in_marts", "spend_in_themes", "lineage_resolved", "numbers_finite", "dates_plausible",
        "source_filled", "loops_told",
    }  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_o03_r04_a_fault_is_found_where_it_is(build: duckdb.DuckDBPyConnection, fault: str) -> None:
    change, expected = FAULTS[fault]
    build.execute(change)
    assert failed(audit(build)) == expected


def test_r04_bytes_of_the_archive_that_changed_or_are_gone_are_named_with_the_remedy(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    kept = [tmp_path / name for name in ("march.csv", "april.csv", "may.csv")]
    for path in kept:
        path.write_text(path.name)
    whole, changed, gone = (keep_bytes(workspace, path) for path in kept)
    archived_path(workspace, changed).chmod(0o644)
    archived_path(workspace, changed).write_text("april.cs!")
    archived_path(workspace, gone).unlink()
    with duckdb.connect() as build:
        build.execute("create schema meta; create table meta.file_loads as select * from (values"
            f" ('erp', 'march.csv', '{whole}', 'loaded'), ('erp', 'april.csv', '{changed}', 'loaded'),"
            f" ('erp', 'may.csv', '{gone}', 'loaded'), ('erp', 'june.csv', 'never', 'refused'))"
            " as loads(source_name, file_name, file_sha256, status)")  # fmt: skip
        findings = archive_audit(build, workspace)
    place = "lineage: archive_unchanged: erp"
    assert len(findings) == 3
    assert [str(finding) for finding in findings if not finding.is_ok] == [
        f"{place}: april.csv: other bytes ({RESTORE}) where archive/{changed[:2]}/{changed} is expected",
        f"{place}: may.csv: no file ({RESTORE}) where archive/{gone[:2]}/{gone} is expected",
    ]


def test_a_finding_says_what_was_expected_and_what_is(build: duckdb.DuckDBPyConnection) -> None:
    build.execute("update marts.mart_reconciliation set mart_amount = 10.02")
    (finding,) = [finding for finding in audit(build) if not finding.is_ok]
    assert (finding.expected, finding.actual) == ("10.0300", "10.0200")


def test_what_became_known_later_than_asked_for_does_not_count(build: duckdb.DuckDBPyConnection) -> None:
    build.execute("update input.run_parameters set as_known_on = timestamp '2026-03-31 23:59:59'")
    # In March line 2 was -0.05 and line 3 still stood: 10.10 - 0.05 + 99.00 EUR on three lines.
    wrong = [finding for finding in audit(build) if not finding.is_ok]
    assert {finding.check_name: finding.expected for finding in wrong} == {
        "rows_in_core": "4",
        "money_in_facts": "109.0500",
    }
