"""Capacity: working time of teams or people by week, one week a row or one column a week.

    Team, Initiative, Unit, 2026-W05, 2026-W06          Person, Week, Unit, Supply, Time off, Reserve
    Team 1, , fte, 5, 4.5                               Owner 07, 2026-W05, hours, 40, 8, 4
    Team 1, INI-07, fte, 2, 2

A row with an initiative is time given to it, any other one is the measure it names, else supply. Units
(hours, days, FTE) are stated by a column, by `read.constants`, or by the quantity's heading; they are never
guessed and never converted. `W05` needs its year: a column, or `read.constants: {year: 2026}`.
"""

import re
from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.parsing.numbers import NO_VALUE
from ingest.parsing.weeks import ISO_WEEK, NO_WEEK, parse_weeks
from ingest.readers._rows import Fields, Rows
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.table import ROW_NUMBER
from ingest.tabular import read_table

UNIT_HEADINGS = {
    "hours_quantity": ("hours", "h"),
    "days_quantity": ("days", "person days", "pd"),
    "fte_quantity": ("fte", "ftes"),
}
MEASURE_HEADINGS = {
    "supply_quantity": ("supply", "available", "availability"),
    "time_off_quantity": ("time off", "leave", "absence", "vacation"),
    "reserve_quantity": ("reserve", "bau", "bau reserve", "run reserve"),
    "allocated_quantity": ("allocated", "allocation", "planned", "booked", "assigned"),
}
QUANTITY = {"quantity": ("quantity", "capacity", "value", "amount")}
FIELDS: Fields = {
    "team_name": ("team", "team name", "squad"),
    "person_name": ("person", "person name", "employee", "resource", "name", "member"),
    "initiative_code": ("initiative code", "initiative", "initiative id", "bet", "project"),
    "week": ("week", "week start", "week starting", "iso week", "calendar week", "week commencing"),
    "year": ("year", "iso year"),
    "measure": ("measure", "kind", "type"),
    "unit": ("unit", "units", "uom"),
    **QUANTITY,
    **UNIT_HEADINGS,
    **MEASURE_HEADINGS,
}
MEASURES = {
    **dict.fromkeys(("supply", "capacity", "available", "availability", "gross"), "supply"),
    **dict.fromkeys(("time off", "time_off", "leave", "absence", "vacation"), "time_off"),
    **dict.fromkeys(("reserve", "bau", "run", "bau reserve"), "reserve"),
    **dict.fromkeys(("allocated", "allocation", "planned", "booked", "assigned", "demand"), "allocated"),
}
UNITS = {
    **dict.fromkeys(("hours", "hour", "h", "hrs", "stunden"), "hours"),
    **dict.fromkeys(("days", "day", "d", "pd", "person days", "tage"), "days"),
    **dict.fromkeys(("fte", "ftes"), "fte"),
}
CELLS = {ROW_NUMBER: pl.Int64(), "quantity": pl.String(), "heading": pl.String(), "week_label": pl.String()}


