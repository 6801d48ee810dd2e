"""Workspaces in which the benchmarks land their exports."""

import os
from datetime import UTC, datetime
from pathlib import Path

from ingest.checking import BatchCheck
from ingest.configuration import Configuration, Organisation, Reporting, Source
from ingest.landing import land_source
from ingest.readers import reader_for
from ingest.workspace import Workspace


def configuration_of(source: Source) -> Configuration:
    """Return a configuration with one source; its reader is imported before any clock starts."""
    reader_for(source.format)
    return Configuration(
        organisation=Organisation(name="Benchmark"), reporting=Reporting(currency="CHF"), sources=(source,)
    )


def land(configuration: Configuration, export: Path, folder: Path, check: BatchCheck | None = None) -> None:
    """Drop one export into the workspace's inbox and land it; without `check` no suite judges its rows."""
    inbox = folder / "inbox"
    inbox.mkdir(exist_ok=True)
    os.link(export, inbox / export.name)
    source, now = configuration.sources[0], datetime.now(UTC)
    loads = land_source(Workspace(folder), configuration, source, now, check).new_loads
    if [load.status for load in loads] != ["loaded"]:
        raise SystemExit(f"landing failed: {loads}")
