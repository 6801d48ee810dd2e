"""What the runner makes of a suite's outcomes: rejected rows, results, and files held back."""

import json
import time
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from data_quality.engine import BrokenRuleError, run
from data_quality.rules import Rule, between
from data_quality.runner import batch_check, check_batch
from ingest.checking import CHECK_RESULTS_SCHEMA
from ingest.configuration import Configuration
from ingest.reading import REJECTED_SCHEMA
from ingest.thresholds import Thresholds
from tests.data_quality.batches import ROWS, change, good_batch


def _configuration(delivery: str) -> Configuration:
    return Configuration.model_validate(
        {
            "organisation": {"name": "Harbour"},
            "reporting": {"currency": "EUR"},
            "sources": [{"name": "erp", "format": "ledger", "files": "inbox/*.csv", "delivery": delivery}],
        }
    )


def test_a_verdict_has_the_columns_that_landing_expects() -> None:
    verdict = check_batch("ledger_lines", good_batch("ledger_lines"), Thresholds())
    assert verdict.rejected.schema == pl.Schema(REJECTED_SCHEMA)
    assert verdict.results.schema == pl.Schema(CHECK_RESULTS_SCHEMA)


def test_a_rejected_row_tells_its_values_the_remedy_and_all_it_held() -> None:
    batch = change(good_batch("ledger_lines"), 7, {"currency_code": "euros"})
    row = check_batch("ledger_lines", batch, Thresholds()).rejected.row(0, named=True)
    assert (row["row_number"], row["reason"], row["column_name"]) == (
        7,
        "currency_code_well_formed",
        "currency_code",
    )
    assert row["detail"] == "currency_code = euros; currency_code should be an ISO 4217 code such as EUR"
    raw = json.loads(row["raw"])
    assert (raw["amount"], raw["currency_code"]) == ("-12.5000", "euros")


def test_a_row_that_breaks_two_rules_is_listed_under_both() -> None:
    batch = change(good_batch("ledger_lines"), 7, {"currency_code": "euros", "posting_date": date(219, 3, 1)})
    reasons = check_batch("ledger_lines", batch, Thresholds()).rejected["reason"].to_list()
    assert sorted(reasons) == ["currency_code_well_formed", "posting_date_in_range"]


def _failed_money(verdict, rule: str) -> tuple:
    row = verdict.results.row(by_predicate=pl.col("expectation_name") == rule, named=True)
    return row["failed_amount"], row["failed_currency_code"], row["failed_amount_reason"]


def test_rows_that_break_a_rule_tell_their_money_in_one_currency_or_why_not() -> None:
    batch = good_batch("ledger_lines")
    far = change(
        batch, 7, {"posting_date": date(219, 3, 1), "currency_code": "EUR", "amount": Decimal("-12.5")}
    )
    far = change(far, 8, {"posting_date": date(219, 3, 1), "currency_code": "EUR", "amount": Decimal(100)})
    rule = "posting_date_in_range"
    assert _failed_money(check_batch("ledger_lines", far, Thresholds()), rule) == (
        Decimal("87.5"),
        "EUR",
        None,
    )
    mixed = change(far, 8, {"currency_code": "USD"})
    told = _failed_money(check_batch("ledger_lines", mixed, Thresholds()), rule)
    assert told == (None, None, "mixed_currencies")
    unread = change(far, 8, {"amount": None})
    told = _failed_money(check_batch("ledger_lines", unread, Thresholds()), rule)
    assert told == (None, None, "amount_not_read")
    odd = change(batch, 7, {"currency_code": "euros"})
    told = _failed_money(check_batch("ledger_lines", odd, Thresholds()), "currency_code_well_formed")
    assert told == (None, None, "currency_unknown")
    told = _failed_money(check_batch("ledger_lines", batch, Thresholds()), rule)
    assert told == (None, None, "no_failed_rows")
    items = check_batch("work_items", good_batch("work_items"), Thresholds()).results
    assert set(items["failed_amount_reason"]) == {"carries_no_money"}


def test_more_bad_rows_than_the_threshold_hold_the_file() -> None:
    batch = good_batch("ledger_lines").with_columns(
        currency_code=pl.when(pl.col("row_number") <= 7).then(pl.lit("euros")).otherwise("currency_code")
    )
    verdict = check_batch("ledger_lines", batch, Thresholds())
    assert verdict.hold_reason is not None
    assert f"7 of {ROWS} rows break a rule, most of them currency_code_well_formed" in verdict.hold_reason
    assert check_batch("ledger_lines", batch, Thresholds(quarantine_hold_share="0.2")).hold_reason is None


