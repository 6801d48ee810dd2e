"""From tables of key results, whatever layout they came in, to the three contract tables."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.parsing.numbers import Mark
from ingest.readers._rows import AS_OF_DATE, Rows
from ingest.readers.goals._okr_check_ins import check_ins, read_check_in_fields, sheet_check_ins, wide_columns
from ingest.readers.goals._okr_fields import FIELDS
from ingest.readers.goals._okr_rows import complete_rows, key_results, objectives, settle_reach
from ingest.reading import ReadContext, ReadResult
from ingest.table import ROW_NUMBER, Table
from ingest.tabular import is_workbook
from ingest.workbook_guard import row_counts

# Some layouts hold several key results in one row: each gets a number of its own between those of two rows.
STRIDE = 1000


def numbered(table: Table, offset: int = 0) -> Table:
    """Space out a table's row numbers, after those of the `offset` rows of the tables before."""
    spaced = (pl.col(ROW_NUMBER) + offset) * STRIDE
    return replace(
        table, frame=table.frame.with_columns(spaced), rejected=table.rejected.with_columns(spaced)
    )


def rows_left_out(path: Path, source: Source, read: set[str | None]) -> dict[str, int]:
    """Count the rows of sheets that are hidden, or hold neither key results nor check-ins."""
    if not is_workbook(path) or source.read.sheet:
        return {}
    others = {name: count for name, count in row_counts(path, is_visible=True).items() if name not in read}
    hidden = sum(row_counts(path, is_visible=False).values())
    counts = {"hidden_sheet": hidden, "other_sheet": sum(others.values())}
    return {rule: count for rule, count in counts.items() if count}


def okr_rows(path: Path, table: Table, source: Source) -> Rows:
    """Return the rows of a numbered table under the fields of OKR sheets. Raises UnreadableFile."""
    return Rows(path, table, source, FIELDS)


def read_parts(
    tables: Sequence[Rows],
    context: ReadContext,
    check_in_rows: Rows | None = None,
    ignored: Mapping[str, int] | None = None,
    decimal_mark: Mark | None = None,
) -> ReadResult:
    """Read numbered tables of one file; `ignored` are rows of it that stand in none of them."""
    parts = [_Part(rows, context) for rows in tables]
    found = pl.concat([part.check_ins for part in parts])
    if check_in_rows is not None:
        known = pl.concat([part.known() for part in parts])
        of_sheet = sheet_check_ins(check_in_rows, known, decimal_mark, context.aliases)
        found = pl.concat([found, of_sheet])
    has_other = found.filter(~pl.col("is_current"))["key_result_code"].implode()
    found = found.filter(~(pl.col("is_current") & pl.col("key_result_code").is_in(has_other)))
    every_rows = [*tables, *([check_in_rows] if check_in_rows else [])]
    return _merged(parts, every_rows, found, ignored or {})


class _Part:
    """One table of objectives and key results."""

    def __init__(self, rows: Rows, context: ReadContext) -> None:
        self.rows = rows
        self.left_out = complete_rows(rows, context)
        wide = wide_columns(rows)
        rows.keep_as_extra(name for name in rows.unknown if name not in {column.column for column in wide})
        rows.measures("weight")
        rows.measures("objective_weight")
        rows.whole_numbers("check_in_cadence_days", "progress_steps")
        values = read_check_in_fields(rows, wide)
        settle_reach(rows)
        self.check_ins = check_ins(rows, wide, values, context)

    def known(self) -> pl.DataFrame:
        """Return what the check-in sheet must know of the key results."""
        columns = ("key_result_code", "key_result_name", "unit", "is_unit_written", "scale")
        return self.rows.frame.select(columns).filter(pl.col("key_result_code").is_not_null())


def _merged(
    parts: list[_Part], every_rows: list[Rows], found: pl.DataFrame, ignored: Mapping[str, int]
) -> ReadResult:
    """Put the tables together; an objective that stands on several rows or sheets is taken from the first."""
    refused = frozenset().union(*(rows.refused_rows for rows in every_rows))
    kept = found.filter(~pl.col(ROW_NUMBER).is_in(list(refused)))
    first = parts[0].rows
    lists = [part.rows.emit("objectives", objectives(part.rows)) for part in parts]
    tables = {
        "objectives": _unique(pl.concat(lists, how="diagonal")),
        "key_results": pl.concat(
            [p.rows.emit("key_results", key_results(p.rows)) for p in parts], how="diagonal"
        ),
        "key_result_check_ins": first.emit("key_result_check_ins", kept),
    }
    tables = {name: frame.with_columns(pl.col(ROW_NUMBER) // STRIDE) for name, frame in tables.items()}
    results = [rows.result({}) for rows in every_rows]
    rejected = pl.concat([result.rejected for result in results]).with_columns(pl.col(ROW_NUMBER) // STRIDE)
    rules = Counter(ignored)
    for each in (*(result.ignored for result in results), *(part.left_out for part in parts)):
        rules.update(each)
    accepted = {number for table in tables.values() for number in table[ROW_NUMBER]}
    every_row = {number // STRIDE for rows in every_rows for number in rows.frame[ROW_NUMBER]}
    rules["repeated_objective"] = len(every_row - accepted - set(rejected[ROW_NUMBER]))
    rows_read = sum(result.rows_read for result in results) + sum(ignored.values())
    return ReadResult(tables, rejected, rows_read, dict(+rules))


def _unique(found: pl.DataFrame) -> pl.DataFrame:
    keys = [name for name in ("objective_code", AS_OF_DATE) if name in found.columns]
    return found.unique(keys, keep="first", maintain_order=True)
