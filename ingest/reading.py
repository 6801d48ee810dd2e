"""What a reader is, what it is told and what it gives back."""

import errno
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import gettempdir
from typing import Protocol

import polars as pl

from ingest.configuration import FiscalCalendar, Source
from ingest.contracts import MONEY

# One row per rejected row and reason.
REJECTED_SCHEMA: dict[str, pl.DataType] = {
    "row_number": pl.Int64(),
    "reason": pl.String(),
    "column_name": pl.String(),
    "detail": pl.String(),
    "raw": pl.String(),  # the row as JSON text
    "amount": MONEY,  # of the row or line; NULL where none was read
    "currency_code": pl.String(),
}
MONEY_COLUMNS = ("amount", "currency_code")


def rejections(frame: pl.DataFrame) -> pl.DataFrame:
    """Give rejected rows the columns of REJECTED_SCHEMA; those that they lack are NULL."""
    told = {name: pl.col(name) if name in frame.columns else pl.lit(None) for name in REJECTED_SCHEMA}
    return frame.select(told[name].cast(kind).alias(name) for name, kind in REJECTED_SCHEMA.items())


# One row per total that an export states about its own lines.
CONTROL_TOTAL_SCHEMA: dict[str, pl.DataType] = {
    "row_number": pl.Int64(),  # of the total
    "label": pl.String(),
    "stated_amount": MONEY,
    "computed_amount": MONEY,  # the sum of the lines that the total is about
    "line_count": pl.Int64(),  # so many of them: each may be rounded by half a cent
}


# Not the file's fault: reading it again on a machine that is well may succeed.
MACHINE_FAULTS = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EIO,
    errno.ESTALE,
    errno.ETIMEDOUT,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
    errno.EAGAIN,  # no further process
}


def is_machine_fault(error: BaseException) -> bool:
    """Tell whether the machine is at fault, such as a full disk, and not the file that is read."""
    return isinstance(error, OSError) and error.errno in MACHINE_FAULTS


class UnreadableFile(Exception):  # noqa: N818 - it names what is wrong, like FileNotFoundError
    """A file that cannot be read at all; says where, what is wrong and what to do.

    `quoted` is what stands in the file, where that explains the problem: names of people may be among it.
    """

    def __init__(self, path: Path, place: str, problem: str, remedy: str, quoted: str = "") -> None:
        self.problem = f"{problem}; {quoted}" if quoted else problem
        super().__init__(f"{path.name}: {place}: {self.problem}; {remedy}")
        self.path = path
        self.place = place
        self.problem_unquoted = problem
        self.quoted = quoted
        self.remedy = remedy


@contextmanager
def as_unreadable(path: Path) -> Generator[None]:
    """Tell whatever breaks a reader as UnreadableFile, but for what the machine is at fault for: OSError."""
    gettempdir()  # where files are unpacked; that there is none is told as a file that is not found
    try:
        yield
    except UnreadableFile:
        raise
    except (Exception, pl.exceptions.PanicException) as error:
        if is_machine_fault(error):
            raise
        remedy = "export it anew; if it opens elsewhere, report this as a defect of the reader"
        kind = type(error).__name__  # its words may hold a cell
        raise UnreadableFile(path, "the reader failed", kind, remedy, str(error)) from error


@dataclass(frozen=True)
class KnownRecords:
    """The records of the file before that need no second reading, by the sha256 of their bytes."""

    layout: str | None  # of that file; None: nothing is known
    hashes: pl.Series


@dataclass(frozen=True)
class Records:
    """The records of a delimited file, by the sha256 of their bytes."""

    layout: str  # hash of header and delimiter
    read: pl.DataFrame  # row_number, record_hash
    unread: pl.DataFrame  # the same of those that stand in KnownRecords
    is_by_column: bool = False  # a value of those read may mean something else beside other values


@dataclass(frozen=True)
class ReadContext:
    """What a file cannot tell about itself."""

    calendar: FiscalCalendar
    as_of_date: date | None = None  # the day the file speaks of; None when a column of the export tells it
    known: KnownRecords | None = None  # for readers whose rows depend on their record alone
    # Approved names of key results, folded -> code: for sheets that name a key result defined in another one.
    aliases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadResult:
    """One file's rows by contract table; rows_read = accepted + rejected + ignored [+ left unread]."""

    tables: dict[str, pl.DataFrame]  # business columns + row_number [+ extra (JSON text)] [+ as_of_date]
    rejected: pl.DataFrame  # REJECTED_SCHEMA
    rows_read: int
    ignored: dict[str, int]  # rule -> rows
    control_totals: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CONTROL_TOTAL_SCHEMA))
    # Of an increment: table -> ids of the work items about which the file tells all rows of that table.
    whole: Mapping[str, pl.Series] = field(default_factory=dict)
    records: Records | None = None  # those left unread count as accepted
    listing: pl.Series | None = None  # of an increment: ids of all work items that there are; others are gone


class Reader(Protocol):
    """Reads one export format into contract tables."""

    format: str
    tables: tuple[str, ...]
    description: str

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one file; raises UnreadableFile when it is no such export at all."""
        ...
