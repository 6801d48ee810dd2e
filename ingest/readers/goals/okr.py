"""OKR workbooks and exports -> `objectives`, `key_results`, `key_result_check_ins`.

One row a key result, below its (merged or repeated) objective. Check-ins come from week or date
columns, from a sheet `Check-ins`, from several rows of one key result (one a quarter), or else from
`Current Value`: on the day of `Last updated`, or as of the file. Where there are other check-ins,
`Current Value` repeats the last of them and is none of its own. Exports of goal tools in other shapes
(`_okr_layouts`) are recognised by their header and brought into this one.

A key result without a code gets `<objective>/<key result>`, both as slugs of their texts: stable as long
as nobody rewords them. Hidden sheets are left out and counted; hidden rows are read like the others, for
a filter hides rows that hold good all the same. What only a colour tells cannot be read.
"""

from collections.abc import Mapping
from pathlib import Path

from ingest.configuration import Source
from ingest.readers._rows import Rows
from ingest.readers.goals._okr_fields import CHECK_IN_SHEETS, FIELDS, SHEET_FIELDS
from ingest.readers.goals._okr_layouts import LAYOUTS, Layout, recognised
from ingest.readers.goals._okr_read import numbered, read_parts, rows_left_out
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.table import NoHeader, Table, normalise_name
from ingest.tabular import read_table, sheet_names

IDENTIFYING = frozenset({"objective_code", "objective_name", "key_result_code", "key_result_name"})
PLAIN_NAMES = frozenset(name for names in FIELDS.values() for name in names)
TRIED = "a key result a row (columns Objective and Key Result), " + ", ".join(each.name for each in LAYOUTS)


class OkrReader:
    """One key result a row, or one objective a row, or an export of a goal tool."""

    format = "okr"
    tables = ("objectives", "key_results", "key_result_check_ins")
    signatures = tuple(layout.signature for layout in LAYOUTS)
    description = (
        "OKR workbook or export (Excel, CSV, JSON): a key result a row, check-ins in columns or a sheet; "
        "exports of Betterworks, Culture Amp, Engagedly, Mirro, Peoplebox, Peoplecues"
    )

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read all OKR sheets of a workbook, or one file; raises UnreadableFile."""
        sheets = _okr_sheets(path, source)
        check_in_rows = _check_in_sheet(path, source, sum(rows.table.rows_read for rows in sheets))
        read = [*sheets, *([check_in_rows] if check_in_rows else [])]
        ignored = rows_left_out(path, source, {*(rows.table.sheet for rows in read)})
        return read_parts(sheets, context, check_in_rows, ignored, source.read.decimal_mark)


def _okr_sheets(path: Path, source: Source) -> list[Rows]:
    """Return the rows of each sheet with objectives or key results, their numbers running on."""
    names = [source.read.sheet] if source.read.sheet else sheet_names(path) or [None]
    found: list[Rows] = []
    problem: UnreadableFile | None = None
    for name in names:
        if name and normalise_name(name) in CHECK_IN_SHEETS:
            continue
        try:
            table, layout = _read_sheet(path, source, name)
        except NoHeader as error:
            problem = error  # a sheet of notes; it matters only when no sheet has a header
            continue
        table = numbered(table, sum(each.table.rows_read for each in found))
        rows = Rows(path, layout.unfold(table) if layout else table, source, FIELDS)
        if IDENTIFYING & rows.present:
            found.append(rows)
    if not found:
        place, told = (problem.place, f"; {problem.problem_unquoted}") if problem else ("header", "")
        problem_text = f"no column of objectives or key results; layouts tried: {TRIED}{told}"
        quoted = problem.quoted if problem else ""
        raise NoHeader(path, place, problem_text, "map its columns in read.columns", quoted)
    return found


def _read_sheet(path: Path, source: Source, sheet: str | None) -> tuple[Table, Layout | None]:
    """Read a sheet and tell its layout; None: a key result a row, as in most sheets."""
    if not _is_mapped(source.read.columns):
        every_name = PLAIN_NAMES.union(*(layout.names for layout in LAYOUTS))
        table = read_table(path, source.read, every_name, sheet)
        if layout := recognised(path, table):
            return table, layout
        if not any(normalise_name(cell.name) in every_name - PLAIN_NAMES for cell in table.header):
            return table, None
    # Once more without the names of the other layouts: an error cell below `Progress` refuses no key result.
    return read_table(path, source.read, PLAIN_NAMES, sheet), None


def _is_mapped(columns: Mapping[str, str]) -> bool:
    """Tell whether portfolio.yml says which columns hold objectives and key results."""
    return bool(IDENTIFYING & columns.keys())


def _check_in_sheet(path: Path, source: Source, offset: int) -> Rows | None:
    """Return the rows of the check-in sheet; the mapping of columns is about the other sheets."""
    names = [name for name in sheet_names(path) if normalise_name(name) in CHECK_IN_SHEETS]
    if not names:
        return None
    plain = source.read.model_copy(update={"columns": {}, "constants": {}, "header_row": None})
    expected = {name for header in SHEET_FIELDS.values() for name in header}
    table = numbered(read_table(path, plain, expected, names[0]), offset)
    return Rows(path, table, source.model_copy(update={"read": plain, "as_of": "filename"}), SHEET_FIELDS)


READER = OkrReader()
