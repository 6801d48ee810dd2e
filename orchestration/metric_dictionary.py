"""The metric dictionary: what each published figure means, read from the yml of the dbt models.

A metric is defined once, in `config.meta` of the column where it is first computed. Other columns, and the
metrics of the semantic layer, name its id only, and tests name the ids they prove (`config.meta.metrics`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Manifest = Mapping[str, Any]

# What is written down already, and is computed by none of the models yet.
LATER = {
    "M12": "WSJF as often misquoted: it counts time criticality twice, so it is not offered",
    "M35": "gate recommendation",
    "M36": "watermelon: green outside, red in delivery",
    "M37": "watermelon: green, but what it served is gone",
    "M38": "evidence trigger",
    "M55": "forecast from weekly throughput",
    "M60": "go-forward value",
    "M61": "marginal return",
    "M62": "response curve",
    "M63": "reallocation optimum",
    "M64": "reallocation velocity",
}


@dataclass(frozen=True)
class Definition:
    """One metric at the column that defines it; `null_meaning` and `reason_column` where it can be NULL."""

    code: str
    label: str
    formula: str
    unit: str
    source: str
    owner: str
    model: str
    column: str
    description: str
    null_meaning: str | None = None
    reason_column: str | None = None

    @property
    def place(self) -> str:
        """The column in words of SQL."""
        return f"{self.model}.{self.column}"


@dataclass(frozen=True)
class Metric:
    """All figures of one id, the columns that carry them on, their semantic metrics, and what proves them."""

    code: str
    definitions: tuple[Definition, ...]
    columns: tuple[str, ...]  # model.column, without those of the definitions
    semantic: tuple[str, ...]
    tests: tuple[str, ...]


def metrics_of(manifest: Manifest) -> list[Metric]:
    """Return the metrics of a dbt manifest in the order of their ids.

    Raises TypeError where a definition has an unknown field, or lacks one.
    """
    definitions: dict[str, list[Definition]] = defaultdict(list)
    columns: dict[str, list[str]] = defaultdict(list)
    for model, column, meta in _marked_columns(manifest):
        code = meta["metric"]
        if "formula" in meta:
            fields = {name: value for name, value in meta.items() if name != "metric"}
            described = column["description"]
            definitions[code].append(
                Definition(code, model=model, column=column["name"], description=described, **fields)
            )
        else:
            columns[code].append(f"{model}.{column['name']}")
    semantic, tests = _semantic_by_metric(manifest), _tests_by_metric(manifest)
    return [
        Metric(
            code,
            definitions=tuple(definitions[code]),
            columns=tuple(columns[code]),
            semantic=tuple(semantic[code]),
            tests=tuple(tests[code]),
        )
        for code in sorted({*definitions, *columns, *semantic})
    ]


def as_markdown(metrics: Iterable[Metric]) -> str:
    """Return the dictionary as a Markdown page."""
    return "\n".join([_HEAD, *(_section(metric) for metric in metrics), _later()])


def _marked_columns(manifest: Manifest) -> Iterable[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    for model in sorted(models, key=lambda node: node["name"]):
        for column in model["columns"].values():
            meta = column["config"]["meta"]
            if "metric" in meta:
                yield model["name"], column, meta


def _semantic_by_metric(manifest: Manifest) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for metric in sorted(manifest["metrics"].values(), key=lambda node: node["name"]):
        found[metric["config"]["meta"]["metric"]].append(metric["name"])
    return found


def _tests_by_metric(manifest: Manifest) -> dict[str, list[str]]:
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    found: dict[str, list[str]] = defaultdict(list)
    for test in sorted([*tests, *manifest["unit_tests"].values()], key=lambda node: node["name"]):
        for code in test["config"]["meta"].get("metrics", ()):
            found[code].append(test["name"])
    return found


_HEAD = """# Metrics
Made from the yml of the dbt models by `make docs`; edit it there. Every figure is defined once, at the column
where it is first computed. Missing is NULL with a reason, never 0; every ratio at a roll-up is one of sums;
money is in the reporting currency unless the column says otherwise.
"""


def _section(metric: Metric) -> str:
    title = metric.definitions[0].label if metric.definitions else "not defined"
    lines = [f"## {metric.code} {title}"]
    for definition in metric.definitions:
        lines += _described(definition, is_titled=len(metric.definitions) > 1)
    if metric.columns:
        lines.append(f"- Also in: {_code_list(metric.columns)}")
    if metric.semantic:
        lines.append(f"- Semantic layer: {_code_list(metric.semantic)}")
    lines.append(f"- Tests: {_code_list(metric.tests)}\n")
    return "\n".join(lines)


def _described(definition: Definition, *, is_titled: bool) -> list[str]:
    reason = f" (`{definition.reason_column}` says why)" if definition.reason_column else ""
    return [
        *([f"\n**{definition.label}**"] if is_titled else []),
        f"\n{definition.description}\n",
        f"- Column: `{definition.place}`",
        f"- Formula: {definition.formula}",
        f"- Unit: {definition.unit}. Owner: {definition.owner}. Source: {definition.source}",
        f"- NULL: {definition.null_meaning or 'never'}{reason}",
    ]


def _code_list(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _later() -> str:
    lines = [f"- {code}: {what}" for code, what in LATER.items()]
    return "\n".join(["## Not computed yet", *lines, ""])
