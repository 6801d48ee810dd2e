"""Status reports: one reported status of an initiative a row, in a sheet of its own.

The register of initiatives takes the same columns. A status without a date of its own is as old as the file.
"""

from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.readers._rows import AS_OF_DATE, Fields, Rows
from ingest.readers.registers._fields import INITIATIVE_CODE
from ingest.reading import ReadContext, ReadResult
from ingest.tabular import read_table

FIELDS: Fields = {
    "reported_status": ("reported status", "status", "rag"),
    "report_date": ("status date", "reported on"),
    "status_text": ("status text", "status comment"),
}
# In a sheet of their own these names can mean nothing else.
OWN_FIELDS: Fields = INITIATIVE_CODE | {
    "reported_status": (*FIELDS["reported_status"], "overall health", "health"),
    "report_date": (*FIELDS["report_date"], "report date", "date"),
    "status_text": (*FIELDS["status_text"], "comment", "text", "note", "summary"),
}
COLOURS = {
    **dict.fromkeys(("g", "green", "on track"), "green"),
    **dict.fromkeys(("a", "y", "amber", "yellow", "orange", "at risk"), "amber"),
    **dict.fromkeys(("r", "red", "off track"), "red"),
}


def read_status(rows: Rows, context: ReadContext) -> None:
    """Give the fields of a report their types, and each report a date."""
    rows.dates("report_date")
    rows.translate("reported_status", COLOURS)
    is_dated = AS_OF_DATE in rows.frame.columns
    as_of = pl.col(AS_OF_DATE) if is_dated else pl.lit(context.as_of_date, pl.Date)
    rows.frame = rows.frame.with_columns(pl.coalesce("report_date", as_of).alias("report_date"))


class StatusReportsReader:
    """One report a row."""

    format = "status_reports"
    tables = ("status_reports",)
    description = "status reports (CSV, Excel, JSON, YAML): one reported status of an initiative a row"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one sheet; raises UnreadableFile."""
        expected = {name for names in OWN_FIELDS.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, OWN_FIELDS)
        read_status(rows, context)
        rows.require("initiative_code", "reported_status", "report_date")
        return rows.result({"status_reports": rows.emit("status_reports")})


READER = StatusReportsReader()
