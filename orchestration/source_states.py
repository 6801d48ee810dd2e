"""How each source stands: its newest file, and the account of its rows."""

from dataclasses import dataclass

from ingest.configuration import Configuration
from ingest.load_records import load_records
from ingest.workspace import Workspace


@dataclass(frozen=True)
class SourceState:
    """One source. Rows are counted over the files that were loaded."""

    source_name: str
    newest_as_of_date: str | None
    file_count: int  # loaded
    left_out_count: int  # refused, held or discarded
    row_count_accepted: int
    row_count_rejected: int
    row_count_ignored: int

    def __str__(self) -> str:
        rejected = f", {self.row_count_rejected:,} in quarantine" if self.row_count_rejected else ""
        ignored = f", {self.row_count_ignored:,} ignored" if self.row_count_ignored else ""
        left_out = f", {_files(self.left_out_count)} left out" if self.left_out_count else ""
        return (
            f"{self.source_name:<16} {self.newest_as_of_date or 'no data':<11} {_files(self.file_count):>9} "
            f"{self.row_count_accepted:>9,} rows{rejected}{ignored}{left_out}"
        )


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def source_states(workspace: Workspace, configuration: Configuration) -> list[SourceState]:
    """Return the state of every configured source."""
    return [_state(workspace, source.name) for source in configuration.sources]


def _state(workspace: Workspace, source_name: str) -> SourceState:
    loads = load_records(workspace, source_name)
    loaded = [load for load in loads if load.status == "loaded"]
    return SourceState(
        source_name=source_name,
        newest_as_of_date=max((load.as_of_date for load in loaded if load.as_of_date), default=None),
        file_count=len(loaded),
        left_out_count=len(loads) - len(loaded),
        row_count_accepted=sum(load.row_count_accepted for load in loaded),
        row_count_rejected=sum(load.row_count_rejected for load in loaded),
        row_count_ignored=sum(load.row_count_ignored for load in loaded),
    )
