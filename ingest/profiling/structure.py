"""Where the table of a file stands: delimiter, header row, sheet."""

from collections import Counter
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.configuration import ReadOptions
from ingest.delimited import DELIMITERS, preview, read_beginning
from ingest.profiling.facts import Finding, Structure
from ingest.table import NoHeader, Table, count_expected, find_header, no_header
from ingest.tabular import is_workbook, read_table
from ingest.text_file import as_utf8
from ingest.workbook_guard import row_counts, visible_sheets

Preview = list[list[str | None]]
HEADER_SHARE = 0.75  # of the widest row: a title above it fills fewer cells
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def read_structure(path: Path, encoding: str, expected: Collection[str]) -> tuple[Table, Structure]:
    """Read the table below the likeliest header. Raises UnreadableFile when there is no table."""
    if is_workbook(path):
        return _workbook(path, expected)
    return _delimited(path, encoding, expected)


def read_json_table(path: Path, encoding: str, expected: Collection[str]) -> tuple[Table, Structure]:
    """Read an array of flat records, or a record a line. Raises UnreadableFile."""
    table = read_table(path, ReadOptions(encoding=encoding), expected)
    return table, _structure(table, Finding(None, True, "the keys of the records"))


def _delimited(path: Path, encoding: str, expected: Collection[str]) -> tuple[Table, Structure]:
    with TemporaryDirectory(prefix="portfolio-") as folder:
        beginning = read_beginning(as_utf8(path, encoding, Path(folder)))
    previews: dict[str, Preview] = {
        mark: [list(cells) for cells, _ in preview(beginning, mark)] for mark in DELIMITERS
    }
    delimiter = _delimiter(previews, expected)
    mark = delimiter.value or ","
    header = _header(path, previews[mark], expected)
    options = ReadOptions(encoding=encoding, delimiter=mark, header_row=int(header.value or 1))
    table = read_table(path, options, expected)
    return table, _structure(table, header, delimiter=delimiter)


def _delimiter(previews: dict[str, Preview], expected: Collection[str]) -> Finding:
    """The header tells it; where no name is known, the delimiter that cuts the most rows alike."""
    known = {
        mark: max((count_expected(row, expected) for row in rows), default=0)
        for mark, rows in previews.items()
    }
    best = max(known, key=lambda mark: known[mark])
    others = max(count for mark, count in known.items() if mark != best)
    if known[best] >= 2 and known[best] > others:
        return Finding(best, True, f"{known[best]} known headers with it, {others} with any other")
    alike = {mark: _rows_alike(rows) for mark, rows in previews.items()}
    best = max(alike, key=lambda mark: alike[mark])
    rows = len([row for row in previews[best] if any(row)])
    is_only = all(count == 0 for mark, count in alike.items() if mark != best)
    evidence = f"cuts {alike[best]} of the first {rows} rows into as many cells"
    return Finding(best, is_only and 1 < rows == alike[best], evidence)


def _rows_alike(rows: Preview) -> int:
    """Count the rows of the commonest width above one cell."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths.values(), default=0)


def _header(path: Path, rows: Preview, expected: Collection[str]) -> Finding:
    """Find the header by its names, else by its shape: the first row that is filled, without any number."""
    index = find_header(rows, expected)
    if index is not None:
        names = count_expected(rows[index], expected)
        return Finding(str(index + 1), True, f"holds {names} known headers")
    widest = max((len([cell for cell in row if cell]) for row in rows), default=0)
    for index, row in enumerate(rows):
        filled = [cell for cell in row if cell and cell.strip()]
        if len(filled) >= max(2, HEADER_SHARE * widest) and not any(map(_has_digit_first, filled)):
            return Finding(
                str(index + 1), False, "the first row of words as wide as the table; no name is known"
            )
    raise no_header(path, [[cell or "" for cell in row] for row in rows])


def _has_digit_first(cell: str) -> bool:
    return cell.strip().lstrip("-+(")[:1].isdigit()


def _workbook(path: Path, expected: Collection[str]) -> tuple[Table, Structure]:
    visible = list(visible_sheets(path))
    tables: dict[str, Table] = {}
    for name in visible:
        try:
            tables[name] = read_table(path, ReadOptions(), expected, name)
        except NoHeader:
            continue
    sheet, header = _sheet(visible, tables, expected), None
    if not tables:
        name = visible[0] if visible else ""
        cells = read_table(path, ReadOptions(header_row=0), (), name).frame
        rows = {row[0]: list(row[1:]) for row in cells.head(50).rows()}
        header = _header(
            path, [rows.get(number, []) for number in range(1, max(rows, default=0) + 1)], expected
        )
        tables[name] = read_table(path, ReadOptions(header_row=int(header.value or 1)), expected, name)
    table = tables[sheet.value or visible[0]]
    names = count_expected([cell.name for cell in table.header], expected)
    above = table.ignored.get("above_header", 0)
    header = header or Finding(str(above + 1), True, f"holds {names} known headers")
    hidden = tuple(row_counts(path, is_visible=False))
    return table, _structure(table, header, sheet=sheet, sheets=tuple(visible), hidden_sheets=hidden)


def _sheet(visible: list[str], tables: dict[str, Table], expected: Collection[str]) -> Finding:
    """The sheet with the most known headers; the first one where none has any."""
    known = {
        name: count_expected([cell.name for cell in table.header], expected) for name, table in tables.items()
    }
    if not known:
        return Finding(visible[0] if visible else None, False, "the first sheet; none has a known header")
    best = max(known, key=lambda name: known[name])
    shown = ", ".join(f"{name!r} {known.get(name, 0)}" for name in visible)
    is_only = [count for count in known.values() if count == known[best]] == [known[best]]
    return Finding(best, is_only, f"known headers by sheet: {shown}")


def _structure(table: Table, header: Finding, **facts: object) -> Structure:
    rejected = table.rejected.unique("reason", maintain_order=True)
    rows = rejected.select("row_number", "reason", "detail").rows()
    return Structure(
        columns=tuple(cell.label for cell in table.header),
        header_row=header,
        rows_above=table.ignored.get("above_header", 0),
        rejected=tuple(f"row {number}: {reason}: {detail}" for number, reason, detail in rows),
        **facts,  # ty: ignore
    )
