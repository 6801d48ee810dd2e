"""The decisions of the board, one by one."""

from tests.oracle.builds import ON_BOTH
from tests.oracle.comparison import assert_same_rows
from tests.oracle.conftest import Published
from tests.oracle.decisions import decisions
from tests.oracle.inputs import Inputs

pytestmark = ON_BOTH


def test_each_decision(inputs: Inputs, published: Published) -> None:
    expected = list(decisions(inputs))
    assert {row["moved_reporting_amount_reason"] for row in expected} >= {None, "no_exchange_rate"}
    assert_same_rows(published("marts.mart_decisions"), expected, ["decision_id"])
