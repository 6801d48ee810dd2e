"""Checks a batch of a contract table against its suite, and says what to do with it."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any

import polars as pl

from data_quality.engine import Outcome, run
from data_quality.rules import Rule
from data_quality.suites import rules_for
from ingest.checking import CARRIES_NO_MONEY, CHECK_RESULTS_SCHEMA, BatchCheck, BatchVerdict
from ingest.configuration import Configuration, Source
from ingest.contracts import TABLES
from ingest.readers import reader_for
from ingest.reading import MONEY_COLUMNS, REJECTED_SCHEMA, rejections
from ingest.thresholds import Thresholds

DETAIL_LENGTH = 300


def batch_check(configuration: Configuration) -> BatchCheck:
    """Return the check that landing calls for each batch of this workspace."""

    def check(
        source: Source, table_name: str, frame: pl.DataFrame, kept: pl.LazyFrame | None = None
    ) -> BatchVerdict:
        # An increment without news is a normal day; a full snapshot without rows is not.
        may_be_empty = source.delivery == "increment"
        may_lack = getattr(reader_for(source.format), "may_lack", frozenset())
        return check_batch(
            table_name, frame, configuration.thresholds, kept, may_be_empty=may_be_empty, may_lack=may_lack
        )

    return check


def check_batch(
    table_name: str,
    frame: pl.DataFrame,
    thresholds: Thresholds,
    kept: pl.LazyFrame | None = None,
    *,
    may_be_empty: bool = False,
    may_lack: Collection[str] = (),
) -> BatchVerdict:
    """Run the table's suite over contract columns plus `row_number` [and `as_of_date`].

    Rows that break a critical rule are rejected by its name. The batch is held when a critical
    rule about the whole of it fails, or when the rejected share exceeds the threshold. A column that
    the format `may_lack` is not asked to be filled where it is empty throughout. `kept` is as in BatchCheck.
    """
    absent = _absent(frame, kept, may_lack)
    rules = tuple(
        rule
        for rule in rules_for(table_name)
        if not (may_be_empty and rule.name == "enough_rows")
        and (rule.is_about_rows or absent.isdisjoint(rule.columns))
    )
    outcomes = run(rules, frame, kept)
    rejected = _rejected(table_name, frame, outcomes)
    # By position, not by row number: one row of a file may have become several rows of a table.
    broken = _positions(outcome for outcome in outcomes if outcome.rule.severity == "critical")
    accepted = frame.filter(~pl.int_range(pl.len()).is_in(broken))
    hold = _failed_as_a_whole(table_name, outcomes) or _too_many_rejected(
        table_name, [frame["row_number"], *_row_numbers(kept)], rejected, thresholds
    )
    return BatchVerdict(
        accepted,
        rejected,
        _results(table_name, frame, outcomes),
        hold,
        suite=_suite(table_name),
        needs_all=kept is not None and any(rule.compares_rows for rule in rules),
        faulted=frame["row_number"][_positions(outcomes)],
    )


def _absent(frame: pl.DataFrame, kept: pl.LazyFrame | None, may_lack: Collection[str]) -> set[str]:
    """Return the columns that are empty throughout."""
    empty = {name for name in may_lack if name in frame.columns and frame[name].is_null().all()}
    if kept is None or not empty:
        return empty
    counted = kept.select(pl.col(sorted(empty)).count()).collect().row(0, named=True)
    return {name for name in empty if not counted[name]}


def _positions(outcomes: Iterable[Outcome]) -> list[int]:
    return sorted({position for outcome in outcomes for position in outcome.failed_positions})


def _row_numbers(kept: pl.LazyFrame | None) -> list[pl.Series]:
    return [] if kept is None else [kept.select("row_number").collect().to_series()]


@cache
def _suite(table_name: str) -> str:
    """Return a name of the table's rules that changes whenever one of them may judge otherwise."""
    rules = [
        (rule.name, rule.expectation, sorted(rule.arguments.items()), rule.severity, str(rule.derived))
        for rule in rules_for(table_name)
    ]
    return hashlib.sha256(repr(rules).encode()).hexdigest()


