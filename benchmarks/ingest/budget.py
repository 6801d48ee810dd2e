"""What exact amounts of a wide budget cost beside DuckDB's own load of the file, all as text.

    python -m benchmarks.ingest.budget [--rows 1000000] [--runs 5]

`amounts` reads the file and makes twelve exact decimal columns of it; `reading` goes on to a budget line
for each filled month, with its period, currency and kind.
"""

from pathlib import Path

import duckdb
import polars as pl

from benchmarks.generators.budget_sheet import MONTHS, write_budget
from benchmarks.timing import Benchmark, Way, run
from ingest.configuration import FiscalCalendar, ReadOptions, Source
from ingest.contracts import MONEY
from ingest.parsing.numbers import parse_numbers
from ingest.readers import reader_for
from ingest.reading import ReadContext
from ingest.table import Table
from ingest.tabular import read_table

NAME = "budget-2026-01-31.csv"
OPTIONS = ReadOptions(currency="EUR", months="%b-%y")
SOURCE = Source(name="budget", format="budget", files="inbox/*.csv", read=OPTIONS)
READER = reader_for(SOURCE.format)


def write(exports: Path, row_count: int) -> None:
    """Write one budget."""
    write_budget(exports / NAME, row_count)


def load_raw(exports: Path, folder: Path) -> None:
    """Load the budget into a DuckDB table of text columns, and close the database."""
    with duckdb.connect(folder / "raw.duckdb") as connection:
        connection.execute(
            "create table lines as select * "
            "from read_csv($1, all_varchar = true, header = true, delim = ';')",
            [str(exports / NAME)],
        )


def read_amounts(exports: Path, folder: Path) -> None:
    """Make exact decimals of the twelve months."""
    table = read_table(exports / NAME, OPTIONS, ("cost center", "account", "version"))
    for column in _month_columns(table):
        values, reasons = parse_numbers(table.frame[column], OPTIONS.decimal_mark)
        if reasons.null_count() < len(reasons) or values.dtype != MONEY:
            raise SystemExit(f"reading failed: {reasons.drop_nulls().head()}")


def _month_columns(table: Table) -> list[str]:
    return [column for name in MONTHS for column in table.columns_named(name)]


def read(exports: Path, folder: Path) -> None:
    """Read the budget into contract rows."""
    result = READER.read(exports / NAME, SOURCE, ReadContext(FiscalCalendar()))
    if result.rejected.height or result.tables["budget_lines"]["amount"].dtype != MONEY:
        raise SystemExit(f"reading failed: {result.rejected.head()}")


def read_with_polars(exports: Path, folder: Path) -> None:
    """Make decimals with polars' own means: the marks are known, nothing is checked."""
    text = pl.col(MONTHS).str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    negative = text.str.starts_with("(")
    amount = text.str.strip_chars("()").cast(MONEY)
    frame = pl.read_csv(exports / NAME, separator=";", infer_schema=False)
    frame.with_columns(pl.when(negative).then(-amount).otherwise(amount).name.keep())


if __name__ == "__main__":
    ways = {
        "DuckDB, all text": Way(load_raw),
        "amounts": Way(read_amounts),
        "reading": Way(read),
        "polars, unchecked": Way(read_with_polars),
    }
    run(Benchmark("benchmarks.ingest.budget", __doc__, ways, write, 1_000_000, 3))
