"""The record of each file's load: the commit mark of its segments, and the account of its rows."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

import polars as pl

from ingest.configuration import Source
from ingest.contracts import MONEY
from ingest.durable_files import read_json, write_json_atomically
from ingest.workspace import Workspace

LoadStatus = Literal["loaded", "refused", "held", "discarded"]

Severity = Literal["info", "warning", "critical"]
SEVERITIES: tuple[Severity, ...] = ("critical", "warning", "info")

FILE_LOADS_SCHEMA: dict[str, pl.DataType] = {
    "source_name": pl.String(),
    "file_sha256": pl.String(),
    "file_name": pl.String(),
    "as_of_date": pl.Date(),
    "known_at": pl.Datetime("us"),
    "received_at": pl.Datetime("us"),
    "byte_count": pl.Int64(),
    "row_count_read": pl.Int64(),
    "row_count_accepted": pl.Int64(),
    "row_count_rejected": pl.Int64(),
    "row_count_ignored": pl.Int64(),
    "ignored_rules": pl.String(),
    "control_total_amount": pl.Decimal(18, 4),
    "status": pl.String(),
    "reason": pl.String(),
    "remedy": pl.String(),
    "column_changes": pl.String(),
    "column_change_severity": pl.String(),
}

QUARANTINED_ROWS_SCHEMA: dict[str, pl.DataType] = {
    "source_name": pl.String(),
    "table_name": pl.String(),
    "file_sha256": pl.String(),
    "file_name": pl.String(),
    "row_number": pl.Int64(),
    "reason": pl.String(),
    "column_name": pl.String(),
    "detail": pl.String(),
    "raw": pl.String(),
    "amount": MONEY,
    "currency_code": pl.String(),
    "known_at": pl.Datetime("us"),
}


@dataclass(frozen=True)
class DriftNote:
    """One thing that changed in a file's columns since the last file of its source that was loaded."""

    change: Literal["added", "gone", "renamed", "type"]
    column: str
    severity: Severity
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.change} {self.column!r}{self.detail}"


@dataclass(frozen=True)
class FileLoad:
    """What became of one file of one source. A row counts as accepted when any of what it said was loaded."""

    source_name: str
    file_sha256: str
    file_name: str
    stem: str  # of the receipt
    fingerprint: str  # of all that decides how the file is read
    step_at: str  # its place in the source's history
    as_of_date: str | None
    known_at: str | None  # of its newest rows, naive UTC
    received_at: str
    byte_count: int
    status: LoadStatus
    row_count_read: int = 0
    row_count_accepted: int = 0
    row_count_rejected: int = 0
    ignored: dict[str, int] = field(default_factory=dict)  # rule -> rows
    control_total: str | None = None  # sum of the amounts accepted, where they are of one currency
    rows_written: int = 0  # new, changed and gone rows in all contract tables
    columns: dict[str, str] = field(default_factory=dict)  # of its tables, as in ingest.drift
    drift: tuple[DriftNote, ...] = ()
    made: dict[str, int] = field(default_factory=dict)  # Parquet file below the workspace -> its bytes
    reason: str | None = None
    remedy: str | None = None

    @property
    def row_count_ignored(self) -> int:
        """Rows left out by a named rule."""
        return sum(self.ignored.values())

    @property
    def is_conserved(self) -> bool:
        """Rows read = accepted + rejected + ignored."""
        counted = self.row_count_accepted + self.row_count_rejected + self.row_count_ignored
        return self.row_count_read == counted


def made_files(workspace: Workspace, source_name: str, stem: str) -> dict[str, int]:
    """Return the Parquet files in `input/` and `quarantine/` that were made of a file, with their bytes."""
    return {
        str(path.relative_to(workspace.root)): path.stat().st_size
        for folder in (workspace.input, workspace.quarantine)
        for path in sorted(folder.glob(f"*/{source_name}/*{stem}.parquet"))
    }


def is_whole(workspace: Workspace, load: FileLoad) -> bool:
    """Tell whether all that was made of a file is still there: deleted or cut files are made anew."""
    sizes = {name: _size(workspace.root / name) for name in load.made}
    return sizes == load.made


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def load_records(workspace: Workspace, source_name: str) -> list[FileLoad]:
    """Return the load records of a source, in the order of its history."""
    folder = workspace.input / "file_loads" / source_name
    records = [_record(content) for content in map(read_json, folder.glob("[!.]*.json")) if content]
    return sorted(filter(None, records), key=lambda record: (record.step_at, record.stem))


def _record(content: dict) -> FileLoad | None:
    try:
        notes = tuple(DriftNote(**note) for note in content.pop("drift", ()))
        return FileLoad(**content, drift=notes)
    except TypeError:  # of a version with other fields: the file is loaded anew
        return None


def not_superseded(source: Source, loads: list[FileLoad]) -> list[FileLoad]:
    """Return the files that were left out and that no later one made up for.

    `loads` are all of the source, in the order of its history. A full snapshot makes up for all before it,
    and so does a pull: it asks again for what those left out had brought. Any other increment makes up for
    that of its own name and day alone.
    """
    is_increment = source.delivery == "increment" and source.api is None
    later: set[tuple[str, str | None]] = set()  # name and day of those loaded
    standing = []
    for load in reversed(loads):
        place = (load.file_name, load.as_of_date)
        is_superseded = place in later if is_increment else bool(later)
        if load.status == "loaded":
            later.add(place)
        elif not is_superseded:
            standing.append(load)
    return standing[::-1]


def write_load_record(workspace: Workspace, load: FileLoad) -> None:
    """Write the record: from now on the file's segments count."""
    folder = workspace.input / "file_loads" / load.source_name
    write_json_atomically(folder / f"{load.stem}.json", asdict(load))


def _worst(notes: tuple[DriftNote, ...]) -> str | None:
    severities = {note.severity for note in notes}
    return next((severity for severity in SEVERITIES if severity in severities), None)


def file_loads_frame(loads: list[FileLoad]) -> pl.DataFrame:
    """Return load records as rows of meta.file_loads."""
    rows = [
        {
            **{name: value for name, value in asdict(load).items() if name in FILE_LOADS_SCHEMA},
            "as_of_date": date.fromisoformat(load.as_of_date) if load.as_of_date else None,
            "known_at": datetime.fromisoformat(load.known_at) if load.known_at else None,
            "received_at": datetime.fromisoformat(load.received_at).replace(tzinfo=None),
            "row_count_ignored": load.row_count_ignored,
            "ignored_rules": json.dumps(load.ignored, sort_keys=True),
            "control_total_amount": Decimal(load.control_total) if load.control_total else None,
            "column_changes": "; ".join(map(str, load.drift)) or None,
            "column_change_severity": _worst(load.drift),
        }
        for load in loads
    ]
    return pl.DataFrame(rows, schema=FILE_LOADS_SCHEMA, orient="row")
