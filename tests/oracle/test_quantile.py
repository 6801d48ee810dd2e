"""The percentile that flow is told by."""

import pytest

from tests.oracle import flow


@pytest.mark.parametrize(
    ("values", "share", "expected"), [([1, 2, 3, 4], 0.5, 2.5), ([7], 0.85, 7), ([0, 10], 0.95, 9.5)]
)
def test_a_percentile_lies_between_two_values(values, share, expected) -> None:
    assert flow.quantile(values, share) == pytest.approx(expected)
