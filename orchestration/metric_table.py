"""The metric dictionary as a table of the published file, so that the dashboards tell what a figure is."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from orchestration.metric_dictionary import Definition, Manifest, Metric, metrics_of

TABLE = "meta.metric_definitions"
LISTS = ("also_in", "tests", "input_tables")
COLUMNS = (*(field.name for field in fields(Definition)), *LISTS, "sql_text")


def write_definitions(database: Path, manifest: Manifest, sql_texts: Mapping[str, str]) -> None:
    """Write one row per definition of a metric; `sql_texts`: model -> the SQL that it was built by."""
    types = ", ".join(f'"{name}" varchar{"[]" if name in LISTS else ""}' for name in COLUMNS)
    marks = ", ".join("?" for _ in COLUMNS)
    with duckdb.connect(database) as connection:
        connection.execute("create schema if not exists meta")
        connection.execute(f"create or replace table {TABLE} ({types})")
        connection.executemany(
            f"insert into {TABLE} values ({marks})",  # noqa: S608
            list(_rows(metrics_of(manifest), input_tables_of(manifest), sql_texts)),
        )


def input_tables_of(manifest: Manifest) -> dict[str, list[str]]:
    """Return model -> names of the input tables that it is computed from, over all models before it."""
    nodes, sources = manifest["nodes"], manifest["sources"]

    @cache
    def above(unique_id: str) -> frozenset[str]:
        if unique_id in sources:
            return frozenset({sources[unique_id]["name"]})
        parents = nodes[unique_id]["depends_on"].get("nodes", ())  # seeds have none
        return frozenset().union(*map(above, parents))

    models = [node for node in nodes.values() if node["resource_type"] == "model"]
    return {model["name"]: sorted(above(model["unique_id"])) for model in models}


def _rows(
    metrics: Iterable[Metric], input_tables: Mapping[str, list[str]], sql_texts: Mapping[str, str]
) -> Iterable[list[Any]]:
    for metric in metrics:
        for definition in metric.definitions:
            yield [
                *(getattr(definition, field.name) for field in fields(Definition)),
                list(metric.columns),
                list(metric.tests),
                input_tables[definition.model],
                sql_texts.get(definition.model),
            ]
