"""Money by all that lines name, and what of it flows to each key result."""

from tests.oracle.builds import ON_ALL
from tests.oracle.comparison import assert_same_rows
from tests.oracle.conftest import Published
from tests.oracle.inputs import Inputs
from tests.oracle.slices import key_result_spend, spend_slices

METRICS = {"M20"}
pytestmark = ON_ALL


def test_each_slice_of_the_money(inputs: Inputs, published: Published) -> None:
    key = ["theme_name", "initiative_code", "cost_center_code", "account_code", "expense_type"]
    rows = published("marts.mart_spend_slices")
    assert_same_rows(rows, spend_slices(inputs), [*key, "fiscal_period_label"])


def test_what_flows_to_each_key_result(inputs: Inputs, published: Published) -> None:
    key = ["theme_name", "initiative_code", "key_result_code", "fiscal_period_label"]
    assert_same_rows(published("marts.mart_key_result_spend"), key_result_spend(inputs), key)
