"""What could not be loaded, and what somebody decided about it.

Decisions are kept in the archive beside the receipts, so that a restore from the archive keeps them.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

import polars as pl

from ingest.configuration import Configuration
from ingest.durable_files import read_json, write_json_atomically
from ingest.load_records import QUARANTINED_ROWS_SCHEMA, FileLoad, load_records
from ingest.receipts import RESTORE, DamagedArchiveError, Receipt, receipts_of
from ingest.workspace import Workspace

Action = Literal["accept", "discard", "read_again"]
# As decisions of older archives call them.
FORMER_ACTIONS = {"release": "accept", "retry": "read_again"}
SHORTEST_PREFIX = 6


@dataclass(frozen=True)
class Decision:
    """What to do with a file that was refused or held."""

    action: Action
    decided_at: str  # UTC, ISO 8601: a file is read again after each decision
    note: str = ""


def decision_on(workspace: Workspace, receipt: Receipt) -> Decision | None:
    """Return the newest decision on a file, if there is one. Raises DamagedArchiveError."""
    path = _decision_path(workspace, receipt)
    if not path.exists():
        return None
    try:
        decision = Decision(**(read_json(path) or {}))
        return replace(decision, action=FORMER_ACTIONS.get(decision.action, decision.action))
    except TypeError as error:
        raise DamagedArchiveError(f"{path}: the decision cannot be read; {RESTORE}") from error


def decide(
    workspace: Workspace,
    configuration: Configuration,
    sha256: str,
    action: Action,
    decided_at: datetime,
    note: str = "",
    source_name: str | None = None,
) -> Receipt:
    """Accept, discard or read again a file at the next refresh; `sha256` may be shortened to six digits.

    accept: load it in spite of what it is held for; discard: never load it; read_again: as if it had just
    arrived, which also takes back the other two.
    `source_name` is needed where several sources received the same bytes. Raises LookupError when no
    file, or more than one, fits.
    """
    receipt = find_receipt(workspace, configuration, sha256, source_name)
    decision = Decision(action, decided_at.isoformat(), note)
    write_json_atomically(_decision_path(workspace, receipt), asdict(decision))
    return receipt


def find_receipt(
    workspace: Workspace, configuration: Configuration, sha256: str, source_name: str | None = None
) -> Receipt:
    """Return the file whose hash begins so; where several sources have it, the one that is in quarantine.

    LookupError says what to do when there is none, or a choice.
    """
    if len(sha256) < SHORTEST_PREFIX:
        raise LookupError(f"{sha256!r} is too short; give at least {SHORTEST_PREFIX} digits of the sha256")
    found = {
        (receipt.source_name, receipt.sha256): receipt  # the newest day on which these bytes arrived
        for source in configuration.sources
        if source_name in {None, source.name}
        for receipt in receipts_of(workspace, source, configuration.zone)
        if receipt.sha256.startswith(sha256)
    }
    if len(found) > 1:
        waiting = {
            (load.source_name, load.file_sha256) for load in quarantined_files(workspace, configuration)
        }
        found = {key: receipt for key, receipt in found.items() if key in waiting} or found
    if len(found) != 1:
        names = ", ".join(f"{receipt.source_name}: {receipt.file_name}" for receipt in found.values())
        raise LookupError(
            f"{sha256!r} fits {len(found)} files ({names or 'none'}); see `portfolio quarantine`"
        )
    return next(iter(found.values()))


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
    files = sorted((workspace.quarantine / "rows").glob(f"{source_name or '*'}/[!.]*.parquet"))
    if not files:
        return pl.DataFrame(schema=QUARANTINED_ROWS_SCHEMA)
    # Files of older versions lack the columns of the money: it is NULL there.
    return pl.read_parquet(files, glob=False, schema=QUARANTINED_ROWS_SCHEMA, missing_columns="insert")


def _decision_path(workspace: Workspace, receipt: Receipt) -> Path:
    return workspace.archive / "decisions" / receipt.source_name / f"{receipt.sha256}.json"
