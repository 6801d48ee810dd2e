"""Parquet segments: for each file only the rows that are new, changed or gone since the state before it.

`input/<table>/<source>/<known at>-<receipt stem>.parquet`, immutable, in a fixed order. A row that is
gone from a full snapshot is written once more with `is_deleted`, with the values it had.
"""

from datetime import date, datetime
from pathlib import Path

import polars as pl

from ingest.conforming import ROW_NUMBER
from ingest.contracts import ContractTable
from ingest.durable_files import sync_path
from ingest.workspace import Workspace

# How a segment is named: the known_at of its rows, so that names sort by it.
INSTANT = "%Y%m%dT%H%M%S%f"
SHA256_LENGTH = 64  # at the end of a segment's stem


class SourceState:
    """A source's rows as they stand: keys and hashes, read once, then kept in step with what is written."""

    def __init__(self, workspace: Workspace, source_name: str) -> None:
        self._workspace = workspace
        self._source_name = source_name
        self._versions: dict[str, list[pl.DataFrame]] = {}
        self._newest: dict[str, str] = {}  # table -> name of its newest segment

    def versions(self, contract: ContractTable, without: tuple[str, ...] = ()) -> pl.DataFrame:
        """Return key columns, `row_hash`, `known_at` and `is_deleted` of the last version of each row.

        `without`: as they would be had the files of these hashes never arrived.
        """
        if without:
            files = segment_files(self._workspace, contract.name, self._source_name)
            others = [file for file in files if file.stem[-SHA256_LENGTH:] not in without]
            return self._last_versions(others, contract)
        if contract.name not in self._versions:
            self._versions[contract.name] = [self._read_versions(contract)]
        versions = self._versions[contract.name]
        if len(versions) > 1:
            versions[:] = [_merged(versions[0], pl.concat(versions[1:]), contract)]
        return versions[0]

    def live(self, contract: ContractTable) -> pl.DataFrame:
        """Return the versions of the rows that are not deleted."""
        return self.versions(contract).filter(~pl.col("is_deleted"))

    def of_day(self, contract: ContractTable, day: date) -> pl.DataFrame:
        """Return `versions` of what was written about one day."""
        files = segment_files(self._workspace, contract.name, self._source_name)
        return self._last_versions(
            [file for file in files if file.name.startswith(f"{day:%Y%m%d}T")], contract
        )

    def note(self, contract: ContractTable, segment: Path, known_at: datetime, changes: pl.DataFrame) -> None:
        """Take in what was just written; a segment of an older day makes the state be read anew."""
        if segment.name < self._newest.get(contract.name, ""):
            self._versions.pop(contract.name, None)
            return
        self._newest[contract.name] = segment.name
        if contract.name in self._versions:
            written = changes.with_columns(known_at=pl.lit(known_at, pl.Datetime("us")))
            self._versions[contract.name].append(written.select(_version_columns(contract)))

    def rows(self, contract: ContractTable, known: pl.DataFrame) -> pl.DataFrame:
        """Return rows of `versions`, whole; only the segments that hold them are read."""
        on = [*contract.key, "known_at"]
        holding = self._scan_holding(contract, known)
        return holding.join(known.lazy(), on=on, how="semi", maintain_order="left").collect()

    def scan_live(self, contract: ContractTable, known: pl.DataFrame) -> pl.LazyFrame:
        """Return live rows of `versions`, whole, each with the `row_number` that `known` gives it."""
        on = ["row_hash", "known_at"]
        rows = self._scan_holding(contract, known).filter(~pl.col("is_deleted")).drop(ROW_NUMBER)
        return rows.join(known.lazy().select(ROW_NUMBER, *on), on=on)

    def _scan_holding(self, contract: ContractTable, known: pl.DataFrame) -> pl.LazyFrame:
        instants = {f"{known_at:{INSTANT}}" for known_at in known["known_at"].unique()}
        files = segment_files(self._workspace, contract.name, self._source_name)
        return pl.scan_parquet(
            [file for file in files if file.name.partition("-")[0] in instants], glob=False
        )

    def _read_versions(self, contract: ContractTable) -> pl.DataFrame:
        files = segment_files(self._workspace, contract.name, self._source_name)
        if files:
            self._newest[contract.name] = files[-1].name
        return self._last_versions(files, contract)

    @staticmethod
    def _last_versions(files: list[Path], contract: ContractTable) -> pl.DataFrame:
        columns = _version_columns(contract)
        if not files:
            return pl.DataFrame(schema={name: contract.segment_schema[name] for name in columns})
        first = pl.read_parquet(files[0], columns=columns, glob=False)
        if len(files) == 1:
            return first
        later = pl.scan_parquet(files[1:], glob=False).select(columns).collect()
        return _merged(first, later, contract)


def _version_columns(contract: ContractTable) -> list[str]:
    return [*contract.key, "row_hash", "known_at", "is_deleted"]


def _latest(versions: pl.DataFrame, contract: ContractTable) -> pl.DataFrame:
    """Keep the last version of each key; versions come oldest first."""
    return versions.unique(contract.key, keep="last")


def _merged(first: pl.DataFrame, later: pl.DataFrame, contract: ContractTable) -> pl.DataFrame:
    """Keep the last version of each key; `first`, by far the larger, has each key once."""
    last = _latest(later, contract)
    return pl.concat([first.join(last, on=list(contract.key), how="anti"), last])


def current_state(workspace: Workspace, contract: ContractTable, source_name: str) -> pl.DataFrame:
    """Return a source's rows as they stand, whole: the latest version of each key, without the deleted."""
    files = segment_files(workspace, contract.name, source_name)
    if not files:
        return pl.DataFrame(schema=contract.segment_schema)
    rows = _latest(pl.read_parquet(files, glob=False), contract).filter(~pl.col("is_deleted"))
    return rows.select(list(contract.segment_schema))


def write_segment(
    workspace: Workspace,
    contract: ContractTable,
    rows: pl.DataFrame,
    source_name: str,
    known_at: datetime,
    stem: str,
) -> Path:
    """Write the rows with their lineage and return where; `stem` ends in the file's sha256."""
    target = workspace.input / contract.name / source_name / f"{known_at:{INSTANT}}-{stem}.parquet"
    lineage = rows.with_columns(
        source_name=pl.lit(source_name),
        file_sha256=pl.lit(stem[-SHA256_LENGTH:]),
        known_at=pl.lit(known_at, pl.Datetime("us")),
    )
    ordered = lineage.select(list(contract.segment_schema)).sort(ROW_NUMBER, *contract.key, nulls_last=True)
    write_parquet(target, ordered)
    return target


def write_parquet(target: Path, frame: pl.DataFrame) -> None:
    """Write a Parquet file whole or not at all. Raises OSError when the disk does not take it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.new")
    try:
        frame.write_parquet(temporary, compression="zstd")
    except pl.exceptions.ComputeError as error:  # what polars makes of a full disk
        raise OSError(f"{temporary}: it cannot be written ({error}); is the disk full?") from error
    sync_path(temporary)
    temporary.replace(target)
    sync_path(target.parent)


def segment_files(workspace: Workspace, table_name: str, source_name: str | None = None) -> list[Path]:
    """Return the segments of a table, of one source or of all, oldest first."""
    folder = workspace.input / table_name
    return sorted(folder.glob(f"{source_name or '*'}/[!.]*.parquet"), key=lambda path: (path.name, str(path)))
