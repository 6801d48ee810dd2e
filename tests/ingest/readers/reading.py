"""Reading one file with one reader, as the tests of all readers do."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

from ingest.configuration import FiscalCalendar, ReadOptions, Source
from ingest.readers import reader_for
from ingest.reading import ReadContext, ReadResult

FIXTURES = Path(__file__).parent / "fixtures"


def read_file(
    source_format: str,
    path: Path,
    *,
    as_of: str = "filename",
    as_of_date: date | None = None,
    calendar: FiscalCalendar | None = None,
    delivery: Literal["full_snapshot", "increment"] = "full_snapshot",
    **options: Any,
) -> ReadResult:
    """Read a file; `options` are those of the source's `read:` block."""
    read = ReadOptions.model_validate(options)
    source = Source(
        name="export", format=source_format, files="inbox/*", as_of=as_of, delivery=delivery, read=read
    )
    return check_conserved(
        reader_for(source_format).read(path, source, ReadContext(calendar or FiscalCalendar(), as_of_date))
    )


def read_text(
    source_format: str, folder: Path, content: str | bytes, name: str = "export.csv", **options: Any
) -> ReadResult:
    """Write a file and read it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(source_format, path, **options)


def check_conserved(result: ReadResult) -> ReadResult:
    """Every row read was accepted, rejected, or ignored by a named rule."""
    accepted = {number for table in result.tables.values() for number in table["row_number"]}
    rejected = set(result.rejected["row_number"]) - accepted
    assert len(accepted) + len(rejected) + sum(result.ignored.values()) == result.rows_read
    return result
