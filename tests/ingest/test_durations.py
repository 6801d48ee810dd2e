"""Durations of work: units, decimals, clocks and bare numbers; anything else is left as it is."""

from typing import Any

import polars as pl
import pytest

from ingest.configuration import ReadOptions
from ingest.parsing.durations import HOUR, working_seconds


def seconds(text: str | None, bare: int = 1, **options: Any) -> str | None:
    frame = pl.DataFrame({"effort": [text]}, schema={"effort": pl.String})
    return frame.select(working_seconds("effort", ReadOptions(**options), bare))["effort"][0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1w 2d 4h 30m", "217800"),  # 40 + 16 + 4.5 hours
        ("1w2d", "201600"),
        ("38h", "136800"),
        ("80 hrs", "288000"),
        ("1.5 days", "43200"),
        ("1,5 h", "5400"),
        ("2 weeks, 1 day", "316800"),
        ("90 mins", "5400"),
        ("2:30", "9000"),
        ("28800", "28800"),
        ("0", "0"),
        (None, None),
    ],
)
def test_a_duration_is_working_time(text: str | None, expected: str | None) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize("text", ["two days", "1mon", "1.234h", "5d 3x", "2:75", "-3h", "1d5"])
def test_what_is_no_duration_stays_as_it_is(text: str) -> None:
    assert seconds(text) == text


def test_a_bare_number_counts_in_the_unit_of_the_tool() -> None:
    assert [seconds(text, HOUR) for text in ("12.50", "12,5", "3", "1.234")] == [
        "45000",
        "45000",
        "10800",
        "1.234",
    ]


def test_days_and_weeks_have_the_length_that_is_configured() -> None:
    assert seconds("1w 1d", hours_per_day=6, days_per_week=4) == str((24 + 6) * HOUR)
