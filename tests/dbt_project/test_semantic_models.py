"""The semantic layer defines no figure: its metrics sum columns, and name what is defined there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from orchestration.metric_dictionary import metrics_of

WHOLE_OR_PART = re.compile(r"(?P<whole>\w+)|case when (?P<where>.+) then (?P<part>\w+) else 0 end")
RATIO_OF_SUMS = re.compile(
    r"case when .+ then (100 \* )?cast\((\w+|coalesce\(\w+, 0\)) as double\)"
    r" / (cast\(\w+ as double\)|\w+) end"
)
KNOWN_SUM = re.compile(r"case when \w+ = 0 then \w+ end")
DIMENSIONS = re.compile(r"Dimension\('\w+__(\w+?)'\)")

Node = Mapping[str, Any]


@pytest.fixture(scope="session")
def semantic(manifest: dict) -> list[dict]:
    """The metrics of the semantic layer."""
    return list(manifest["metrics"].values())


def _code(node: Node) -> str | None:
    return node["config"]["meta"].get("metric")


def _model(manifest: dict, metric: Node) -> Node:
    (semantic_model,) = metric["depends_on"]["nodes"]
    (model,) = manifest["semantic_models"][semantic_model]["depends_on"]["nodes"]
    return manifest["nodes"][model]


def _codes_by_column(manifest: dict) -> dict[str, set[str | None]]:
    """Return the ids that columns of each name carry in core."""
    found: dict[str, set[str | None]] = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model" and node["schema"] == "core":
            for column in node["columns"].values():
                found.setdefault(column["name"], set()).add(_code(column))
    return found


def _columns_asked(metric: Node) -> Iterator[str]:
    """Yield the columns that choose what is summed: those of its condition and of its filter."""
    match = WHOLE_OR_PART.fullmatch(metric["type_params"]["expr"])
    yield from re.findall(r"\b[a-z_]+\b", match["where"] or "") if match else ()
    for part in (metric["filter"] or {"where_filters": []})["where_filters"]:
        yield from DIMENSIONS.findall(part["where_sql_template"])


def test_a_semantic_model_is_a_model_of_core(manifest: dict) -> None:
    models = [
        manifest["nodes"][node]
        for semantic_model in manifest["semantic_models"].values()
        for node in semantic_model["depends_on"]["nodes"]
    ]
    assert len(models) > 20
    assert [model["name"] for model in models if model["schema"] != "core"] == []


def test_a_semantic_metric_names_a_defined_metric(manifest: dict, semantic: list[dict]) -> None:
    defined = {metric.code for metric in metrics_of(manifest) if metric.definitions}
    assert [metric["name"] for metric in semantic if _code(metric) not in defined] == []


def test_a_semantic_metric_is_told_in_words(semantic: list[dict]) -> None:
    assert [metric["name"] for metric in semantic if not (metric["label"] and metric["description"])] == []
    labels = [metric["label"] for metric in semantic]
    assert len(labels) == len(set(labels))


def test_a_simple_metric_sums_a_column_of_its_id(manifest: dict, semantic: list[dict]) -> None:
    """The column carries the id of the metric, or one that chooses the rows does."""
    codes = _codes_by_column(manifest)
    simple = [metric for metric in semantic if metric["type"] == "simple"]
    assert len(simple) > 50
    for metric in simple:
        aggregation = metric["type_params"]["metric_aggregation_params"]["agg"]
        match = WHOLE_OR_PART.fullmatch(metric["type_params"]["expr"])
        assert match, metric["name"]
        columns = _model(manifest, metric)["columns"]
        column = columns.get(match["whole"] or match["part"])
        assert column or match["part"] == "1", metric["name"]
        if aggregation in {"sum", "sum_boolean"}:
            own = _code(column) if column else None
            asked = {code for name in _columns_asked(metric) for code in codes.get(name, ())}
            assert _code(metric) in {own} | asked, metric["name"]
        else:
            assert aggregation in {"count", "count_distinct"}, metric["name"]


def test_what_is_derived_is_a_ratio_of_sums_or_a_known_sum(semantic: list[dict]) -> None:
    derived = [metric for metric in semantic if metric["type"] == "derived"]
    assert len(derived) > 10
    assert {metric["type"] for metric in semantic} == {"simple", "derived"}
    for metric in derived:
        expression = metric["type_params"]["expr"]
        assert RATIO_OF_SUMS.fullmatch(expression) or KNOWN_SUM.fullmatch(expression), metric["name"]
        inputs = {parent["name"] for parent in metric["type_params"]["metrics"]}
        assert inputs == set(re.findall(r"[a-z_]{3,}", expression)) - {
            "case", "when", "then", "end", "and", "cast", "double", "coalesce",
        }, metric["name"]  # fmt: skip


def test_fiscal_periods_come_from_the_calendar(manifest: dict) -> None:
    (spine,) = [node for node in manifest["nodes"].values() if node.get("time_spine")]
    assert spine["name"] == "dim_date"
    assert {it["name"] for it in spine["time_spine"]["custom_granularities"]} == {
        "fiscal_period",
        "fiscal_quarter",
        "fiscal_year",
    }
