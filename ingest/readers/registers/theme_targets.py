"""Targets of the strategic themes: the share of change spend of one theme in one strategy version a row.

A share is `40%`, `0.4`, or `40` under a heading with a percent sign. A version holds from its first day until
the next one begins. What portfolio.yml says about a version, or about another one from the same day on, wins.
"""

from pathlib import Path

from ingest.configuration import Source
from ingest.readers._rows import Fields, Rows
from ingest.readers.registers._fields import read_shares
from ingest.reading import ReadContext, ReadResult
from ingest.tabular import read_table

PERCENTAGES = {
    "target_share": "target_percentage",
    "floor_share": "floor_percentage",
    "cap_share": "cap_percentage",
}
FIELDS: Fields = {
    "theme_name": ("theme", "theme name", "strategic theme"),
    "strategy_version": ("strategy version", "version", "strategy"),
    "valid_from_date": ("valid from", "valid from date", "effective from", "from", "start date"),
    "target_share": ("target share", "target", "share", "share of spend"),
    "target_percentage": ("target %", "target share %", "share %", "target percent", "%"),
    "floor_share": ("floor share", "floor", "minimum", "min"),
    "floor_percentage": ("floor %", "floor percent", "minimum %", "min %"),
    "cap_share": ("cap share", "cap", "maximum", "max"),
    "cap_percentage": ("cap %", "cap percent", "maximum %", "max %"),
}


class ThemeTargetsReader:
    """One theme in one strategy version a row."""

    format = "theme_targets"
    tables = ("theme_target_versions",)
    description = "targets of strategic themes (CSV, Excel, JSON, YAML): a theme in a strategy version a row"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one sheet; raises UnreadableFile."""
        expected = {name for names in FIELDS.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, FIELDS)
        rows.dates("valid_from_date")
        read_shares(rows, PERCENTAGES)
        rows.require("theme_name", "strategy_version", "valid_from_date", "target_share")
        return rows.result({"theme_target_versions": rows.emit("theme_target_versions")})


READER = ThemeTargetsReader()
