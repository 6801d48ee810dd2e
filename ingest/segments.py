"""Parquet segments: for each file only the rows that are new, changed or gone since the state before it.

`input/<table>/<source>/<known at>-<receipt stem>.parquet`, immutable, in a fixed order. A row that is
gone from a full snapshot is written once more with `is_deleted`, with the values it had.
"""

from datetime import datetime
from pathlib import Path

import polars as pl

from ingest.conforming import ROW_NUMBER
from ingest.contracts import LINE_TABLES, ContractTable
from ingest.durable_files import sync_path
from ingest.workspace import Workspace

# How a segment is named: the known_at of its rows, so that names sort by it.
INSTANT = "%Y%m%dT%H%M%S%f"


class SourceState:
    """A source's rows as they stand: keys and hashes, read once, then kept in step with what is written."""

    def __init__(self, workspace: Workspace, source_name: str) -> None:
        self._workspace = workspace
        self._source_name = source_name
        self._versions: dict[str, list[pl.DataFrame]] = {}
        self._newest: dict[str, str] = {}  # table -> name of its newest segment

    def hashes(self, contract: ContractTable) -> pl.DataFrame:
        """Return the key columns, `row_hash` and `known_at` of every row that is not deleted."""
        if contract.name not in self._versions:
            self._versions[contract.name] = [self._read_versions(contract)]
        versions = self._versions[contract.name]
        if len(versions) > 1:
            versions[:] = [_merged(versions[0], pl.concat(versions[1:]), contract)]
        return versions[0].filter(~pl.col("is_deleted")).drop("is_deleted")

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
        """Return rows of `hashes`, whole; only the segments that hold them are read."""
        instants = {f"{known_at:{INSTANT}}" for known_at in known["known_at"].unique()}
        files = segment_files(self._workspace, contract.name, self._source_name)
        holding = [file for file in files if file.name.partition("-")[0] in instants]
        on = [*contract.key, "known_at"]
        return (
            pl.scan_parquet(holding, glob=False)
            .join(known.lazy(), on=on, how="semi", maintain_order="left")
            .collect()
        )

    def rows_without(self, contract: ContractTable, sha256s: tuple[str, ...]) -> pl.DataFrame:
        """Return the rows as they would stand had some files never arrived, whole."""
        files = segment_files(self._workspace, contract.name, self._source_name)
        if not files:
            return pl.DataFrame(schema=contract.segment_schema)
        others = pl.scan_parquet(files, glob=False).filter(~pl.col("file_sha256").is_in(sha256s))
        return _latest(others.collect(), contract).filter(~pl.col("is_deleted"))

    def _read_versions(self, contract: ContractTable) -> pl.DataFrame:
        files = segment_files(self._workspace, contract.name, self._source_name)
        columns = _version_columns(contract)
        if not files:
            return pl.DataFrame(schema={name: contract.segment_schema[name] for name in columns})
        self._newest[contract.name] = files[-1].name
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
    rows = SourceState(workspace, source_name).rows_without(contract, ())
    return rows.select(list(contract.segment_schema))


def changes(
    incoming: pl.DataFrame, state: SourceState, contract: ContractTable, *, is_full_snapshot: bool
) -> pl.DataFrame:
    """Return what a segment must hold: new and changed rows, and tombstones of those that are gone."""
    known = state.hashes(contract)
    if known.is_empty():
        return incoming.with_columns(is_deleted=pl.lit(False))
    # The hash covers the key, except the key that a line is given: one column to compare, not two.
    identity = list(contract.key) if contract.name in LINE_TABLES else ["row_hash"]
    changed = incoming.join(known, on=identity, how="anti", maintain_order="left")
    changed = changed.with_columns(is_deleted=pl.lit(False))
    if not is_full_snapshot:
        return changed
    without_equal = known.join(incoming, on=identity, how="anti")
    gone = without_equal.join(changed, on=list(contract.key), how="anti")
    if gone.is_empty():
        return changed
    tombstones = state.rows(contract, gone).with_columns(
        is_deleted=pl.lit(True), row_number=pl.lit(0, pl.Int64)
    )
    return pl.concat([changed, tombstones.select(changed.columns)])


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
        file_sha256=pl.lit(stem[-64:]),
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
