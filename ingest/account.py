"""The account of one file: which of its rows were accepted, which rejected and why, which ignored."""

from decimal import Decimal

import polars as pl

from ingest.checking import BatchVerdict
from ingest.conforming import ROW_NUMBER
from ingest.control_totals import mismatch, result_of
from ingest.reading import REJECTED_SCHEMA, ReadResult

TABLE_REJECTED_SCHEMA = REJECTED_SCHEMA | {"table_name": pl.String()}


class Account:
    """Counts rows of the file, not of tables.

    One row may become several rows of several contract tables. It counts as accepted when any of
    them was accepted, and as rejected when none was. Whatever was rejected of it is listed.
    """

    def __init__(self, read: ReadResult) -> None:
        self.rows_read = read.rows_read
        self.ignored = dict(read.ignored)
        self._unread = len(read.records.unread) if read.records else 0
        self.hold_reason = mismatch(read.control_totals)
        self._accepted = [pl.Series(ROW_NUMBER, [], pl.Int64)]
        self._money: list[pl.DataFrame] = []
        self._results = [result_of(read)]
        self._rejected = [pl.DataFrame(schema=TABLE_REJECTED_SCHEMA)]
        self._faulted = [pl.Series(ROW_NUMBER, [], pl.Int64)]
        self.suites: dict[str, str] = {}  # table -> what judged it, as in BatchVerdict
        self.needs_all = False  # as in BatchVerdict, of any table
        self.reject(None, read.rejected)

    def accept(self, rows: pl.DataFrame) -> None:
        """Add rows of a contract table that may be loaded."""
        self._accepted.append(rows[ROW_NUMBER].unique())
        if {"amount", "currency_code"} <= set(rows.columns):
            self._money.append(rows.group_by("currency_code").agg(pl.col("amount").sum()))

    def reject(self, table_name: str | None, rejected: pl.DataFrame) -> None:
        """Add rows (REJECTED_SCHEMA) that the reader refused, or that one contract table does not take."""
        if rejected.height:
            named = rejected.with_columns(table_name=pl.lit(table_name, pl.String))
            self._rejected.append(named.select(list(TABLE_REJECTED_SCHEMA)))

    def fault(self, row_numbers: pl.Series) -> None:
        """Add rows that must be read again on the next night, whatever becomes of them on this one."""
        self._faulted.append(row_numbers.cast(pl.Int64).rename(ROW_NUMBER))

    def ignore(self, rule: str, count: int) -> None:
        """Add rows left out by a named rule."""
        self.ignored[rule] = self.ignored.get(rule, 0) + count

    def take(self, table_name: str, verdict: BatchVerdict) -> None:
        """Add what the quality suite found in a batch."""
        self.reject(table_name, verdict.rejected)
        self.fault(verdict.faulted)
        self.suites[table_name] = verdict.suite
        self.needs_all |= verdict.needs_all
        self._results.append(verdict.results)
        self.hold_reason = self.hold_reason or verdict.hold_reason

    @property
    def rejected(self) -> pl.DataFrame:
        """Every rejection: TABLE_REJECTED_SCHEMA."""
        return pl.concat(self._rejected)

    @property
    def results(self) -> pl.DataFrame:
        """What every rule found: CHECK_RESULTS_SCHEMA."""
        return pl.concat(self._results)

    @property
    def faulted(self) -> pl.Series:
        """Row numbers of all rows that were rejected, warned of, or doubled."""
        return pl.concat([*self._faulted, self.rejected[ROW_NUMBER]]).unique()

    @property
    def control_total(self) -> Decimal | None:
        """The sum of the amounts accepted; None for no money, or several currencies."""
        currencies = {code for frame in self._money for code in frame["currency_code"]}
        if len(currencies) != 1:
            return None
        return sum((amount for frame in self._money for amount in frame["amount"]), Decimal(0))

    def counts(self) -> tuple[int, int]:
        """Return the number of rows accepted, those left unread among them, and rejected."""
        accepted = pl.concat(self._accepted).unique()
        rejected = self.rejected[ROW_NUMBER].unique()
        return accepted.len() + self._unread, rejected.filter(~rejected.is_in(accepted.implode())).len()
