"""Runs rules through Great Expectations: the only module that knows the library and pandas.

The library costs seconds to import, so it is imported by the first run of a process, and one
context then serves every batch.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import polars as pl

from data_quality.rules import Rule

POSITION = "batch_position"


@dataclass(frozen=True)
class Outcome:
    """What one rule found. `is_success` is None when there was nothing to check."""

    rule: Rule
    is_success: bool | None
    checked: int
    failed: int
    failed_positions: tuple[int, ...] = ()  # 0-based, of a rule about rows; of a warning where asked for


class BrokenRuleError(Exception):
    """A rule that could not be evaluated at all: a defect of the suite, never of the data."""


def run(rules: Sequence[Rule], batch: pl.DataFrame, kept: pl.LazyFrame | None = None) -> list[Outcome]:
    """Evaluate the rules over a batch, in their order. Raises BrokenRuleError.

    With `kept`, rows that break no rule about rows, the outcomes are those of batch and kept together, and
    warnings name their rows, too.
    """
    if kept is None:
        return _evaluate(rules, batch)
    of_rows = [rule for rule in rules if rule.is_about_rows]
    of_all = [rule for rule in rules if not rule.is_about_rows]
    needed = {"row_number"} | _sources(rules)
    unread = kept.select(name for name in batch.columns if name in needed).collect()
    judged = [_with_kept(outcome, unread) for outcome in _evaluate(of_rows, batch, names_warned=True)]
    judged += _evaluate(of_all, pl.concat([batch.select(unread.columns), unread]))
    found = {outcome.rule.name: outcome for outcome in judged}
    return [found[rule.name] for rule in rules]


def _evaluate(rules: Sequence[Rule], batch: pl.DataFrame, *, names_warned: bool = False) -> list[Outcome]:
    prepared = _prepare(batch, rules).to_pandas()
    # Only critical rules need to name their rows; listing them is what makes a failing rule slow.
    critical = [rule for rule in rules if rule.severity == "critical"]
    warnings = [rule for rule in rules if rule.severity == "warning"]
    found = _validate(critical, prepared, "COMPLETE") | _validate(warnings, prepared, "BASIC")
    if names_warned:
        found |= _validate([rule for rule in warnings if not found[rule.name].success], prepared, "COMPLETE")
    return [_outcome(rule, found[rule.name], batch) for rule in rules]


def _sources(rules: Iterable[Rule]) -> set[str]:
    """Return the columns of a batch from which the rules are evaluated."""
    derived = [part for rule in rules for part in rule.derived.values()]
    roots = {name for part in derived for name in part.meta.root_names()}
    return roots.union(*(_touched(rule) for rule in rules), *(rule.columns for rule in rules))


def _with_kept(outcome: Outcome, kept: pl.DataFrame) -> Outcome:
    """Count the kept rows that the rule judges: those that have every value it needs."""
    rule, checked = outcome.rule, kept.height
    judges_all = rule.expectation == "ExpectColumnValuesToNotBeNull" or "column_list" in rule.arguments
    if kept.height and not judges_all:
        has_values = pl.all_horizontal(pl.col(_touched(rule)).is_not_null())
        checked = kept.with_columns(**rule.derived).select(has_values.sum()).item()
    checked += outcome.checked
    return replace(outcome, checked=checked, is_success=outcome.failed == 0 if checked else None)


def _prepare(batch: pl.DataFrame, rules: Iterable[Rule]) -> pl.DataFrame:
    """Return only the columns that the rules touch, as types that pandas compares as we mean it."""
    if "as_of_date" not in batch.columns:
        batch = batch.with_columns(as_of_date=pl.lit(None, pl.Date))
    derived = {name: expression for rule in rules for name, expression in rule.derived.items()}
    needed = {column for rule in rules for column in _touched(rule)}
    batch = batch.with_columns(**derived).with_row_index(POSITION).select(POSITION, *sorted(needed))
    not_a_number = pl.selectors.float()
    return batch.with_columns(
        pl.selectors.date().cast(pl.Datetime("us")),
        # pandas takes NaN for a missing value; as infinity it fails the rules about ranges.
        pl.when(not_a_number.is_nan()).then(float("inf")).otherwise(not_a_number).name.keep(),
    )


def _touched(rule: Rule) -> list[str]:
    arguments = rule.arguments
    single = [arguments[word] for word in ("column", "column_A", "column_B") if word in arguments]
    return [*single, *arguments.get("column_list", ())]


def _validate(rules: Sequence[Rule], frame: Any, detail: str) -> dict[str, Any]:
    if not rules:
        return {}
    library, batches = _library()
    made = [
        getattr(library.expectations, rule.expectation)(
            **rule.arguments, severity=rule.severity, meta={"rule": rule.name}
        )
        for rule in rules
    ]
    suite = library.ExpectationSuite(name="batch", expectations=made)
    result_format = {"result_format": detail}
    if detail == "COMPLETE":
        result_format["unexpected_index_column_names"] = [POSITION]
    results = batches.get_batch(batch_parameters={"dataframe": frame}).validate(
        suite, result_format=result_format
    )
    return {result.expectation_config.meta["rule"]: result for result in results.results}


@cache
def _library() -> tuple[Any, Any]:
    """Import the library without telemetry or progress bars; return it and the door for frames."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("batches").add_dataframe_asset("batch")
    return gx, asset.add_batch_definition_whole_dataframe("whole")


def _outcome(rule: Rule, result: Any, batch: pl.DataFrame) -> Outcome:
    # An empty table can be asked for its count of rows only; for a share the library divides by zero there.
    if batch.is_empty() and not rule.expectation.startswith("ExpectTable"):
        return Outcome(rule, None, 0, 0)
    _refuse_broken(rule, result)
    if not rule.is_about_rows:
        empty = sum(batch[column].null_count() for column in rule.columns)
        about_all = 0 if result.success else batch.height
        return Outcome(rule, bool(result.success), batch.height, empty if rule.columns else about_all)
    values = result.result
    checked = values["element_count"] - values.get("missing_count", 0)
    failed = values["unexpected_count"]
    places = values.get("unexpected_index_list") or ()
    positions = tuple(sorted(int(place[POSITION]) for place in places))
    return Outcome(rule, failed == 0 if checked else None, checked, failed, positions)


def _refuse_broken(rule: Rule, result: Any) -> None:
    info = result.exception_info
    problems = [info] if "raised_exception" in info else list(info.values())
    for problem in problems:
        if problem.get("raised_exception"):
            raise BrokenRuleError(f"{rule.name} ({rule.expectation}): {problem['exception_message']}")
