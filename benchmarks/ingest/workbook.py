"""What reading an Excel sheet costs beside fastexcel's own read of it as text, and beside openpyxl.

    python -m benchmarks.ingest.workbook [--rows 100000] [--runs 5]

Reading guards against bombs, parses in a child process (whose start is what one row costs), sets error
cells aside and counts the rows.
"""

import random
from pathlib import Path

import fastexcel
import openpyxl
import xlsxwriter

from benchmarks.generators.jira_export import SEED, WORDS
from benchmarks.timing import Benchmark, Way, run
from ingest.configuration import ReadOptions
from ingest.tabular import read_table

NAME = "budget.xlsx"
SMALLEST = "one_row.xlsx"
HEADER = ("Cost Center", "Account", "Version", "Description", "Amount", "Period", "Owner", "Note")


def write(exports: Path, row_count: int) -> None:
    """Write one workbook of one sheet, numbers as numbers, and one of a single row."""
    _write(exports / NAME, row_count)
    _write(exports / SMALLEST, 1)


def _write(path: Path, row_count: int) -> None:
    chance = random.Random(SEED)
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = workbook.add_worksheet("Budget")
    sheet.write_row(0, 0, HEADER)
    for number in range(1, row_count + 1):
        words = " ".join(chance.choices(WORDS, k=5))
        amount = round(chance.random() * 1e6, 2)
        row = (f"CC-{number % 900:03d}", 4000 + number % 400, "original", words, amount, number % 12 + 1)
        sheet.write_row(number, 0, (*row, f"Owner {number % 50:02d}", ""))
    workbook.close()


def read_with_fastexcel(exports: Path, folder: Path) -> None:
    """Read the sheet as text with the library alone."""
    sheet = fastexcel.read_excel(exports / NAME).load_sheet(0, dtypes="string")
    sheet.to_polars()


def read(path: Path) -> None:
    """Read the sheet as a table of text whose rows are accounted for."""
    table = read_table(path, ReadOptions(), ("cost center", "account", "version", "amount"))
    if table.rejected.height or not table.rows_read:
        raise SystemExit(f"reading failed: {table.rejected.head()}")


def read_with_openpyxl(exports: Path, folder: Path) -> None:
    """Read the sheet with openpyxl, row by row."""
    sheet = openpyxl.load_workbook(exports / NAME, read_only=True).worksheets[0]
    for _ in sheet.iter_rows(values_only=True):
        pass


if __name__ == "__main__":
    ways = {
        "fastexcel": Way(read_with_fastexcel),
        "reading": Way(lambda exports, folder: read(exports / NAME)),
        "reading one row": Way(lambda exports, folder: read(exports / SMALLEST)),
        "openpyxl": Way(read_with_openpyxl),
    }
    run(Benchmark("benchmarks.ingest.workbook", __doc__, ways, write, 100_000))
