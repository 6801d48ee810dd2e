"""Each rule of each suite, run through Great Expectations: kept by good rows, broken by a bad one."""

from pathlib import Path

import polars as pl
import pytest

import data_quality.suites
from data_quality.engine import Outcome, run
from data_quality.rules import Rule
from data_quality.runner import check_batch
from data_quality.suites import rules_for
from ingest.contracts import TABLES
from ingest.thresholds import Thresholds
from tests.data_quality.batches import ROWS, TAKES_TWO, break_rule, good_batch

ROW_RULES = [(table, rule) for table in TABLES for rule in rules_for(table) if rule.is_about_rows]
SHARE_RULES = [(t, r) for t in TABLES for r in rules_for(t) if not r.is_about_rows and r.columns]
NEEDS_ROWS = (
    "work_items", "initiatives", "ledger_lines", "budget_lines", "theme_target_versions", "gate_policy_rules",
    "exchange_rate_versions",
)  # fmt: skip


def _id(value: str | Rule) -> str:
    return value if isinstance(value, str) else value.name


def _result(verdict_results: pl.DataFrame, rule_name: str) -> dict:
    return verdict_results.filter(pl.col("expectation_name") == rule_name).row(0, named=True)


def test_every_contract_table_has_a_suite_file_and_every_file_a_table() -> None:
    files = {path.stem for path in Path(data_quality.suites.__file__).parent.glob("*.py")} - {"__init__"}
    assert files == set(TABLES)
    assert all(rules_for(table) for table in TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_rules_of_a_table_have_names_of_their_own(table: str) -> None:
    names = [rule.name for rule in rules_for(table)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("table", TABLES)
def test_good_rows_pass_and_every_rule_really_looked_at_them(table: str) -> None:
    verdict = check_batch(table, good_batch(table), Thresholds())
    assert (verdict.rejected.rows(), verdict.hold_reason) == ([], None)
    assert verdict.accepted.equals(good_batch(table))
    assert verdict.results["is_success"].to_list() == [True] * len(rules_for(table))
    assert verdict.results["row_count_checked"].min() == ROWS


@pytest.mark.parametrize(("table", "rule"), ROW_RULES, ids=_id)
def test_a_bad_row_is_found_by_its_rule(table: str, rule: Rule) -> None:
    (outcome,) = run([rule], break_rule(table, rule, good_batch(table), row_number=3))
    bad = (2, 3) if rule.name in TAKES_TWO else (2,)
    assert (outcome.is_success, outcome.failed) == (False, len(bad))
    assert outcome.failed_positions == (bad if rule.severity == "critical" else ())


@pytest.mark.parametrize("table", TABLES)
def test_critical_rules_reject_their_row_by_name_and_warnings_keep_it(table: str) -> None:
    rules = [rule for rule in rules_for(table) if rule.is_about_rows]
    batch = good_batch(table)
    for place, rule in enumerate(rules):
        batch = break_rule(table, rule, batch, row_number=2 * place + 1)
    verdict = check_batch(table, batch, Thresholds(quarantine_hold_share=1))
    rejected = set(verdict.rejected.select("row_number", "reason").rows())
    for place, rule in enumerate(rules):
        assert ((2 * place + 1, rule.name) in rejected) == (rule.severity == "critical"), rule.name
    assert set(verdict.accepted["row_number"]).isdisjoint(verdict.rejected["row_number"])
    assert verdict.accepted.height + verdict.rejected["row_number"].n_unique() == ROWS


@pytest.mark.parametrize(("table", "rule"), SHARE_RULES, ids=_id)
def test_a_column_that_came_empty_does_not_pass(table: str, rule: Rule) -> None:
    column = rule.columns[0]
    batch = good_batch(table).with_columns(pl.lit(None, TABLES[table].schema[column]).alias(column))
    verdict = check_batch(table, batch, Thresholds())
    result = _result(verdict.results, rule.name)
    assert (result["is_success"], result["row_count_failed"]) == (False, ROWS)
    held = (
        verdict.hold_reason is not None
        and f"{column} is empty in {ROWS} of {ROWS} rows" in verdict.hold_reason
    )
    assert held == (rule.severity == "critical")


@pytest.mark.parametrize("table", NEEDS_ROWS)
def test_an_empty_batch_is_held_and_no_rule_claims_success(table: str) -> None:
    verdict = check_batch(table, good_batch(table).clear(), Thresholds())
    assert verdict.hold_reason is not None
    assert "0 rows, at least 1 expected" in verdict.hold_reason
    assert True not in verdict.results["is_success"].to_list()


@pytest.mark.parametrize("table", sorted(set(TABLES) - set(NEEDS_ROWS)))
def test_an_empty_side_table_is_neither_held_nor_called_a_success(table: str) -> None:
    verdict = check_batch(table, good_batch(table).clear(), Thresholds())
    assert verdict.hold_reason is None
    assert verdict.results["is_success"].null_count() == len(verdict.results)


@pytest.mark.parametrize("table", TABLES)
def test_a_batch_of_nothing_but_empty_cells_is_held(table: str) -> None:
    empty = pl.DataFrame(schema=TABLES[table].schema | {"row_number": pl.Int64})
    batch = pl.concat([empty, pl.DataFrame({"row_number": [1, 2, 3]})], how="diagonal")
    verdict = check_batch(table, batch, Thresholds())
    assert verdict.hold_reason is not None
    assert verdict.rejected["row_number"].n_unique() == 3


@pytest.mark.parametrize(("rows", "days", "is_success"), [(999, 1, True), (1000, 1, False), (1000, 2, True)])
def test_an_export_as_long_as_the_tools_limit_is_warned_of(rows: int, days: int, is_success: bool) -> None:
    first = good_batch("work_items").head(1)
    number = pl.int_range(1, pl.len() + 1)
    batch = pl.concat([first] * rows).with_columns(
        row_number=number,
        work_item_id=number.cast(pl.String),
        as_of_date=pl.date(2026, 3, 1) + pl.duration(days=number % days),
    )
    verdict = check_batch("work_items", batch, Thresholds())
    result = _result(verdict.results, "not_cut_at_1000_rows")
    assert (result["severity"], result["is_success"]) == ("warning", is_success)
    assert result["row_count_failed"] == (0 if is_success else rows)
    assert (verdict.accepted.height, verdict.hold_reason) == (rows, None)


@pytest.mark.parametrize("table", TABLES)
def test_rules_that_two_rows_break_together_are_known_to_compare_rows(table: str) -> None:
    comparing = {rule.name for rule in rules_for(table) if rule.compares_rows}
    taking_two = {rule.name for rule in rules_for(table) if rule.name in TAKES_TWO}
    assert comparing >= taking_two - {"key_unique"}  # equal keys are landing's to find


@pytest.mark.parametrize("table", TABLES)
def test_what_is_kept_unread_counts_as_if_it_were_judged_with_the_rest(table: str) -> None:
    rules = [rule for rule in rules_for(table) if not rule.compares_rows]
    batch = good_batch(table)
    for place, rule in enumerate(rule for rule in rules if rule.is_about_rows):
        batch = break_rule(table, rule, batch, row_number=2 * place + 1)
    faulted = {number for outcome in run(rules, batch, batch.clear().lazy()) for number in _rows_of(outcome)}
    kept = _with_gaps(good_batch(table).filter(~pl.col("row_number").is_in(faulted)), rules)
    read = batch.filter(pl.col("row_number").is_in(faulted))
    assert _told(run(rules, read, kept.lazy())) == _told(run(rules, pl.concat([read, kept])))
    assert _told(run(rules, read.clear(), kept.lazy())) == _told(run(rules, kept))


def _told(outcomes: list[Outcome]) -> list[tuple]:
    return [(each.rule.name, each.is_success, each.checked, each.failed) for each in outcomes]


def _rows_of(outcome: Outcome) -> list[int]:
    return [position + 1 for position in outcome.failed_positions]


def _with_gaps(batch: pl.DataFrame, rules: list[Rule]) -> pl.DataFrame:
    """Empty every second cell of the columns that may be empty."""
    is_second = pl.int_range(pl.len()) % 2 == 0
    gaps = batch.with_columns(
        pl.when(is_second).then(pl.col(name)).alias(name) for name in batch.columns if name != "row_number"
    )
    needed = {
        name
        for outcome in run(rules, gaps)
        if outcome.rule.is_about_rows and outcome.failed
        for name in outcome.rule.columns
    }
    return gaps.with_columns(batch[name] for name in needed)
