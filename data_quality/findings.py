"""What a refresh compared, and whether it holds: the rows of `meta.invariants` in the published file.

A hard invariant that does not hold keeps the build from being published; a soft one is published as a flag.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

import duckdb

TABLE = "meta.invariants"
COLUMNS = (
    "invariant varchar, check_name varchar, scope varchar, expected varchar, actual varchar, is_ok boolean,"
    " severity varchar, difference decimal(38, 6)"
)

Severity = Literal["hard", "soft"]


@dataclass(frozen=True)
class Finding:
    """One comparison. A hard one with `is_ok` false: the build must not be published."""

    invariant: str  # what must hold, in one word that the pages explain
    check_name: str
    scope: str  # where it was looked at
    expected: str
    actual: str
    is_ok: bool
    severity: Severity = "hard"

    def __str__(self) -> str:
        found = f"{self.actual} where {self.expected} is expected"
        return f"{self.invariant}: {self.check_name}: {self.scope}: {found}"

    @property
    def difference(self) -> Decimal | None:
        """Return actual - expected where both are numbers."""
        try:
            difference = Decimal(self.actual) - Decimal(self.expected)
        except InvalidOperation:
            return None
        return difference if difference.is_finite() else None


def write_findings(connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> None:
    """Keep findings in a build; those that the same checks left there before are replaced."""
    connection.execute("create schema if not exists meta")
    connection.execute(f"create table if not exists {TABLE} ({COLUMNS})")
    names = sorted({finding.check_name for finding in findings})
    connection.execute(f"delete from {TABLE} where list_contains(?, check_name)", [names])  # noqa: S608
    if findings:
        connection.executemany(
            f"insert into {TABLE} values (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            [(*astuple(finding), finding.difference) for finding in findings],
        )
