"""A workspace with an inbox, for tests of landing: drop files, land them, look at what became of them."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from ingest.checking import BatchCheck
from ingest.configuration import Configuration, Source
from ingest.contracts import TABLES
from ingest.landing import SourceLoad, land_source
from ingest.segments import current_state, segment_files
from ingest.workspace import Workspace

LEDGER_HEADER = "Posting Date,Cost Object,Text,Amount,Currency"
REGISTER_HEADER = "Code,Name,Stage"


@dataclass
class Inbox:
    """One source of a workspace."""

    root: Path
    configuration: Configuration

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root)

    @property
    def source(self) -> Source:
        return self.configuration.sources[0]

    @property
    def folder(self) -> Path:
        return self.root / "inbox" / self.source.name

    def drop(self, name: str, content: bytes | str) -> Path:
        """Put a file into the inbox."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def ledger(self, name: str, *lines: str) -> Path:
        """Drop a ledger; a line is `cost object amount`."""
        rows = [
            f"2026-03-05,{object_code},rent,{amount},EUR" for object_code, amount in map(str.split, lines)
        ]
        return self.drop(name, "\n".join([LEDGER_HEADER, *rows]) + "\n")

    def register(self, name: str, *initiatives: str) -> Path:
        """Drop a register; an initiative is `code stage`."""
        rows = [f"{code},Bet {code},{stage}" for code, stage in map(str.split, initiatives)]
        return self.drop(name, "\n".join([REGISTER_HEADER, *rows]) + "\n")

    def land(self, day: str = "2026-04-01", check: BatchCheck | None = None) -> SourceLoad:
        """Land at 02:30 UTC of a day."""
        received_at = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(
            hour=2, minute=30
        )
        return land_source(self.workspace, self.configuration, self.source, received_at, check)

    def with_source(self, **changes: object) -> "Inbox":
        """Return the same workspace with another setting of its source."""
        source = Source.model_validate(self.source.model_dump() | changes)
        return Inbox(self.root, self.configuration.model_copy(update={"sources": (source,)}))

    def stages(self) -> dict[str, str]:
        """Return the initiatives as they stand: code -> stage."""
        state = current_state(self.workspace, TABLES["initiatives"], self.source.name)
        return dict(state.select("initiative_code", "stage_name").sort("initiative_code").rows())

    def stages_known_on(self, day: str) -> dict[str, str]:
        """Return the initiatives as they were known at the end of a day, from the segments alone."""
        latest = self.versions("initiatives").filter(pl.col("known_at").dt.date() <= date.fromisoformat(day))
        latest = latest.sort("known_at").unique("initiative_code", keep="last", maintain_order=True)
        return dict(
            latest.filter(~pl.col("is_deleted"))
            .select("initiative_code", "stage_name")
            .sort("initiative_code")
            .rows()
        )

    def amounts(self) -> list[tuple[str, str]]:
        """Return the ledger's lines as they stand: (cost object, amount)."""
        state = current_state(self.workspace, TABLES["ledger_lines"], self.source.name)
        rows = state.select("cost_object_code", pl.col("amount").cast(pl.Float64)).rows()
        return sorted((code, f"{amount:g}") for code, amount in rows)

    def versions(self, table: str) -> pl.DataFrame:
        """Return every row of every segment."""
        files = segment_files(self.workspace, table, self.source.name)
        return pl.concat([pl.DataFrame(schema=TABLES[table].segment_schema), *map(pl.read_parquet, files)])

    def hashes(self, *folders: str) -> dict[str, str]:
        """Return path -> sha256 of every file below some of the workspace's folders."""
        paths = [path for folder in folders for path in (self.root / folder).rglob("*") if path.is_file()]
        return {
            str(path.relative_to(self.root)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(paths)
        }


def make_inbox(root: Path, source_format: str, **settings: object) -> Inbox:
    """Return an empty inbox of one source called `books`."""
    source = {"name": "books", "format": source_format, "files": "inbox/books/*", **settings}
    document = {
        "organisation": {"name": "Harbour", "time_zone": "Europe/Zurich"},
        "reporting": {"currency": "EUR"},
        "sources": [source],
    }
    return Inbox(root, Configuration.model_validate(document))
