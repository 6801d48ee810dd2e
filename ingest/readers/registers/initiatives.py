"""The register of initiatives: one bet a row, with its links, its estimate and its reported status.

`Theme`, `Key results` and `Cost objects` hold weighted lists (`Growth 60%; Trust 40%`). A theme or key
result without a weight gets an equal part of what the others leave, a cost object belongs to the initiative
whole. An estimate needs the date it was made; a status without a date of its own is as old as the file.
"""

from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.readers._links import read_links
from ingest.readers._rows import Fields, Rows
from ingest.readers.registers import cost_of_delay, status_reports
from ingest.reading import ReadContext, ReadResult
from ingest.tabular import read_table

DATES = {
    "approved_date": ("approved", "approved date", "approved on"),
    "ready_date": ("ready", "ready date", "ready since"),
    "started_date": ("started", "started date", "start", "start date"),
    "blocked_since_date": ("blocked since", "blocked since date", "blocked"),
    "needed_date": ("needed", "needed date", "needed by"),
    "forecast_delivery_date": ("forecast", "forecast date", "forecast delivery", "forecast delivery date"),
    "released_date": ("released", "released date", "released on", "delivered", "delivered date"),
    "value_start_date": ("value start", "value start date"),
    "cancelled_date": ("cancelled", "cancelled date", "canceled"),
}
FIELDS: Fields = {
    "initiative_code": ("code", "initiative code", "initiative id", "id", "key"),
    "initiative_name": ("name", "initiative", "initiative name", "title"),
    "hypothesis": ("hypothesis",),
    "theme_name": ("theme", "themes", "strategic theme"),
    "value_stream_name": ("value stream",),
    "owner_name": ("owner", "epic owner"),
    "horizon": ("horizon",),
    "stage_name": ("stage", "state"),
    "kill_criterion": ("kill criterion", "kill criteria"),
    "is_run": ("run", "is run", "run the business"),
    "key_result_code": ("key results", "key result"),
    "cost_object_code": ("cost objects", "cost object", "wbs", "wbs elements"),
    "work_item_key": ("epics", "epic", "work items"),
    "remaining_duration_weeks": ("remaining weeks", "remaining duration weeks", "duration weeks"),
    **DATES,
    **cost_of_delay.FIELDS,
    **status_reports.FIELDS,
}
BOOLEANS = {
    **dict.fromkeys(("yes", "y", "true", "1", "x", "ja", "oui", "si", "sí", "sì"), True),
    **dict.fromkeys(("no", "n", "false", "0", "nein", "non"), False),
}
HORIZONS = {f"{prefix}{number}": f"H{number}" for number in range(4) for prefix in ("h", "horizon ", "")}


class InitiativesReader:
    """One initiative a row."""

    format = "initiatives"
    tables = (
        "initiatives",
        "initiative_themes",
        "initiative_key_results",
        "initiative_cost_objects",
        "initiative_work_items",
        "cost_of_delay_estimates",
        "status_reports",
    )
    description = "register of initiatives (CSV, Excel, JSON, YAML): links, estimate and status of one a row"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one register; raises UnreadableFile."""
        expected = {name for names in FIELDS.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, FIELDS)
        rows.require("initiative_code", "initiative_name")
        cost_of_delay.read_estimates(rows)
        status_reports.read_status(rows, context)
        rows.measures("remaining_duration_weeks")
        rows.dates(*DATES)
        rows.booleans("is_run", BOOLEANS)
        rows.translate("horizon", HORIZONS)
        links = _links(rows)
        estimates = cost_of_delay.estimates_of(rows).drop("extra")
        is_reported = pl.col("reported_status").is_not_null() & pl.col("report_date").is_not_null()
        reports = rows.frame.filter(is_reported).drop("extra")
        frames = {"initiatives": rows.frame, **links}
        frames |= {"cost_of_delay_estimates": estimates, "status_reports": reports}
        return rows.result({name: rows.emit(name, frames[name]) for name in self.tables})


def _links(rows: Rows) -> dict[str, pl.DataFrame]:
    code = "initiative_code"
    keys = pl.col("work_item_key").str.extract_all(r"[^\s;,|]+")
    work_items = (
        rows.frame.with_columns(keys.list.unique(maintain_order=True)).explode("work_item_key").drop("extra")
    )
    return {
        "initiative_themes": read_links(rows, code, "theme_name", "theme_name", "remainder"),
        "initiative_key_results": read_links(rows, code, "key_result_code", "key_result_code", "remainder"),
        "initiative_cost_objects": read_links(rows, code, "cost_object_code", "cost_object_code", "whole"),
        "initiative_work_items": work_items.filter(pl.col("work_item_key").is_not_null()),
    }


READER = InitiativesReader()
