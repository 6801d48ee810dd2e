"""The record book: what a full export repeats byte for byte is not read again.

`input/records/<source>.parquet` holds, of the source's last file, each record with whose rows no rule found
fault: the sha256 of its bytes, and the row_hash of every row that was made of it. What was rejected or warned
of is read again each night, and told again. A reader that passes `ReadContext.known` to `read_table` says
that its rows depend on their record alone. The loader falls back on reading the whole file wherever the rows
left unread might matter to those that were read, or were judged by another suite. A file leaves no book when
a column's other values decided what one means.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ingest.account import Account
from ingest.reading import KnownRecords, Records
from ingest.segments import write_parquet
from ingest.workspace import Workspace

RECORD_HASH, ROW_HASH = "record_hash", "row_hash"
BOOK_SCHEMA: dict[str, pl.DataType] = {
    RECORD_HASH: pl.Binary(),
    "table_name": pl.String(),
    ROW_HASH: pl.String(),
    "stem": pl.String(),  # of the file's receipt; the same in every row, like the next two
    "fingerprint": pl.String(),  # of all that decides how the file was read
    "layout": pl.String(),  # hash of its header and delimiter
    "suites": pl.String(),  # JSON: table -> suite that judged its rows
}


NOTHING_KNOWN = KnownRecords(None, pl.Series(RECORD_HASH, [], pl.Binary))


@dataclass(frozen=True)
class RecordBook:
    """The records of a source's last file, and the rows made of each."""

    workspace: Workspace
    source_name: str
    rows: pl.DataFrame  # BOOK_SCHEMA

    @classmethod
    def open(cls, workspace: Workspace, source_name: str, stem: str | None, fingerprint: str) -> "RecordBook":
        """Return the book of the file with that stem, read in that way; an empty one if it is another's."""
        path = _path(workspace, source_name)
        if stem is None or not path.is_file():
            return cls(workspace, source_name, pl.DataFrame(schema=BOOK_SCHEMA))
        try:
            rows = pl.read_parquet(path, glob=False).select(list(BOOK_SCHEMA))
        except (OSError, pl.exceptions.PolarsError):  # cut or foreign: it is made anew
            rows = pl.DataFrame(schema=BOOK_SCHEMA)
        is_this = (pl.col("stem") == stem) & (pl.col("fingerprint") == fingerprint)
        return cls(workspace, source_name, rows.filter(is_this))

    @property
    def known(self) -> KnownRecords:
        """The records that need no second reading."""
        if self.rows.is_empty():
            return NOTHING_KNOWN
        return KnownRecords(self.rows["layout"][0], self.rows[RECORD_HASH].unique())

    def kept(self, records: Records) -> dict[str, pl.DataFrame]:
        """Return table -> (row_number, row_hash) of the rows that the unread records stand for."""
        parts = self._of(records).partition_by("table_name", as_dict=True)
        return {name: part.select("row_number", ROW_HASH) for (name,), part in parts.items()}

    def is_judged_by(self, suites: Mapping[str, str], table_names: Collection[str]) -> bool:
        """Tell whether the rows of these tables were judged by the same suites."""
        before = json.loads(self.rows["suites"][0]) if self.rows.height else {}
        return all(before.get(name) == suites.get(name) for name in table_names)

    def write(
        self,
        records: Records,
        made: dict[str, pl.DataFrame],
        account: Account,
        stem: str,
        fingerprint: str,
    ) -> None:
        """Write the book of the next file; `made` is table -> (row_number, row_hash)."""
        is_sound = ~pl.col("row_number").is_in(account.faulted.implode()) & pl.col(RECORD_HASH).is_unique()
        sound = records.read.filter(is_sound)
        parts = [
            rows.join(sound, on="row_number").with_columns(table_name=pl.lit(name))
            for name, rows in made.items()
        ]
        columns = [RECORD_HASH, "table_name", ROW_HASH]
        rows = pl.concat([part.select(columns) for part in (self._of(records), *parts)])
        suites = json.dumps(account.suites, sort_keys=True)
        bound = {"stem": stem, "fingerprint": fingerprint, "layout": records.layout, "suites": suites}
        write_parquet(
            _path(self.workspace, self.source_name),
            rows.with_columns(pl.lit(value).alias(name) for name, value in bound.items()),
        )

    def _of(self, records: Records) -> pl.DataFrame:
        return self.rows.join(records.unread, on=RECORD_HASH)


def _path(workspace: Workspace, source_name: str) -> Path:
    return workspace.input / "records" / f"{source_name}.parquet"