def test_one_bad_line_of_a_row_leaves_the_other_lines_of_that_row() -> None:
    months = good_batch("budget_lines").with_columns(row_number=(pl.col("row_number") + 11) // 12)
    second = pl.int_range(pl.len()) == 1
    batch = months.with_columns(
        currency_code=pl.when(second).then(pl.lit("euros")).otherwise("currency_code")
    )
    verdict = check_batch("budget_lines", batch, Thresholds(quarantine_hold_share="0.3"))
    assert verdict.rejected["row_number"].to_list() == [1]
    assert verdict.accepted["line_id"].to_list() == [f"line_id-{n}" for n in range(1, ROWS + 1) if n != 2]


def test_not_a_number_is_not_taken_for_a_missing_value() -> None:
    batch = change(good_batch("key_result_check_ins"), 2, {"value": float("nan")})
    rejected = check_batch("key_result_check_ins", batch, Thresholds()).rejected
    assert rejected.select("row_number", "reason").rows() == [(2, "value_in_range")]


def test_the_same_key_in_two_stacked_snapshots_is_not_a_duplicate() -> None:
    first = good_batch("initiatives").with_columns(as_of_date=pl.lit(date(2026, 1, 31)))
    second = first.with_columns(pl.col("row_number") + ROWS, as_of_date=pl.lit(date(2026, 2, 28)))
    assert check_batch("initiatives", pl.concat([first, second]), Thresholds()).rejected.is_empty()


def test_money_is_compared_as_decimals() -> None:
    high = {"rate_low_amount": "90071992547409.9301", "rate_likely_amount": "90071992547409.9302"}
    batch = change(
        good_batch("cost_of_delay_estimates"), 1, high | {"rate_high_amount": "90071992547409.9301"}
    )
    reasons = check_batch("cost_of_delay_estimates", batch, Thresholds()).rejected["reason"].to_list()
    assert reasons == ["rate_likely_amount_not_after_rate_high_amount"]


@pytest.mark.parametrize(("delivery", "is_held"), [("full_snapshot", True), ("increment", False)])
def test_only_an_increment_may_bring_nothing(delivery: str, is_held: bool) -> None:
    configuration = _configuration(delivery)
    check = batch_check(configuration)
    verdict = check(configuration.source("erp"), "ledger_lines", good_batch("ledger_lines").clear())
    assert (verdict.hold_reason is not None) == is_held


def test_a_rule_that_cannot_run_is_an_error_and_not_a_failed_row() -> None:
    batch = good_batch("ledger_lines")
    rule = between("currency_code", 0, 1)
    with pytest.raises(BrokenRuleError, match="currency_code_in_range"):
        run([rule], batch)


def test_outcomes_come_in_the_order_of_the_rules() -> None:
    rules: list[Rule] = [between("fiscal_period", 1, 16), between("fiscal_year", 1990, 2100)]
    assert [outcome.rule.name for outcome in run(rules, good_batch("ledger_lines"))] == [
        "fiscal_period_in_range",
        "fiscal_year_in_range",
    ]


def test_a_large_batch_is_checked_in_seconds() -> None:
    small = good_batch("ledger_lines")
    check_batch("ledger_lines", small, Thresholds())  # pay for the import outside the clock
    large = pl.concat([small] * 2_500).with_columns(row_number=pl.int_range(1, ROWS * 2_500 + 1))
    started = time.process_time()
    verdict = check_batch("ledger_lines", large, Thresholds())
    assert verdict.rejected.is_empty()
    assert time.process_time() - started < 6


def test_a_column_that_the_format_may_lack_is_asked_of_only_where_it_tells_it() -> None:
    batch = good_batch("work_items")
    nothing = batch.with_columns(created_at=pl.lit(None, pl.Datetime("us")))
    assert check_batch("work_items", nothing, Thresholds()).hold_reason is not None
    verdict = check_batch("work_items", nothing, Thresholds(), may_lack=("created_at",))
    assert verdict.hold_reason is None
    assert "created_at_filled" not in verdict.results["expectation_name"]
    some = batch.with_columns(created_at=pl.when(pl.col("row_number") > 30).then("created_at"))
    assert check_batch("work_items", some, Thresholds(), may_lack=("created_at",)).hold_reason is not None
