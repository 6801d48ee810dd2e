"""Workspaces of tests: landing their files, and looking at what became of every row."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from data_quality.runner import batch_check
from ingest.configuration_file import load_configuration
from ingest.contracts import TABLES
from ingest.landing import SourceLoad, land_source
from ingest.load_records import FileLoad
from ingest.quarantine import quarantined_rows
from ingest.segments import current_state
from ingest.workspace import Workspace

RECEIVED = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Landed:
    """A workspace after landing."""

    workspace: Workspace
    sources: dict[str, SourceLoad]

    def rows(self, table_name: str, source_name: str) -> pl.DataFrame:
        """Return the rows of a contract table as they stand."""
        return current_state(self.workspace, TABLES[table_name], source_name)

    def versions(self, table_name: str, source_name: str) -> pl.DataFrame:
        """Return every version of every row ever written, tombstones included."""
        files = sorted((self.workspace.input / table_name / source_name).glob("*.parquet"))
        return pl.concat(
            [pl.DataFrame(schema=TABLES[table_name].segment_schema), *map(pl.read_parquet, files)]
        )

    def rejected(self, source_name: str) -> pl.DataFrame:
        """Return the quarantined rows of a source."""
        return quarantined_rows(self.workspace, source_name)

    def load(self, source_name: str) -> FileLoad:
        """Return the load of a source's only file."""
        (load,) = self.sources[source_name].loads
        return load

    def results(self, source_name: str) -> pl.DataFrame:
        """Return what each expectation found in the files of a source."""
        files = sorted((self.workspace.quarantine / "results" / source_name).glob("*.parquet"))
        return pl.concat(map(pl.read_parquet, files))


def land(root: Path) -> Landed:
    """Land every source of a workspace with its quality suites, as a refresh does."""
    workspace = Workspace(root)
    configuration = load_configuration(workspace.configuration_path)
    check = batch_check(configuration)
    sources = {
        source.name: land_source(workspace, configuration, source, RECEIVED, check)
        for source in configuration.sources
    }
    return Landed(workspace, sources)


def assert_nothing_is_lost(landed: Landed) -> None:
    """Each row read was accepted, lies in quarantine with a reason, or was left out by a named rule."""
    for name, source in landed.sources.items():
        rejected = landed.rejected(name)
        assert rejected["reason"].null_count() == 0
        for load in source.loads:
            counted = load.row_count_accepted + load.row_count_rejected + sum(load.ignored.values())
            assert load.row_count_read == counted, load
            of_file = rejected.filter(pl.col("file_sha256") == load.file_sha256)
            assert of_file["row_number"].n_unique() >= load.row_count_rejected
            assert load.status == "loaded" or (load.reason and load.remedy)
