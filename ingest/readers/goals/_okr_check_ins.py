"""Check-ins, however a sheet holds them: week or date columns, a row a quarter, a current value, a sheet."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from ingest.configuration import ReadOptions
from ingest.parsing.dates import parse_dates
from ingest.parsing.numbers import Mark
from ingest.parsing.periods import parse_month
from ingest.parsing.text import folded
from ingest.readers._rows import AS_OF_DATE, Rows
from ingest.readers.goals._okr_values import PERCENT, read_confidences, read_values, scaled
from ingest.reading import ReadContext
from ingest.table import ROW_NUMBER

WEEK = re.compile(r"(?:w|wk|week|kw)[ -]?0?(?P<number>[1-9][0-9]?)", re.IGNORECASE)
VALUE_FIELDS = ("baseline_value", "target_value", "current_value")
CHECK_IN_COLUMNS = (
    "key_result_code",
    "check_in_date",
    "value",
    "confidence",
    "reported_status",
    "note",
    ROW_NUMBER,
)


@dataclass(frozen=True)
class WideColumn:
    """A column of check-ins: of the n-th week of the key result's period, or of a day."""

    column: str
    week: int | None
    day: date | None


def wide_columns(rows: Rows) -> list[WideColumn]:
    """Find the columns, unknown otherwise, that hold check-ins."""
    found = []
    for column in rows.unknown:
        name = rows.table.header[int(column[1:])].name
        week = WEEK.fullmatch(name)
        day = _day(name, rows.options)
        if week or day:
            found.append(WideColumn(column, int(week["number"]) if week else None, day))
    return found


def _day(name: str, options: ReadOptions) -> date | None:
    """Return the day of a date header; a month's column tells how things stood at its end."""
    if month := parse_month(name, options.months):
        return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return parse_dates(pl.Series([name]), options)[0][0] if re.search("[0-9]", name) else None


def read_check_in_fields(rows: Rows, wide: list[WideColumn]) -> pl.DataFrame:
    """Type the values of a sheet; return those of the wide columns: row_number, column, value."""
    long = _scaled_values(rows, wide)
    rows.refuse_values(long.select(ROW_NUMBER, "reason", field="slot", value="text"))
    for field in VALUE_FIELDS:
        values = long.filter(slot=field).select(ROW_NUMBER, pl.col("value").alias(field))
        rows.frame = rows.frame.drop(field).join(values, on=ROW_NUMBER, how="left", maintain_order="left")
    rows.take("confidence", *read_confidences(rows.frame["confidence"], rows.options.decimal_mark))
    rows.dates("check_in_date")
    is_wide = pl.col("slot").is_in([column.column for column in wide])
    return long.filter(is_wide & pl.col("value").is_not_null()).select(ROW_NUMBER, "value", column="slot")


def _scaled_values(rows: Rows, wide: list[WideColumn]) -> pl.DataFrame:
    cells = rows.table.frame.select(ROW_NUMBER, *(column.column for column in wide))
    texts = rows.frame.select(ROW_NUMBER, *VALUE_FIELDS).join(
        cells, on=ROW_NUMBER, how="left", maintain_order="left"
    )
    long = texts.unpivot(index=ROW_NUMBER, variable_name="slot", value_name="text")
    long = long.hstack(read_values(long["text"], rows.options.decimal_mark))
    rows.frame = _with_units(rows.frame, long)
    units = rows.frame.select(ROW_NUMBER, "unit", "is_unit_written", "scale")
    return scaled(long.join(units, on=ROW_NUMBER, how="left", maintain_order="left"))


def _with_units(frame: pl.DataFrame, long: pl.DataFrame) -> pl.DataFrame:
    """Add `scale`, `is_unit_written`, and the unit `%` where baseline and target are both in percent."""
    goals = long.filter(pl.col("slot").is_in(["baseline_value", "target_value"]) & (pl.col("value") != 0))
    known = goals.group_by(ROW_NUMBER).agg(
        pl.col("is_percent").all().alias("_all_percent"),
        (pl.col("value").abs() * pl.when("is_percent").then(100).otherwise(1)).max().alias("scale"),
    )
    unit = pl.when(pl.col("unit").is_null() & pl.col("_all_percent")).then(pl.lit(PERCENT)).otherwise("unit")
    return frame.join(known, on=ROW_NUMBER, how="left", maintain_order="left").with_columns(
        pl.col("unit").is_not_null().alias("is_unit_written"), unit.alias("unit")
    )


def check_ins(rows: Rows, wide: list[WideColumn], values: pl.DataFrame, context: ReadContext) -> pl.DataFrame:
    """Return the check-ins of a sheet, with `is_current` for those that only repeat the latest value."""
    as_of = pl.col(AS_OF_DATE) if AS_OF_DATE in rows.frame.columns else pl.lit(context.as_of_date, pl.Date)
    dated = rows.frame.filter(pl.col("key_result_code").is_not_null()).with_columns(_as_of=as_of)
    from_columns = _of_wide_columns(rows, dated, wide, values)
    keys = [name for name in ("key_result_code", AS_OF_DATE) if name in dated.columns]
    is_long = pl.lit(
        dated.select(keys).is_duplicated().any()
    )  # a row a quarter: each tells of its own period
    on_day = pl.when(is_long).then(pl.min_horizontal("period_end_date", "_as_of"))
    # A quarter to come, without a value, would stand on the same day as what is known now.
    is_to_come = (pl.col("period_start_date") > pl.col("_as_of")).fill_null(value=False)
    is_reported = pl.col("current_value").is_not_null() | (is_long & ~is_to_come)
    dated = dated.with_columns(
        value="current_value",
        reported_status=pl.coalesce("reported_status", "status_name"),
        is_current=pl.col("check_in_date").is_null() & ~is_long,
        check_in_date=pl.coalesce("check_in_date", on_day, "_as_of", "period_end_date"),
    ).filter(is_reported)
    rows.refuse(
        pl.col(ROW_NUMBER).is_in(dated.filter(pl.col("check_in_date").is_null())[ROW_NUMBER].to_list()),
        "missing_value",
        "check_in_date",
        "a value needs a date: a column Last updated, a period, or the file's as-of date",
    )
    return pl.concat([from_columns, _columns(rows, dated.filter(pl.col("check_in_date").is_not_null()))])