def _rejected(table_name: str, frame: pl.DataFrame, outcomes: Sequence[Outcome]) -> pl.DataFrame:
    critical = [outcome for outcome in outcomes if outcome.rule.severity == "critical"]
    parts = [_rejected_by(table_name, frame, outcome) for outcome in critical if outcome.failed_positions]
    return pl.concat([pl.DataFrame(schema=REJECTED_SCHEMA), *parts])


def _rejected_by(table_name: str, frame: pl.DataFrame, outcome: Outcome) -> pl.DataFrame:
    rule = outcome.rule
    values = [pl.format(f"{column} = {{}}", _as_text(column)) for column in rule.columns]
    detail = pl.concat_str(values, separator=", ").str.head(DETAIL_LENGTH)
    business = [column for column in TABLES[table_name].schema if column in frame.columns]
    money = [column for column in MONEY_COLUMNS if column in business]
    told = frame[list(outcome.failed_positions)].select(
        "row_number",
        *money,
        reason=pl.lit(rule.name),
        column_name=pl.lit(rule.columns[0]),
        detail=pl.format("{}; {}", detail, pl.lit(rule.remedy)),
        raw=pl.struct(pl.col(business).cast(pl.String)).struct.json_encode(),
    )
    return rejections(told)


def _as_text(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).fill_null("(empty)")


def _failed_as_a_whole(table_name: str, outcomes: Sequence[Outcome]) -> str | None:
    problems = [
        f"{table_name}: {_measured(outcome)}; {outcome.rule.remedy}"
        for outcome in outcomes
        if outcome.is_success is False and _is_about_the_whole(outcome.rule)
    ]
    return " | ".join(problems) or None


def _is_about_the_whole(rule: Rule) -> bool:
    return rule.severity == "critical" and not rule.is_about_rows


def _measured(outcome: Outcome) -> str:
    if not outcome.rule.columns:
        return f"{outcome.checked} rows, at least {outcome.rule.arguments['min_value']} expected"
    return f"{outcome.rule.columns[0]} is empty in {outcome.failed} of {outcome.checked} rows"


def _too_many_rejected(
    table_name: str, row_numbers: Sequence[pl.Series], rejected: pl.DataFrame, thresholds: Thresholds
) -> str | None:
    if rejected.is_empty():
        return None
    rows, bad = pl.concat(row_numbers).n_unique(), rejected["row_number"].n_unique()
    if bad / rows <= thresholds.quarantine_hold_share:
        return None
    worst = rejected["reason"].value_counts(sort=True)["reason"][0]
    limit = f"{thresholds.quarantine_hold_share:.0%} (`quarantine_hold_share`)"
    return (
        f"{table_name}: {bad} of {rows} rows break a rule, most of them {worst}; "
        f"more than {limit} looks like a changed export"
    )


def _failed_money(table_name: str, frame: pl.DataFrame, outcome: Outcome) -> dict[str, Any]:
    """Return the money of the rows that broke a rule, in their own currency, or why there is none."""
    reason, amount, currencies = None, None, pl.Series([], dtype=pl.String)
    if "amount" not in TABLES[table_name].schema:
        reason = CARRIES_NO_MONEY
    elif not outcome.failed_positions:
        reason = "no_failed_rows"
    elif "currency_code" in outcome.rule.columns:
        reason = "currency_unknown"
    else:
        rows = frame[list(outcome.failed_positions)]
        currencies = rows["currency_code"].unique()
        if rows["amount"].null_count() or currencies.null_count():
            reason = "amount_not_read"
        elif currencies.len() > 1:
            reason = "mixed_currencies"
        else:
            amount = rows["amount"].sum()
    return {
        "failed_amount": amount,
        "failed_currency_code": None if reason else currencies[0],
        "failed_amount_reason": reason,
    }


def _results(table_name: str, frame: pl.DataFrame, outcomes: Sequence[Outcome]) -> pl.DataFrame:
    rows = [
        {
            "table_name": table_name,
            "expectation_name": outcome.rule.name,
            "column_name": outcome.rule.columns[0] if outcome.rule.columns else None,
            "severity": outcome.rule.severity,
            "is_success": outcome.is_success,
            "row_count_checked": outcome.checked,
            "row_count_failed": outcome.failed,
            **_failed_money(table_name, frame, outcome),
        }
        for outcome in outcomes
    ]
    return pl.DataFrame(rows, schema=CHECK_RESULTS_SCHEMA)