class CapacityReader:
    """One week a row, or one column a week."""

    format = "capacity"
    tables = ("capacity_weeks", "capacity_allocations")
    description = "capacity of teams or people (CSV, Excel, JSON, YAML), one week a row or one column a week"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one sheet; raises UnreadableFile."""
        expected = {name for names in FIELDS.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, FIELDS)
        read = rows.frame[ROW_NUMBER]
        _take_cells(path, rows)
        empty = read.len() - rows.frame[ROW_NUMBER].n_unique()
        _name_what_is_measured(rows)
        _date_the_weeks(rows)
        rows.measures("quantity")
        rows.require("resource_name", "week_start_date", "quantity", "unit")
        is_allocation = pl.col("initiative_code").is_not_null() & (pl.col("measure") == "allocated")
        tables = {
            "capacity_weeks": rows.emit("capacity_weeks", rows.frame.filter(~is_allocation)),
            "capacity_allocations": rows.emit("capacity_allocations", rows.frame.filter(is_allocation)),
        }
        return rows.result(tables, {"no_quantity": empty} if empty else {})


def _take_cells(path: Path, rows: Rows) -> None:
    """Make a row of each filled quantity: of the columns named after weeks, or of those of a row's week."""
    if "week" in rows.present:
        columns = {name: (name, None) for name in (*QUANTITY, *UNIT_HEADINGS, *MEASURE_HEADINGS)}
        cells = rows.frame.select(ROW_NUMBER, *columns)
    else:
        weeks = _week_columns(rows)
        if not weeks:
            remedy = "name the column of weeks with read.columns, or write weeks as 2026-W05"
            raise UnreadableFile(
                path, "header", "neither a column of weeks nor a column for each week", remedy
            )
        columns = {column: (None, label) for column, label in weeks.items()}
        cells = rows.table.frame.select(ROW_NUMBER, *columns)
        rows.keep_as_extra(name for name in rows.unknown if name not in weeks)
    places = [(column, *named, place) for place, (column, named) in enumerate(columns.items())]
    headings = pl.DataFrame(places, schema=["column", "heading", "week_label", "place"], orient="row")
    filled = cells.unpivot(index=ROW_NUMBER, variable_name="column", value_name="text").filter(
        ~pl.col("text").str.strip_chars().str.to_lowercase().is_in(NO_VALUE)
    )
    named = filled.join(headings, on="column").select(
        ROW_NUMBER, pl.col("text").alias("quantity"), "heading", "week_label", "place"
    )
    fields = rows.frame.drop("quantity", *UNIT_HEADINGS, *MEASURE_HEADINGS)
    rows.frame = (
        named.join(fields, on=ROW_NUMBER)
        .sort(ROW_NUMBER, "place")
        .drop("place")
        .cast({"heading": pl.String, "week_label": pl.String})
    )


def _week_columns(rows: Rows) -> dict[str, str]:
    """Return the frame's columns whose heading names a week, also one that its year does not have."""
    names = [rows.table.header[int(column[1:])].name for column in rows.unknown]
    any_year = pl.Series([2026] * len(names), dtype=pl.Int64)  # whether it is a week, not which one
    _, reasons = parse_weeks(pl.Series(names, dtype=pl.String), any_year, rows.options)
    columns = zip(rows.unknown, names, reasons, strict=True)
    return {
        column: name
        for column, name, reason in columns
        if name and (reason != NO_WEEK or re.fullmatch(ISO_WEEK, name))
    }


def _name_what_is_measured(rows: Rows) -> None:
    """Tell whose time it is, which measure and in which unit."""
    heading = pl.col("heading")
    is_person, has_initiative = pl.col("person_name").is_not_null(), pl.col("initiative_code").is_not_null()
    rows.translate("measure", MEASURES)
    rows.translate("unit", UNITS)
    by_heading = heading.str.strip_suffix("_quantity")
    unit = pl.when(heading.is_in(list(UNIT_HEADINGS))).then(by_heading)
    detail = pl.format("the heading says {}, the unit {}", unit, "unit")
    rows.refuse(unit != pl.col("unit"), "contradiction", "unit", detail)
    is_other_measure = has_initiative & (pl.col("measure") != "allocated")
    rows.refuse(is_other_measure, "contradiction", "measure", "time given to an initiative is allocated time")
    rows.frame = rows.frame.with_columns(
        pl.when(is_person).then(pl.lit("person")).otherwise(pl.lit("team")).alias("resource_kind"),
        pl.coalesce("person_name", "team_name").alias("resource_name"),
        pl.coalesce(
            pl.when(heading.is_in(list(MEASURE_HEADINGS))).then(by_heading),
            "measure",
            pl.when(has_initiative).then(pl.lit("allocated")).otherwise(pl.lit("supply")),
        ).alias("measure"),
        pl.coalesce(unit, "unit").alias("unit"),
    )


def _date_the_weeks(rows: Rows) -> None:
    """Replace the labels of weeks by their Mondays."""
    rows.whole_numbers("year")
    rows.frame = rows.frame.with_columns(pl.coalesce("week_label", "week").alias("week_start_date"))
    rows.take(
        "week_start_date", *parse_weeks(rows.frame["week_start_date"], rows.frame["year"], rows.options)
    )


READER = CapacityReader()
