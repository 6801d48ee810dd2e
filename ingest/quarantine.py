"""What could not be loaded, and what somebody decided about it.

Decisions are kept in the archive beside the receipts, so that a restore from the archive keeps them.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import polars as pl

from ingest.archive import Receipt, receipts_of
from ingest.configuration import Configuration
from ingest.durable_files import read_json, write_json_atomically
from ingest.load_records import FileLoad, load_records
from ingest.workspace import Workspace

Action = Literal["release", "discard", "retry"]
SHORTEST_PREFIX = 6


@dataclass(frozen=True)
class Decision:
    """What to do with a file that was refused or held."""

    action: Action
    decided_at: str  # UTC, ISO 8601: makes two retries two decisions
    note: str = ""


def decision_on(workspace: Workspace, receipt: Receipt) -> Decision | None:
    """Return the newest decision on a file, if there is one."""
    content = read_json(_decision_path(workspace, receipt))
    return Decision(**content) if content else None


def decide(
    workspace: Workspace,
    configuration: Configuration,
    sha256: str,
    action: Action,
    decided_at: datetime,
    note: str = "",
) -> Receipt:
    """Release, discard or retry a file at the next refresh; `sha256` may be shortened to six digits.

    release: load it although too many of its rows fail; discard: never load it; retry: read it again.
    Raises LookupError when no file, or more than one, fits.
    """
    receipt = find_receipt(workspace, configuration, sha256)
    decision = Decision(action, decided_at.isoformat(), note)
    write_json_atomically(_decision_path(workspace, receipt), asdict(decision))
    return receipt


def find_receipt(workspace: Workspace, configuration: Configuration, sha256: str) -> Receipt:
    """Return the one receipt whose hash begins so; LookupError says what to do otherwise."""
    if len(sha256) < SHORTEST_PREFIX:
        raise LookupError(f"{sha256!r} is too short; give at least {SHORTEST_PREFIX} digits of the sha256")
    found = [
        receipt
        for source in configuration.sources
        for receipt in receipts_of(workspace, source.name)
        if receipt.sha256.startswith(sha256)
    ]
    if len(found) != 1:
        names = ", ".join(f"{receipt.source_name}: {receipt.file_name}" for receipt in found) or "none"
        raise LookupError(f"{sha256!r} fits {len(found)} files ({names}); see `portfolio quarantine list`")
    return found[0]


def quarantined_files(workspace: Workspace, configuration: Configuration) -> list[FileLoad]:
    """Return the files that were refused or held, oldest first."""
    return [
        load
        for source in configuration.sources
        for load in load_records(workspace, source.name)
        if load.status in {"refused", "held"}
    ]


def quarantined_rows(workspace: Workspace, source_name: str | None = None) -> pl.DataFrame:
    """Return the rows set aside, with reason and raw content: the columns of meta.quarantined_rows."""
    from ingest.load_records import QUARANTINED_ROWS_SCHEMA

    files = sorted((workspace.quarantine / "rows").glob(f"{source_name or '*'}/[!.]*.parquet"))
    frames = [pl.DataFrame(schema=QUARANTINED_ROWS_SCHEMA), *map(pl.read_parquet, files)]
    return pl.concat(frames)


def _decision_path(workspace: Workspace, receipt: Receipt) -> Path:
    return workspace.archive / "decisions" / receipt.source_name / f"{receipt.stem}.json"
