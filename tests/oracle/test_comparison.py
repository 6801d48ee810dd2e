"""The comparison itself: what it must not let pass."""

from decimal import Decimal

import pytest

from tests.oracle.comparison import assert_same_rows, same_value

ROWS = [{"code": "A", "amount": Decimal("10.00"), "share": 0.5, "reason": None}]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ([], "missing: code=A"),
        ([*ROWS, {**ROWS[0], "code": "B"}], "surplus: code=B"),
        ([{**ROWS[0], "amount": Decimal("10.01")}], "published Decimal('10.01')"),
        ([{**ROWS[0], "share": 0.5 + 1e-8}], "code=A share"),
        ([{**ROWS[0], "share": None}], "published None, expected 0.5"),
        ([{**ROWS[0], "reason": "no_rate"}], "code=A reason"),
    ],
)
def test_a_difference_is_told_with_row_and_column(changed, told) -> None:
    with pytest.raises(AssertionError, match="differences") as failure:
        assert_same_rows(changed, ROWS, key=["code"])
    assert told in str(failure.value)


def test_equal_rows_pass_and_nothing_expected_does_not() -> None:
    assert_same_rows(
        ROWS, [{"code": "A", "amount": 10.001, "share": 0.5 + 1e-12, "reason": None}], key=["code"]
    )
    with pytest.raises(AssertionError, match="prove nothing"):
        assert_same_rows([], [], key=["code"])


def test_a_doubled_key_is_no_row() -> None:
    with pytest.raises(AssertionError, match="published twice"):
        assert_same_rows([*ROWS, *ROWS], ROWS, key=["code"])


def test_null_is_null_alone_and_true_is_not_one() -> None:
    assert same_value(None, None)
    assert not same_value(None, 0)
    assert not same_value(0.0, None)
    assert not same_value(True, 1)
