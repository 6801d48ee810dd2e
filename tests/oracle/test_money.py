"""Earned value, envelopes, kinds of expense, and the bridge from budget to actual."""

import pytest

from tests.oracle.builds import ON_ALL
from tests.oracle.comparison import assert_same_rows
from tests.oracle.conftest import Published
from tests.oracle.earned import BASELINES, indices, measured, unmeasured, unmeasured_reason
from tests.oracle.envelopes import closed_periods, envelope_row, envelopes, expense_types
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import NO_RATE
from tests.oracle.register import initiatives
from tests.oracle.theme_spend import theme_spend
from tests.oracle.variance import bridges

METRICS = {"M40", "M41", "M42", "M44", "M45"}
pytestmark = ON_ALL
ROUNDED = 1e-7  # ratios of sums of amounts that are each rounded to four digits
KEY = ["scope_kind", "scope_name", "baseline_name"]


@pytest.mark.parametrize("baseline", BASELINES)
def test_d11_earned_value_of_each_scope(baseline: str, inputs: Inputs, published: Published) -> None:
    found = measured(inputs, baseline)
    figures: dict[tuple[str, str], Row] = {
        scope: unmeasured(NO_RATE) if of.budget.is_nan() else indices(inputs, of)
        for scope, of in found.items()
    }
    for code in initiatives(inputs):
        figures.setdefault(("initiative", code), unmeasured(unmeasured_reason(inputs, code)))
    expected = [
        {"scope_kind": kind, "scope_name": name, "baseline_name": baseline, **row}
        for (kind, name), row in figures.items()
    ]
    told = [row for row in published("marts.mart_earned_value") if row["baseline_name"] == baseline]
    assert_same_rows(told, expected, KEY, relative=ROUNDED)


def test_what_is_left_of_each_envelope(inputs: Inputs, published: Published) -> None:
    expected = [
        {"scope_kind": kind, "scope_name": name, **envelope_row(inputs, of, closed_periods(inputs))}
        for (kind, name), of in envelopes(inputs).items()
    ]
    assert_same_rows(
        published("marts.mart_envelopes"), expected, ["scope_kind", "scope_name"], relative=ROUNDED
    )


def test_kinds_of_expense_of_each_theme_and_period(inputs: Inputs, published: Published) -> None:
    key = ["theme_name", "fiscal_period_label", "expense_type"]
    assert_same_rows(published("marts.mart_expense_types"), expense_types(inputs), key, relative=ROUNDED)


def test_the_bridge_of_each_step(inputs: Inputs, published: Published) -> None:
    key = ["theme_name", "initiative_code", "expense_type", "fiscal_period_label", "from_stage", "to_stage"]
    assert_same_rows(published("marts.mart_budget_bridge"), bridges(inputs), key)


def test_d11_d12_money_of_each_theme_initiative_and_period(inputs: Inputs, published: Published) -> None:
    key = ["theme_name", "initiative_code", "fiscal_period_label"]
    assert_same_rows(published("marts.mart_theme_spend"), theme_spend(inputs), key)
