"""Durations of work: units, decimals, clocks and bare numbers; anything else is left as it is."""

from typing import Any

import polars as pl
import pytest

from ingest.configuration import ReadOptions
from ingest.parsing.durations import HOUR, working_seconds


def seconds(text: str | None, *, bare_is_hours: bool = False, **options: Any) -> str | None:
    frame = pl.DataFrame({"effort": [text]}, schema={"effort": pl.String})
    read = working_seconds("effort", ReadOptions(**options), bare_is_hours=bare_is_hours)
    return frame.select(read).item()


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
        ("28800", "28800"),
        ("0", "0"),
        (None, None),
    ],
)
def test_a_duration_is_working_time(text: str | None, expected: str | None) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize(
    "text", ["two days", "1mon", "1.234h", "5d 3x", "2:30", "-3h", "1d5", "1w 2w", "4h 2d", ""]
)
def test_what_is_no_duration_stays_as_it_is(text: str) -> None:
    assert seconds(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.50", "45000"),
        ("12,5", "45000"),
        ("3", "10800"),
        ("2:30", "9000"),
        ("2:75", "2:75"),
        ("12.000", "12.000 h"),
        ("-3", "-3 h"),
    ],
)
def test_a_bare_number_of_hours_is_never_taken_for_seconds(text: str, expected: str) -> None:
    assert seconds(text, bare_is_hours=True) == expected


def test_days_and_weeks_have_the_length_that_is_configured() -> None:
    assert seconds("1w 1d", hours_per_day=6, days_per_week=4) == str((24 + 6) * HOUR)
