"""Whether the figures can be trusted: totals, keys, conflicts, freshness, cut exports, quarantine."""

from tests.oracle.builds import ON_ALL
from tests.oracle.comparison import assert_same_rows
from tests.oracle.conftest import Published
from tests.oracle.inputs import Inputs
from tests.oracle.restatements import restatements
from tests.oracle.trust import (
    control_totals,
    file_loads,
    load_row,
    missing_exports,
    quality_results,
    quarantine_rules,
    reconciliation,
    source_conflicts,
    source_health,
    unmatched_keys,
)

METRICS = {"M70", "M71", "M72", "M73", "M74", "M75", "M76"}
pytestmark = ON_ALL


def test_control_total_of_each_file_period_and_currency(inputs: Inputs, published: Published) -> None:
    key = ["table_name", "source_name", "file_sha256", "fiscal_period_label", "currency_code"]
    assert_same_rows(published("marts.mart_control_totals"), control_totals(inputs), key)


def test_totals_of_each_source_and_currency(inputs: Inputs, published: Published) -> None:
    key = ["table_name", "source_name", "currency_code"]
    assert_same_rows(published("marts.mart_reconciliation"), reconciliation(inputs), key)


def test_d08_keys_that_lead_nowhere(inputs: Inputs, published: Published) -> None:
    key = ["rule_name", "source_name", "unmatched_key"]
    assert_same_rows(published("marts.mart_unmatched_keys"), unmatched_keys(inputs), key)


def test_what_sources_tell_differently(inputs: Inputs, published: Published) -> None:
    expected = list(source_conflicts(inputs))
    assert {row["conflict_kind"] for row in expected} == {"differs", "hidden"}
    key = ["table_name", "entity_code", "attribute_name", "other_source_name"]
    assert_same_rows(published("marts.mart_source_conflicts"), expected, key)


def test_each_source_and_its_freshness(inputs: Inputs, published: Published) -> None:
    assert_same_rows(published("marts.mart_source_health"), source_health(inputs), ["source_name"])


def test_each_file(inputs: Inputs, published: Published) -> None:
    expected = [load_row(load) for load in file_loads(inputs)]
    assert_same_rows(published("marts.mart_file_loads"), expected, ["source_name", "file_sha256"])


def test_f06_days_without_an_export(inputs: Inputs, published: Published) -> None:
    expected = list(missing_exports(inputs))
    key = ["source_name", "file_sha256", "as_of_date"]
    assert_same_rows(published("marts.mart_file_loads"), expected, key)


def test_what_each_rule_found(inputs: Inputs, published: Published) -> None:
    key = ["source_name", "table_name", "file_sha256", "expectation_name", "column_name"]
    rows = published("marts.mart_quality_results")
    assert_same_rows(rows, quality_results(inputs), key)
    assert all((row["failed_amount"] is None) != (row["failed_amount_reason"] is None) for row in rows)


def test_what_each_rule_sent_to_quarantine(inputs: Inputs, published: Published) -> None:
    key = ["source_name", "table_name", "reason", "column_name"]
    assert_same_rows(published("marts.mart_quarantine_rules"), quarantine_rules(inputs), key)


def test_d04_what_closed_periods_said_then_and_say_now(inputs: Inputs, published: Published) -> None:
    key = ["table_name", "source_name", "version_name", "line_kind", "theme_name", "initiative_code"]
    key += ["cost_object_code", "currency_code", "fiscal_period_label", "restated_at"]
    assert_same_rows(published("marts.mart_restatements"), restatements(inputs), key)
