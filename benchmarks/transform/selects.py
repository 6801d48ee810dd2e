"""The project's final SELECTs, as dbt compiles them, run straight in DuckDB, views as views."""

import json
import time
from pathlib import Path

import duckdb

from ingest.workspace import Workspace
from orchestration.dbt_runner import DBT_PROJECT, build_database, parse_arguments, run_dbt

SELECTS, COSTS = "selects.json", "costs.json"  # in the workspace
SCHEMAS = ("staging", "intermediate", "core", "marts")


def compile_selects(workspace: Workspace) -> None:
    """Keep the statements in the workspace, with what they make, in the order in which dbt runs them."""
    outcome = run_dbt(workspace, ["compile", *parse_arguments(workspace)[1:]])
    if not outcome.success:
        raise SystemExit(f"dbt cannot compile the project: {outcome.exception}")
    models = [result.node for result in outcome.result if result.node.resource_type == "model"]
    seeds = [_seed(path) for path in sorted((DBT_PROJECT / "seeds").glob("*.csv"))]
    selects = [
        (
            f"{node.schema}.{node.name}",
            "view" if node.config.materialized == "view" else "table",
            node.compiled_code,
        )
        for node in models
    ]
    (workspace.root / SELECTS).write_text(json.dumps([*seeds, *selects]))


def _seed(path: Path) -> tuple[str, str, str]:
    return f"staging.{path.stem}", "table", f"from read_csv('{path}', header = true)"


def run_selects(root: Path) -> None:
    """Run them over the inputs of a build; leave the CPU seconds of each in the workspace."""
    costs = {}
    with duckdb.connect(build_database(Workspace(root))) as connection:
        for schema in SCHEMAS:
            connection.execute(f"create schema if not exists {schema}")
        for name, kind, code in json.loads((root / SELECTS).read_text()):
            started = time.process_time()  # of all threads
            connection.execute(f"create {kind} {name} as ({code})")
            costs[name] = time.process_time() - started
    (root / COSTS).write_text(json.dumps(costs))
