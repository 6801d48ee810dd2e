"""The record book: what a full export repeats byte for byte is not read again.

`input/records/<source>.parquet` holds, of the source's last file, each record whose rows were all accepted:
the sha256 of its bytes, and the row_hash of every row that was made of it. A reader that passes
`ReadContext.known` to `read_table` says that its rows depend on their record alone. The loader falls back
on reading the whole file wherever the rows left unread might matter to those that were read. A file leaves no
book when a rule found fault with it, if only to warn, or when a column's other values decided what one means.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

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

    def kept(self, records: Records) -> dict[str, pl.Series]:
        """Return table -> row hashes of the rows that the unread records stand for."""
        rows = self._of(records)
        return {
            name: part[ROW_HASH] for (name,), part in rows.partition_by("table_name", as_dict=True).items()
        }

    def write(
        self,
        records: Records,
        made: dict[str, pl.DataFrame],
        rejected: pl.Series,
        stem: str,
        fingerprint: str,
    ) -> None:
        """Write the book of the next file; `made` is table -> (row_number, row_hash)."""
        is_sound = ~pl.col("row_number").is_in(rejected.implode()) & pl.col(RECORD_HASH).is_unique()
        sound = records.read.filter(is_sound)
        parts = [
            rows.join(sound, on="row_number").with_columns(table_name=pl.lit(name))
            for name, rows in made.items()
        ]
        columns = [RECORD_HASH, "table_name", ROW_HASH]
        rows = pl.concat([part.select(columns) for part in (self._of(records), *parts)])
        bound = {"stem": stem, "fingerprint": fingerprint, "layout": records.layout}
        write_parquet(
            _path(self.workspace, self.source_name),
            rows.with_columns(pl.lit(value).alias(name) for name, value in bound.items()),
        )

    def _of(self, records: Records) -> pl.DataFrame:
        return self.rows.filter(pl.col(RECORD_HASH).is_in(records.unread.implode()))


def _path(workspace: Workspace, source_name: str) -> Path:
    return workspace.input / "records" / f"{source_name}.parquet"
