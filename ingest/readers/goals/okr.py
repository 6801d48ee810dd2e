"""OKR workbooks and exports -> `objectives`, `key_results`, `key_result_check_ins`.

One row a key result, below its (merged or repeated) objective. Check-ins come from week or date
columns, from a sheet `Check-ins`, from several rows of one key result (one a quarter), or else from
`Current Value`: on the day of `Last updated`, or as of the file. Where there are other check-ins,
`Current Value` repeats the last of them and is none of its own.

A key result without a code gets `<objective>/<key result>`, both as slugs of their texts: stable as long
as nobody rewords them.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.readers._rows import AS_OF_DATE, Rows
from ingest.readers.goals._okr_check_ins import check_ins, read_check_in_fields, sheet_check_ins, wide_columns
from ingest.readers.goals._okr_fields import CHECK_IN_SHEETS, FIELDS, SHEET_FIELDS
from ingest.readers.goals._okr_rows import complete_rows, key_results, objectives
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.table import ROW_NUMBER, NoHeader, Table, normalise_name
from ingest.tabular import read_table, sheet_names

IDENTIFYING = frozenset({"objective_code", "objective_name", "key_result_code", "key_result_name"})


class OkrReader:
    """One key result a row, or one objective a row."""

    format = "okr"
    tables = ("objectives", "key_results", "key_result_check_ins")
    description = (
        "OKR workbook or export (Excel, CSV, JSON): a key result a row, check-ins in columns or a sheet"
    )

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read all OKR sheets of a workbook, or one file; raises UnreadableFile."""
        parts = [_Part(rows, context) for rows in _okr_sheets(path, source)]
        read_so_far = sum(part.rows.table.rows_read for part in parts)
        check_in_rows = _check_in_sheet(path, source, read_so_far)
        found = pl.concat([part.check_ins for part in parts])
        if check_in_rows is not None:
            known = pl.concat([part.known() for part in parts])
            found = pl.concat([found, sheet_check_ins(check_in_rows, known, source.read.decimal_mark)])
        has_other = found.filter(~pl.col("is_current"))["key_result_code"].implode()
        found = found.filter(~(pl.col("is_current") & pl.col("key_result_code").is_in(has_other)))
        every_rows = [part.rows for part in parts] + ([check_in_rows] if check_in_rows else [])
        return _merged(parts, every_rows, found)


class _Part:
    """One sheet of objectives and key results."""

    def __init__(self, rows: Rows, context: ReadContext) -> None:
        self.rows = rows
        complete_rows(rows, context)
        wide = wide_columns(rows)
        rows.keep_as_extra(name for name in rows.unknown if name not in {column.column for column in wide})
        rows.measures("weight")
        rows.measures("objective_weight")
        rows.whole_numbers("check_in_cadence_days")
        values = read_check_in_fields(rows, wide)
        self.check_ins = check_ins(rows, wide, values, context)

    def known(self) -> pl.DataFrame:
        """Return what the check-in sheet must know of the key results."""
        columns = ("key_result_code", "key_result_name", "unit", "is_unit_written", "scale")
        return self.rows.frame.select(columns).filter(pl.col("key_result_code").is_not_null())


def _okr_sheets(path: Path, source: Source) -> list[Rows]:
    """Return the rows of each sheet with objectives or key results, their numbers running on."""
    expected = {name for names in FIELDS.values() for name in names}
    names = [source.read.sheet] if source.read.sheet else sheet_names(path) or [None]
    found: list[Rows] = []
    problem: UnreadableFile | None = None
    for name in names:
        if name and normalise_name(name) in CHECK_IN_SHEETS:
            continue
        try:
            table = read_table(path, source.read, expected, name)
        except NoHeader as error:
            problem = error  # a sheet of notes; it matters only when no sheet has a header
            continue
        rows = Rows(path, _shifted(table, sum(each.table.rows_read for each in found)), source, FIELDS)
        if IDENTIFYING & rows.present:
            found.append(rows)
    if not found:
        raise problem or NoHeader(
            path, "header", "no column of objectives or key results", "map it in read.columns"
        )
    return found


def _check_in_sheet(path: Path, source: Source, offset: int) -> Rows | None:
    """Return the rows of the check-in sheet; the mapping of columns is about the other sheets."""
    names = [name for name in sheet_names(path) if normalise_name(name) in CHECK_IN_SHEETS]
    if not names:
        return None
    plain = source.read.model_copy(update={"columns": {}, "constants": {}, "header_row": None})
    expected = {name for header in SHEET_FIELDS.values() for name in header}
    table = _shifted(read_table(path, plain, expected, names[0]), offset)
    return Rows(path, table, source.model_copy(update={"read": plain, "as_of": "filename"}), SHEET_FIELDS)


def _shifted(table: Table, offset: int) -> Table:
    """Number the rows of a further sheet on from those of the sheets before."""
    moved = pl.col(ROW_NUMBER) + offset
    return replace(table, frame=table.frame.with_columns(moved), rejected=table.rejected.with_columns(moved))


def _merged(parts: list[_Part], every_rows: list[Rows], found: pl.DataFrame) -> ReadResult:
    """Put the sheets together; an objective that stands on several rows or sheets is taken from the first."""
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
    results = [rows.result({}) for rows in every_rows]
    ignored = Counter[str]()
    for result in results:
        ignored.update(result.ignored)
    accepted = {number for table in tables.values() for number in table[ROW_NUMBER]}
    every_row = {number for rows in every_rows for number in rows.frame[ROW_NUMBER]}
    ignored["repeated_objective"] = len(every_row - accepted - refused)
    rejected = pl.concat([result.rejected for result in results])
    return ReadResult(tables, rejected, sum(result.rows_read for result in results), dict(+ignored))


def _unique(found: pl.DataFrame) -> pl.DataFrame:
    keys = [name for name in ("objective_code", AS_OF_DATE) if name in found.columns]
    return found.unique(keys, keep="first", maintain_order=True)


READER = OkrReader()
