"""Dependencies (M54), against the marts."""

from tests.oracle import dependencies
from tests.oracle.builds import ON_BOTH
from tests.oracle.comparison import assert_same_rows

METRICS = {"M54"}
pytestmark = ON_BOTH


def test_the_risk_of_each_need(published, inputs) -> None:
    rows = [dependencies.risk(inputs, row) for row in dependencies.needs(inputs)]
    assert {row["dependency_risk"] for row in rows} >= {"late", "delivered", "unknown"}
    key = ["initiative_code", "provider_initiative_code", "dependency_kind"]
    assert_same_rows(published("marts.mart_dependencies"), rows, key=key)


def test_each_loop(published, inputs) -> None:
    rows = dependencies.loops(inputs)
    assert_same_rows(published("marts.mart_dependency_loops"), rows, key=["initiative_code"])
