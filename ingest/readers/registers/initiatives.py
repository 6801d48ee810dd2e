"""The register of initiatives: one bet a row, with its links, its estimate and its reported status.

`Theme`, `Key results` and `Cost objects` hold weighted lists (`Growth 60%; Trust 40%`). A theme or key
result without a weight gets an equal part of what the others leave, a cost object belongs to the initiative
whole. An estimate needs the date it was made; a status without a date of its own is as old as the file.
"""

from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.parsing.text import underscored
from ingest.readers._currency import read_currency
from ingest.readers._links import read_links
from ingest.readers._rows import Fields, Rows
from ingest.reading import ReadContext, ReadResult
from ingest.table import ROW_NUMBER
from ingest.tabular import read_table

DATES = {
    "approved_date": ("approved", "approved date", "approved on"),
    "ready_date": ("ready", "ready date", "ready since"),
    "started_date": ("started", "started date", "start", "start date"),
    "blocked_since_date": ("blocked since", "blocked since date", "blocked"),
    "needed_date": ("needed", "needed date", "needed by"),
    "forecast_delivery_date": ("forecast", "forecast date", "forecast delivery", "forecast delivery date"),
    "value_start_date": ("value start", "value start date"),
    "cancelled_date": ("cancelled", "cancelled date", "canceled"),
}
AMOUNTS = {
    "rate_low_amount": ("cod week low", "cost of delay per week low", "rate low"),
    "rate_likely_amount": ("cod week likely", "cost of delay per week likely", "cod week", "rate likely"),
    "rate_high_amount": ("cod week high", "cost of delay per week high", "rate high"),
    "penalty_amount": ("penalty",),
    "penalty_per_week_amount": ("penalty per week",),
    "debt_growth_amount": ("debt growth",),
}
SCORES = {
    "user_business_value": ("user business value", "business value"),
    "time_criticality": ("time criticality",),
    "risk_opportunity": ("risk opportunity", "risk reduction opportunity enablement"),
    "job_size": ("job size",),
}
MEASURES = SCORES | {
    "remaining_duration_weeks": ("remaining weeks", "remaining duration weeks", "duration weeks"),
    "half_life_weeks": ("half life weeks", "half life"),
}
ESTIMATE_DATES = {
    "estimate_date": ("estimate date", "estimated on"),
    "window_end_date": ("window end", "window end date"),
    "deadline_date": ("deadline", "deadline date"),
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
    "value_type": ("value type",),
    "urgency_profile": ("urgency profile", "urgency"),
    "currency_code": ("currency", "cod currency"),
    "estimation_batch": ("estimation batch", "batch"),
    "estimator_name": ("estimator",),
    "basis": ("basis", "basis of estimate"),
    "reported_status": ("reported status", "status", "rag"),
    "report_date": ("status date", "reported on"),
    "status_text": ("status text", "status comment"),
    **DATES,
    **AMOUNTS,
    **MEASURES,
    **ESTIMATE_DATES,
}
BOOLEANS = {
    **dict.fromkeys(("yes", "y", "true", "1", "x", "ja", "oui", "si", "sí", "sì"), True),
    **dict.fromkeys(("no", "n", "false", "0", "nein", "non"), False),
}
COLOURS = {
    **dict.fromkeys(("g", "green", "on track"), "green"),
    **dict.fromkeys(("a", "y", "amber", "yellow", "orange", "at risk"), "amber"),
    **dict.fromkeys(("r", "red", "off track"), "red"),
}
HORIZONS = {f"{prefix}{number}": f"H{number}" for number in range(4) for prefix in ("h", "horizon ", "")}
NO_PROFILE = "unknown"


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
    description = "register of initiatives (CSV, Excel, JSON): links, cost-of-delay estimate and status a row"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one register; raises UnreadableFile."""
        expected = {name for names in FIELDS.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, FIELDS)
        rows.require("initiative_code", "initiative_name")
        read_currency(rows, *AMOUNTS)
        rows.money(*AMOUNTS)
        rows.measures(*MEASURES)
        rows.dates(*DATES, *ESTIMATE_DATES, "report_date")
        rows.booleans("is_run", BOOLEANS)
        rows.translate("horizon", HORIZONS)
        rows.translate("reported_status", COLOURS)
        rows.frame = rows.frame.with_columns(underscored(pl.col("value_type", "urgency_profile")))
        links = _links(rows)
        estimates, reports = _estimates(rows), _status_reports(rows, context)
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


def _estimates(rows: Rows) -> pl.DataFrame:
    """Return the rows that estimate anything; without a profile, an estimate is of an unknown one."""
    given = [*AMOUNTS, *SCORES, "urgency_profile", "value_type", "half_life_weeks"]
    has_estimate = pl.any_horizontal(pl.col(given).is_not_null())
    rows.refuse(
        has_estimate & pl.col("estimate_date").is_null() & ~pl.col(ROW_NUMBER).is_in(list(rows.refused_rows)),
        "missing_value",
        "estimate_date",
        "an estimate needs the date on which it was made",
    )
    estimates = rows.frame.filter(has_estimate).drop("extra")
    return estimates.with_columns(pl.col("urgency_profile").fill_null(NO_PROFILE))


def _status_reports(rows: Rows, context: ReadContext) -> pl.DataFrame:
    as_of = (
        pl.col("as_of_date") if "as_of_date" in rows.frame.columns else pl.lit(context.as_of_date, pl.Date)
    )
    reports = rows.frame.with_columns(pl.coalesce("report_date", as_of).alias("report_date")).drop("extra")
    return reports.filter(pl.col("reported_status").is_not_null() & pl.col("report_date").is_not_null())


READER = InitiativesReader()
