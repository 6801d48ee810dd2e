"""Key results and objectives on the as-of date: score, pace, status, confidence, grade."""

from tests.oracle.builds import ON_BOTH
from tests.oracle.comparison import assert_same_rows
from tests.oracle.conftest import Published
from tests.oracle.goals import key_results, objectives, weights_in_objective
from tests.oracle.inputs import Inputs
from tests.oracle.okr import clamped, exact, key_result_days, objective_day, raw_score

METRICS = {"M30", "M31", "M31s", "M32", "M33", "M33b"}
pytestmark = ON_BOTH


def test_d09_d10_each_key_result(inputs: Inputs, published: Published) -> None:
    of, weights = key_results(inputs), weights_in_objective(inputs)
    expected = [
        {
            "key_result_code": code,
            "key_result_name": of[code].row["key_result_name"],
            "objective_code": of[code].row["objective_code"],
            "baseline_value": of[code].row["baseline_value"],
            "target_value": of[code].row["target_value"],
            "weight": weights[code] or 0,  # 0 where the weights of its objective are rejected
            **day,
        }
        for code, day in key_result_days(inputs).items()
    ]
    assert_same_rows(published("marts.mart_key_results"), expected, ["key_result_code"])


def test_each_objective(inputs: Inputs, published: Published) -> None:
    expected = [{"objective_code": code, **objective_day(inputs, code)} for code in objectives(inputs)]
    assert_same_rows(published("marts.mart_objectives"), expected, ["objective_code"])


def test_each_check_in(inputs: Inputs, published: Published) -> None:
    expected = [
        {
            "key_result_code": code,
            "key_result_name": key_result.row["key_result_name"],
            "objective_code": key_result.row["objective_code"],
            "value": row["value"],
            "score": clamped(raw_score(key_result.row, exact(row["value"]))[0]),
            "confidence": row["confidence"],
            "check_in_date": row["check_in_date"],
        }
        for code, key_result in key_results(inputs).items()
        for row in key_result.check_ins
    ]
    key = ["key_result_code", "check_in_date"]
    assert_same_rows(published("marts.mart_key_result_check_ins"), expected, key)
