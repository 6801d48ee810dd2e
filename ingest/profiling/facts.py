"""What a look at an unknown export finds: plain facts, each with what proves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["delimited", "workbook", "json", "xml"]
OF_ANOTHER_KIND = frozenset({"missing_value", "missing_required", "not_a_number"})  # reasons of refusals


@dataclass(frozen=True)
class Cell:
    """One cell of the file, quoted as evidence."""

    row: int  # as in quarantine: 1 is the first row below the header
    column: str
    text: str

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 60 else f"{self.text[:60]}..."
        return f"row {self.row}, {self.column}: {shown!r}"


@dataclass(frozen=True)
class Finding:
    """One setting that the file proves, or only suggests. `value` is None where nothing needs it."""

    value: str | None
    is_proven: bool
    evidence: str
    cells: tuple[Cell, ...] = ()  # that prove it; of an unproven one: that can be read in two ways


@dataclass(frozen=True)
class Attempt:
    """What reading the file as a format gave."""

    rows_read: int = 0
    rows_accepted: int = 0
    values: int = 0  # filled cells of the contract tables
    rejected: Mapping[str, int] | None = None  # reason -> rows
    examples: tuple[str, ...] = ()  # one refused row for each reason
    ignored: Mapping[str, int] | None = None  # rule -> rows
    problem: str | None = None  # why it cannot be read at all
    is_foreign: bool = False  # it is no such export, whatever the settings


@dataclass(frozen=True)
class Candidate:
    """A format that the file may be in."""

    format: str
    headers: tuple[str, ...]  # of the file, that the format knows
    known: int  # fields of the format
    attempt: Attempt | None  # None: not tried, its headers are too few
    is_signed: bool = False  # it has headers that only files of this format have

    @property
    def rows_read(self) -> int:
        """Rows that the format's reader saw."""
        return self.attempt.rows_read if self.attempt else 0

    @property
    def rows_accepted(self) -> int:
        """Rows that would load without any setting."""
        return self.attempt.rows_accepted if self.attempt else 0

    @property
    def lacks_values(self) -> bool:
        """Whether no row has what the format cannot do without, as in a file of another kind."""
        reasons = set(self.attempt.rejected or ()) if self.attempt else set()
        return not self.rows_accepted and bool(reasons) and reasons <= OF_ANOTHER_KIND


@dataclass(frozen=True)
class Match:
    """A column of the file that is, or may be, a field of the format. `similarity` 100 is the same name."""

    field: str
    column: str
    similarity: int


@dataclass(frozen=True)
class Structure:
    """Where the table of a tabular file stands."""

    columns: tuple[str, ...]
    header_row: Finding
    rows_above: int
    delimiter: Finding | None = None  # delimited text only
    sheet: Finding | None = None  # workbooks only
    sheets: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()  # rows that cannot be cut into cells, one of each reason


@dataclass(frozen=True)
class Profile:
    """Everything that was found about one file."""

    path: Path
    kind: Kind
    root: str | None  # of XML
    row_count: int
    encoding: Finding | None  # None for a workbook
    structure: Structure | None  # None for what is no table
    format: Finding
    candidates: tuple[Candidate, ...]  # best first
    matches: tuple[Match, ...]
    unmapped: tuple[str, ...]
    decimal_mark: Finding
    date_order: Finding
    as_of: Finding
    outcome: Attempt | None = None  # of reading the file with the proposed entry
    proposal: str = ""  # the entry for portfolio.yml
