"""What a build is made of, as plain rows: the input tables of a workspace and its portfolio.yml.

Nothing here knows dbt or a formula. A row is a dict of the contract's columns
(`ingest/contracts.py`); amounts are `Decimal`, instants naive UTC.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from ingest.contracts import TABLES
from ingest.thresholds import Thresholds

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Inputs:
    """Everything that the figures of one build may depend on."""

    root: Path
    as_of: date
    as_known_on: datetime
    _read: dict[str, list[Row]] = field(default_factory=dict, repr=False)

    @cached_property
    def settings(self) -> dict[str, Any]:
        """portfolio.yml as it is written."""
        return yaml.safe_load((self.root / "portfolio.yml").read_text(encoding="utf-8"))

    @cached_property
    def thresholds(self) -> dict[str, Any]:
        """The thresholds in force: those of portfolio.yml over the defaults."""
        return Thresholds(**self.settings.get("thresholds", {})).model_dump()

    def setting(self, *path: str, default: Any = None) -> Any:
        """Return what portfolio.yml says at a path, or `default`."""
        place = self.settings
        for name in path:
            if name not in place:
                return default
            place = place[name]
        return place

    def versions(self, table: str) -> list[Row]:
        """All versions of all rows known on `as_known_on`, tombstones included, oldest first.

        Of two that were known at once the first file's first row comes last: it is the one that holds.
        """
        if table not in self._read:
            sources = [source["name"] for source in self.settings["sources"]]
            files = [path for name in sources for path in (self.root / "input" / table / name).glob("[!.]*")]
            rows = [row for path in sorted(files) for row in pl.read_parquet(path, glob=False).to_dicts()]
            known = [row for row in rows if row["known_at"] <= self.as_known_on]
            known.sort(key=lambda row: (row["file_sha256"], row["row_number"]), reverse=True)
            self._read[table] = sorted(known, key=lambda row: row["known_at"])
        return self._read[table]

    def rows(self, table: str) -> list[Row]:
        """The current rows of all sources: of each key the last version, without those that are gone."""
        key = ("source_name", *TABLES[table].key)
        last = {tuple(row[name] for name in key): row for row in self.versions(table)}
        return [row for row in last.values() if not row["is_deleted"]]
