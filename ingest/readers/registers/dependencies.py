"""Dependencies: what one initiative needs from another, by when.

    Initiative, Needs, Needed by, Kind, Status, Note
    INI-07, INI-02; INI-03, 2026-09-01, data, agreed, the customer keys

A row is one need; several providers may share a cell. Where no kind is given, it is unknown.
"""

from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.parsing.text import underscored
from ingest.readers._rows import Fields, Rows, parse_text
from ingest.reading import ReadContext, ReadResult
from ingest.tabular import read_table

FIELDS: Fields = {
    "initiative_code": (
        "initiative code", "initiative", "initiative id", "consumer", "from initiative", "from", "dependent",
        "code",
    ),
    "provider_initiative_code": (
        "needs", "depends on", "provider", "provider initiative", "needs initiative", "to initiative", "to",
        "predecessor", "blocked by",
    ),
    "dependency_kind": ("kind", "dependency kind", "type", "dependency type"),
    "needed_date": ("needed by", "needed", "needed date", "need date", "due", "due date"),
    "committed_date": ("committed", "committed date", "committed for", "promised", "promised date"),
    "status_name": ("status", "state"),
    "note": ("note", "notes", "comment", "description"),
}  # fmt: skip
NO_KIND = "unknown"
SEPARATORS = r"[;,|\n]"


class DependenciesReader:
    """One need, or several needs of one initiative, a row."""

    format = "dependencies"
    tables = ("initiative_dependencies",)
    description = "dependencies between initiatives (CSV, Excel, JSON, YAML): who needs whom, by when"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one sheet; raises UnreadableFile."""
        expected = {name for names in FIELDS.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, FIELDS)
        rows.dates("needed_date", "committed_date")
        provider = pl.col("provider_initiative_code")
        names = provider.str.replace_all(SEPARATORS, "\n").str.strip_chars()
        rows.frame = rows.frame.with_columns(
            pl.when(names != "").then(names).alias("provider_initiative_code"),
            underscored(pl.col("dependency_kind")).fill_null(NO_KIND),
        )
        rows.require("initiative_code", "provider_initiative_code")
        needs = rows.frame.with_columns(provider.str.split("\n")).explode("provider_initiative_code")
        needs = needs.with_columns(parse_text(provider)).filter(provider.is_not_null())
        needs = needs.unique(maintain_order=True)
        return rows.result({"initiative_dependencies": rows.emit("initiative_dependencies", needs)})


READER = DependenciesReader()
