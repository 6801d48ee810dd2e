"""Published folders for the dashboards' tests: small marts with the columns dbt's contracts promise.

The rows are written out here, so that a test can work out by hand what a page must show. The columns and
types come from the contracts of the dbt project, and the file is published by the real publisher.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import yaml

from data_quality.findings import Finding, write_findings
from ingest.workspace import Workspace
from orchestration.metric_table import write_definitions
from orchestration.publishing import BuildFacts, publish

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "dbt_project/models"
SQL_TYPES = {"string": "varchar"}
AS_OF = date(2026, 3, 31)
NUMBERS = count()

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]


@cache
def contract_columns() -> dict[str, dict[str, str]]:
    """Return the columns of each published table with their types, by schema-qualified name."""
    columns = {}
    for schema in ("marts", "core"):
        for path in (MODELS / schema).rglob("*.yml"):
            (model,) = yaml.safe_load(path.read_text())["models"]
            columns[f"{schema}.{model['name']}"] = {
                column["name"]: SQL_TYPES.get(column["data_type"], column["data_type"])
                for column in model["columns"]
            }
    return columns


@cache
def manifest_of_yml() -> dict[str, Any]:
    """Return the part of dbt's manifest that tells the metrics, without asking dbt."""
    models, unit_tests = {}, {}
    for path in (MODELS / "core").rglob("*.yml"):
        document = yaml.safe_load(path.read_text())
        (model,) = document["models"]
        columns = {column["name"]: _with_meta(column) for column in model["columns"]}
        models[model["name"]] = {
            "name": model["name"],
            "unique_id": model["name"],
            "resource_type": "model",
            "columns": columns,
            "depends_on": {"nodes": ["ledger"]},
        }
        unit_tests |= {test["name"]: _with_meta(test) for test in document.get("unit_tests", ())}
    sources = {"ledger": {"name": "ledger_lines"}}
    return {"nodes": models, "unit_tests": unit_tests, "sources": sources, "metrics": {}}


def _with_meta(node: dict[str, Any]) -> dict[str, Any]:
    return {"description": "", **node, "config": {"meta": {}, **node.get("config", {})}}


def publish_tables(
    root: Path,
    tables: Tables,
    fingerprint: str = "",
    *,
    with_definitions: bool = True,
    as_of: date = AS_OF,
    as_known_on: date | None = None,
    findings: Sequence[Finding] = (),
) -> Path:
    """Publish a version holding these tables and return the published folder."""
    workspace = Workspace(root)
    workspace.build.mkdir(parents=True, exist_ok=True)
    build = workspace.build / "fixture.duckdb"
    with duckdb.connect(build) as connection:
        connection.begin()
        for name, rows in tables.items():
            _create(connection, name, contract_columns()[name], rows)
        connection.commit()
        if findings:
            write_findings(connection, findings)
    if with_definitions:
        write_definitions(build, manifest_of_yml(), {"fct_initiative_days": "select 1 as cost_of_delay"})
    facts = BuildFacts(fingerprint or f"{next(NUMBERS):064}", as_of, as_known_on)
    publish(workspace, build, facts, keep_versions=3)
    return workspace.published


def record_refresh(
    published: Path, status: str, reason: str | None = None, warnings: Sequence[str] = ()
) -> None:
    """Write the record of the newest refresh, as the orchestration does."""
    record = {
        "run_id": "fixture",
        "status": status,
        "started_at": "2026-04-01T02:30:00+00:00",
        "finished_at": "2026-04-01T02:31:00+00:00",
        "version": None,
        "as_of_date": AS_OF.isoformat(),
        "reason": reason,
        "warnings": list(warnings),
    }
    (published / "LAST_REFRESH").write_text(json.dumps(record))


def _create(
    connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, str], rows: Sequence[Row]
) -> None:
    unknown = {column for row in rows for column in row} - set(columns)
    assert not unknown, f"{name} has no column {sorted(unknown)}"
    connection.execute(f"create schema if not exists {name.split('.', maxsplit=1)[0]}")
    definition = ", ".join(f'"{column}" {sql_type}' for column, sql_type in columns.items())
    connection.execute(f"create table {name} ({definition})")
    if rows:
        marks = ", ".join(["(" + ", ".join("?" * len(columns)) + ")"] * len(rows))
        values = [row.get(column) for row in rows for column in columns]
        connection.execute(
            f"insert into {name} values {marks}", values
        )  # one by one costs three times as much


def money(amount: float | str | None) -> Decimal | None:
    """Return an amount as the marts hold it."""
    return None if amount is None else Decimal(str(amount))
