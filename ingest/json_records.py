"""Reading JSON arrays, or JSON lines, of flat objects into a `Table` of text."""

import json
import re
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from ingest.configuration import ReadOptions
from ingest.reading import UnreadableFile
from ingest.table import (
    RAW_TEXT_LENGTH,
    ROW_NUMBER,
    Table,
    count_expected,
    header_cells,
    no_header,
    reject,
    rejected_frame,
)
from ingest.text_file import as_utf8
from ingest.workbook_cells import AMBIGUOUS_NUMBER

HALF_CHARACTER = re.compile("[\ud800-\udfff]")
MOST_DIGITS = 4_000
EXPORT_ROWS = "deliver an array of objects, or one object a line"


def read_records(path: Path, options: ReadOptions, expected: Collection[str]) -> Table:
    """Read records; a record that is no object is rejected. Raises UnreadableFile."""
    with TemporaryDirectory(prefix="portfolio-") as folder:
        text = as_utf8(path, options.encoding, Path(folder)).read_bytes()
    records = _parse(path, text)
    return records_table(path, records, expected)


def records_table(path: Path, records: list[Any], expected: Collection[str]) -> Table:
    """Make a table of records; one that is no sound object is rejected. Raises UnreadableFile."""
    problems = {number: _problem(record) for number, record in enumerate(records, start=1)}
    rows = [(number, record) for number, record in enumerate(records, start=1) if problems[number] is None]
    names = list(dict.fromkeys(name for _, record in rows for name in record))
    if expected and count_expected(names, expected) < min(2, len(expected)):
        raise no_header(path, [names], "the records' keys")
    rejected = [
        reject(number, *problem, {"text": json.dumps(records[number - 1], default=str)[:RAW_TEXT_LENGTH]})
        for number, problem in problems.items()
        if problem is not None
    ]
    columns = {
        f"c{index}": [_text(record.get(name)) for _, record in rows] for index, name in enumerate(names)
    }
    schema = {ROW_NUMBER: pl.Int64()} | {column: pl.String() for column in columns}
    frame = pl.DataFrame({ROW_NUMBER: [number for number, _ in rows]} | columns, schema=schema)
    full = frame.filter(~pl.all_horizontal(pl.col(list(columns)).is_null())) if columns else frame
    ignored = {"blank_row": frame.height - full.height} if full.height < frame.height else {}
    return Table(header_cells(names), full, rejected_frame(rejected), ignored, len(records))


def _parse(path: Path, text: bytes) -> list[Any]:
    try:
        content = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, f"byte {error.start}", "it is not UTF-8", "set read.encoding") from error
    if content.lstrip().startswith("["):
        return _loaded(path, content, 1)
    # Only a line feed ends a record: U+2028 and its like may stand in a text.
    if content.lstrip().split("\n", 1)[0].rstrip() == "{":
        return [_loaded(path, content, 1)]  # one object, written over several lines
    lines = enumerate(content.split("\n"), start=1)
    return [_loaded(path, line, number) for number, line in lines if line.strip()]


def _loaded(path: Path, text: str, first_line: int) -> Any:
    try:
        return loaded(text)
    except json.JSONDecodeError as error:
        place = f"line {first_line + error.lineno - 1}, column {error.colno}"
        raise UnreadableFile(path, place, f"it is no sound JSON ({error.msg})", EXPORT_ROWS) from error
    except RecursionError as error:
        raise UnreadableFile(
            path, f"line {first_line}", "lists or objects are nested too deeply", EXPORT_ROWS
        ) from error


def loaded(text: str | bytes) -> Any:
    """Return a JSON document: objects with a key that stands twice are `Doubled`, fractions are text."""
    return json.loads(text, parse_float=number_text, parse_int=_whole, object_pairs_hook=_object)


class Doubled(dict[str, Any]):
    """An object in which a key stands twice: nobody can tell which value was meant."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Doubled(found)


def _problem(record: Any) -> tuple[str, str] | None:
    """Return why a record cannot be taken, as (reason, detail)."""
    if not isinstance(record, dict):
        return "not_a_record", "is no object with keys and values"
    if isinstance(record, Doubled):
        return "doubled_key", "a key stands twice in the object"
    texts = "".join((*record, *filter(None, map(_text, record.values()))))
    if "\0" in texts:
        return "nul", "holds a NUL character"
    if not texts.isascii() and HALF_CHARACTER.search(texts):
        return "encoding", "holds half a character, a surrogate without its other half"
    return None


def _whole(number: str) -> int | str:
    """Return a whole number; one with more digits than Python converts stays text."""
    return int(number) if len(number) <= MOST_DIGITS else number


def number_text(number: str) -> str:
    """Write the number 1.234 as 1.2340: as a text it might also mean 1,234."""
    return f"{number}0" if re.fullmatch(AMBIGUOUS_NUMBER, number) else number


def _text(value: Any) -> str | None:
    """Return a JSON value as the text that a spreadsheet would hold; lists and objects stay JSON."""
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