def _of_wide_columns(
    rows: Rows, dated: pl.DataFrame, wide: list[WideColumn], values: pl.DataFrame
) -> pl.DataFrame:
    """Return a check-in per filled cell; the row's status and confidence go with the last one."""
    schema = {"column": pl.String(), "week": pl.Int64(), "day": pl.Date()}
    headers = pl.DataFrame([(w.column, w.week, w.day) for w in wide], schema=schema, orient="row")
    end_of_week = pl.col("period_start_date").dt.offset_by(pl.format("{}d", pl.col("week") * 7 - 1))
    found = values.join(headers, on="column").join(dated.drop("check_in_date"), on=ROW_NUMBER)
    found = found.with_columns(check_in_date=pl.coalesce("day", end_of_week)).sort(
        ROW_NUMBER, "check_in_date"
    )
    rows.refuse(
        pl.col(ROW_NUMBER).is_in(found.filter(pl.col("check_in_date").is_null())[ROW_NUMBER].to_list()),
        "missing_value",
        "period_start_date",
        "a week column needs the start of the key result's period",
    )
    is_last = pl.col("check_in_date") == pl.col("check_in_date").max().over(ROW_NUMBER)
    reported = pl.coalesce("reported_status", "status_name")
    latest = {"confidence": pl.col("confidence"), "reported_status": reported, "note": pl.col("note")}
    found = found.with_columns(
        *(pl.when(is_last).then(source).alias(name) for name, source in latest.items()),
        is_current=pl.lit(False),
    )
    return _columns(rows, found.filter(pl.col("check_in_date").is_not_null()))


def _columns(rows: Rows, found: pl.DataFrame) -> pl.DataFrame:
    as_of = [AS_OF_DATE] if AS_OF_DATE in rows.frame.columns else []
    return found.select(*CHECK_IN_COLUMNS, *as_of, "is_current")


def sheet_check_ins(
    rows: Rows, known: pl.DataFrame, decimal_mark: Mark | None, aliases: Mapping[str, str]
) -> pl.DataFrame:
    """Return the check-ins of a sheet of their own, each found by the key result's code, text or alias.

    `known` has key_result_code, key_result_name, unit, is_unit_written, scale of the other sheets.
    """
    rows.require("key_result", "check_in_date")
    rows.dates("check_in_date")
    codes = _codes_by_text(known, aliases)
    texts = rows.frame["key_result"].unique().drop_nulls()
    found = {text: codes.get(folded(text), set()) for text in texts}
    certain = {text: next(iter(each)) for text, each in found.items() if len(each) == 1}
    code = pl.col("key_result").replace_strict(certain, default=None, return_dtype=pl.String)
    rows.frame = rows.frame.with_columns(key_result_code=code)
    is_doubtful = pl.col("key_result").is_in([text for text, each in found.items() if len(each) > 1])
    rows.refuse(
        is_doubtful,
        "ambiguous_key_result",
        "key_result",
        pl.format("several key results have the text '{}'; write the code of one", "key_result"),
    )
    rows.refuse(
        pl.col("key_result").is_not_null() & pl.col("key_result_code").is_null() & ~is_doubtful,
        "unknown_key_result",
        "key_result",
        pl.format(
            "no key result has the code or the text '{}', nor does key_result_aliases name it", "key_result"
        ),
    )
    units = known.select("key_result_code", "unit", "is_unit_written", "scale").unique("key_result_code")
    values = rows.frame.select("key_result_code").hstack(
        read_values(rows.frame["current_value"], decimal_mark)
    )
    values = scaled(values.join(units, on="key_result_code", how="left", maintain_order="left"))
    rows.take("current_value", values["value"], values["reason"])
    rows.take("confidence", *read_confidences(rows.frame["confidence"], decimal_mark))
    frame = rows.frame.with_columns(
        value="current_value",
        reported_status=pl.coalesce("reported_status", "status_name"),
        is_current=pl.lit(False),
    )
    return _columns(rows, frame.filter(pl.col("key_result_code").is_not_null()))


def _codes_by_text(known: pl.DataFrame, aliases: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the codes that a folded code, text or approved name may mean in this file."""
    pairs = [*known.select("key_result_code", "key_result_name").unique().iter_rows()]
    by_text: dict[str, set[str]] = defaultdict(set)
    by_final: dict[str, set[str]] = defaultdict(set)
    for code, name in pairs:
        by_text[folded(name)].add(code)
        by_final[aliases.get(folded(code)) or aliases.get(folded(name)) or code].add(code)
    for code, _ in pairs:
        by_text[folded(code)] = {code}
    for text, final in (*aliases.items(), *((folded(final), final) for final in aliases.values())):
        by_text.setdefault(text, by_final.get(final, {final}))
    return by_text
