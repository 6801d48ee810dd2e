"""What a build is flagged with, over a few files: of which of them it speaks, and in which order."""

from collections.abc import Iterator
from random import Random

import duckdb
import pytest

from data_quality.flags import QUERIES

DAY = "2026-03-31"
COLUMNS = """
    source_name varchar, file_name varchar, file_sha256 varchar, status varchar, as_of_date date,
    known_at timestamp, received_at timestamp, row_count_read bigint, row_count_accepted bigint,
    row_count_rejected bigint, column_changes varchar, column_change_severity varchar,
    missing_from_date date, missing_to_date date
"""


@pytest.fixture
def build() -> Iterator[duckdb.DuckDBPyConnection]:
    """A build of two sources, `whole` and `parts`, without a file."""
    with duckdb.connect() as connection:
        for schema in ("input", "core", "marts"):
            connection.execute(f"create schema {schema}")
        connection.execute(f"""
            create table marts.mart_file_loads ({COLUMNS});
            create table core.dim_source as select * from (values
                ('whole', 'full_snapshot', 1), ('parts', 'increment', 1)
            ) as sources(source_name, delivery, expect_every_days);
            create table input.run_parameters as select date '2026-04-30' as as_of_date, 90 as recent_days,
                0.5 as volume_change_share, 0.1 as quarantine_warn_share;
        """)
        yield connection


def _load(build: duckdb.DuckDBPyConnection, source: str, at: str, **facts: object) -> None:
    """Add a file; all of them are received at once."""
    name = f"{source}-{at}.csv"
    known = {"source_name": source, "file_name": name, "file_sha256": name, "status": "loaded"}
    instants = {"as_of_date": at[:10], "known_at": at, "received_at": "2026-04-01"}
    rows = {"row_count_read": 10, "row_count_accepted": 10, "row_count_rejected": 0}
    values = known | instants | rows | facts
    places = ", ".join("?" for _ in values)
    build.execute(
        f"insert into marts.mart_file_loads ({', '.join(values)}) values ({places})",
        list(values.values()),
    )


def _found(build: duckdb.DuckDBPyConnection, invariant: str) -> dict[str, tuple[str, bool]]:
    rows = build.execute(QUERIES[invariant]).fetchall()
    return {scope: (actual, is_ok) for scope, _, actual, is_ok in rows}


def test_p12_of_a_full_snapshot_the_later_file_of_a_day_is_looked_at(
    build: duckdb.DuckDBPyConnection,
) -> None:
    gone = {"column_changes": "gone 'Points'", "column_change_severity": "warning"}
    _load(build, "whole", f"{DAY} 00:00:00.000001", row_count_read=100, row_count_rejected=2)
    _load(build, "whole", f"{DAY} 00:00:00", row_count_rejected=9, **gone)
    assert _found(build, "drift")["whole"] == ("the columns of the file before", True)
    assert _found(build, "volume") == {"whole": ("900.0 %", False)}
    assert _found(build, "quarantine")["whole"] == ("16.7 %", False)


def test_p12_of_increments_all_files_of_the_newest_day_are_looked_at(
    build: duckdb.DuckDBPyConnection,
) -> None:
    """They may be of several kinds, which a build does not know."""
    gone = {"column_changes": "gone 'Points'", "column_change_severity": "warning"}
    more = {"column_changes": "added 'Mood'", "column_change_severity": "info"}
    _load(build, "parts", "2026-03-30", **gone)
    _load(build, "parts", DAY, **more)
    assert _found(build, "drift") == {"parts": ("added 'Mood'", True)}
    _load(build, "parts", f"{DAY} 00:00:00.000001", **gone)
    _load(build, "parts", f"{DAY} 00:00:00.000002")
    assert _found(build, "drift") == {"parts": ("added 'Mood'; gone 'Points'", False)}


def test_what_is_told_does_not_hang_on_the_order_of_rows(build: duckdb.DuckDBPyConnection) -> None:
    """Flags are a part of what is published, and of its checksums."""
    told = set()
    gaps = [f"2026-03-{day:02d}" for day in range(2, 30, 2)]
    for seed in range(5):
        build.execute("delete from marts.mart_file_loads")
        for day in Random(seed).sample(gaps, len(gaps)):
            _load(build, "parts", day, missing_from_date=day, missing_to_date=day)
        ((actual, is_ok),) = _found(build, "missing_days").values()
        told.add(actual)
    assert (told, is_ok) == ({", ".join(f"none from {day} to {day}" for day in gaps)}, False)
