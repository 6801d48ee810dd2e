"""From the rows of an OKR sheet to objectives and key results: merged cells, periods, codes."""

import json

import polars as pl

from ingest.fiscal import fiscal_year_of
from ingest.parsing.periods import parse_period
from ingest.parsing.text import folded, slug, underscored
from ingest.readers._rows import AS_OF_DATE, Rows
from ingest.readers.goals._okr_fields import (
    CURVES,
    DIRECTION_OF_WORD,
    DONE_WORDS,
    LEVEL_SHEETS,
    OBJECTIVE_FIELDS,
    PERIOD_FIELDS,
    REACH,
    STEP_CURVE,
    UNITS_OF_TYPE,
)
from ingest.reading import ReadContext
from ingest.table import ROW_NUMBER, normalise_name

KEY_RESULT_COLUMNS = frozenset({"key_result_code", "key_result_name"})


VALUE_FIELDS = ("baseline_value", "target_value", "current_value")


def complete_rows(rows: Rows, context: ReadContext) -> dict[str, int]:
    """Give each row its objective, period and codes; refuse those that stay without.

    Returns how many rows were left out, by the name of the rule.
    """
    if not KEY_RESULT_COLUMNS & rows.present:
        _take_as_objectives(rows)
    _fill_down(rows)
    left_out = _leave_out_deleted(rows)
    _take_sheet_name(rows, context)
    rows.dates("period_start_date", "period_end_date")
    _read_periods(rows, context)
    _set_codes(rows)
    _read_types(rows)
    _read_curves(rows)
    return left_out


def _leave_out_deleted(rows: Rows) -> dict[str, int]:
    """Leave out what an import sheet (Mirro) tells the tool to delete."""
    actions = pl.concat_list("objective_action", "key_result_action").list
    is_deleted = actions.eval(pl.element().str.to_lowercase() == "delete").list.any().fill_null(value=False)
    is_refused = pl.col(ROW_NUMBER).is_in(list(rows.refused_rows))
    kept = rows.frame.filter(~is_deleted | is_refused)
    left_out = rows.frame.height - kept.height
    rows.frame = kept
    return {"action_delete": left_out} if left_out else {}


def _take_sheet_name(rows: Rows, context: ReadContext) -> None:
    """Read from a sheet's name what no column tells: the level of its objectives, or their period."""
    sheet = normalise_name(rows.table.sheet or "")
    if sheet in LEVEL_SHEETS and "objective_type" not in rows.present:
        rows.frame = rows.frame.with_columns(objective_type=pl.lit(sheet))
    if sheet and not PERIOD_FIELDS.keys() & rows.present and parse_period(sheet, context.calendar, 2000):
        rows.frame = rows.frame.with_columns(period_label=pl.lit(rows.table.sheet))


def _read_types(rows: Rows) -> None:
    """Read direction and unit, from the type where no column of their own tells them; done is 1."""
    folded = underscored(pl.col("key_result_type"))
    by_type = folded.replace_strict(DIRECTION_OF_WORD, default=None, return_dtype=pl.String)
    unit = (
        pl.col("key_result_type")
        .str.to_lowercase()
        .replace_strict(UNITS_OF_TYPE, default=None, return_dtype=pl.String)
    )
    direction = underscored(pl.col("direction")).replace(DIRECTION_OF_WORD)
    rows.frame = rows.frame.with_columns(
        direction=pl.coalesce(direction, by_type), unit=pl.coalesce("unit", unit)
    )
    is_milestone = (pl.col("direction") == "milestone").fill_null(value=False)
    words = ((name, pl.col(name).str.to_lowercase().replace(DONE_WORDS)) for name in VALUE_FIELDS)
    rows.frame = rows.frame.with_columns(
        pl.when(is_milestone).then(word).otherwise(name).alias(name) for name, word in words
    )


def _read_curves(rows: Rows) -> None:
    """Read the way along which progress is expected, and its steps; `step(4)` has four equal ones."""
    curve = pl.col("progress_curve").str.strip_chars()
    steps = curve.str.extract(STEP_CURVE)
    word = pl.when(steps.is_not_null()).then(pl.lit("step")).otherwise(underscored(curve).replace(CURVES))
    rows.frame = rows.frame.with_columns(
        progress_curve=word, progress_steps=pl.coalesce("progress_steps", steps)
    )


def settle_reach(rows: Rows) -> None:
    """Turn `reach` into increase or decrease, now that baseline and target are numbers."""
    is_down = (pl.col("target_value") < pl.col("baseline_value")).fill_null(value=False)
    direction = pl.when(is_down).then(pl.lit("decrease")).otherwise(pl.lit("increase"))
    is_reach = (pl.col("direction") == REACH).fill_null(value=False)
    rows.frame = rows.frame.with_columns(direction=pl.when(is_reach).then(direction).otherwise("direction"))


def _take_as_objectives(rows: Rows) -> None:
    """In a list of objectives alone, owner, status and the like are the objective's."""
    pairs = {
        "objective_owner_name": "owner_name",
        "objective_status_name": "status_name",
        "objective_weight": "weight",
        "objective_type": "key_result_type",
    }
    rows.frame = rows.frame.with_columns(pl.coalesce(name, other) for name, other in pairs.items())


def _fill_down(rows: Rows) -> None:
    """Give rows with a merged or blank objective cell what stands above them."""
    starts = pl.coalesce("objective_code", "objective_name").is_not_null()
    filled = [
        pl.when(starts | pl.col(field).is_not_null())
        .then(field)
        .otherwise(_last_at(starts, field))
        .alias(field)
        for field in (*OBJECTIVE_FIELDS, *PERIOD_FIELDS)
    ]
    start_row = pl.when(starts).then(ROW_NUMBER).forward_fill().alias("_start_row")
    rows.frame = rows.frame.sort(ROW_NUMBER).with_columns(
        *filled, start_row, starts.alias("is_objective_row")
    )
    breaks = _rows_that_may_start_an_objective(rows)
    is_broken = [(pl.col("_start_row") < number) & (pl.col(ROW_NUMBER) > number) for number in breaks]
    is_unclear = pl.col("_start_row").is_null() | pl.any_horizontal(pl.lit(False), *is_broken)
    rows.refuse(
        is_unclear,
        "objective_unclear",
        "objective_name",
        "the objective above is missing, or its row was rejected",
    )
    rows.frame = rows.frame.drop("_start_row")


def _last_at(starts: pl.Expr, field: str) -> pl.Expr:
    """Return the value that a field has in the last row that starts an objective, empty ones included."""
    group = starts.cum_sum()
    return pl.col(field).first().over(group)


def _rows_that_may_start_an_objective(rows: Rows) -> list[int]:
    """Return rejected rows whose objective is unknown: rows below them may belong to it."""
    names = {
        normalise_name(name)
        for field in ("objective_code", "objective_name")
        for name in OBJECTIVE_FIELDS[field]
    } | {"name"}  # of Betterworks
    found = []
    for number, raw in rows.table.rejected.select(ROW_NUMBER, "raw").iter_rows():
        cells = json.loads(raw or "{}")
        if "text" in cells or "base64" in cells or any(normalise_name(label) in names for label in cells):
            found.append(number)
    return found


def _read_periods(rows: Rows, context: ReadContext) -> None:
    """Set label and dates of each row's period; dates that stand in the sheet win over its label."""
    keys = ["period_label", "fiscal_year", "fiscal_quarter"]
    as_of = context.as_of_date
    default_year = fiscal_year_of(context.calendar, as_of) if as_of else None
    found = []
    for label, year, quarter in rows.frame.select(keys).unique().rows():
        part = label or (f"Q{quarter.lstrip('Qq')}" if quarter else None)
        fiscal_year = f"FY{year}" if year and len(year) == 2 else year
        texts = [text for text in (label, " ".join(filter(None, (fiscal_year, part)))) if text]
        spans = (parse_period(text, context.calendar) for text in texts)
        span = next(filter(None, spans), None) or (
            parse_period(part, context.calendar, default_year) if part else None
        )
        days = (span.span.start, span.span.end) if span else (None, None)
        found.append((label, year, quarter, texts[0] if texts else None, *days))
    schema = dict.fromkeys((*keys, "_label"), pl.String()) | dict.fromkeys(("_start", "_end"), pl.Date())
    periods = pl.DataFrame(found, schema=schema, orient="row")
    joined = rows.frame.join(periods, on=keys, how="left", nulls_equal=True, maintain_order="left")
    rows.frame = joined.with_columns(
        period_label="_label",
        period_start_date=pl.coalesce("period_start_date", "_start"),
        period_end_date=pl.coalesce("period_end_date", "_end"),
    ).drop("_label", "_start", "_end")


def _set_codes(rows: Rows) -> None:
    """Derive missing codes from the names: `<objective>` and `<objective>/<key result>`, both as slugs."""
    objective = pl.coalesce("objective_code", _slugs(rows.frame["objective_name"]))
    rows.frame = rows.frame.with_columns(
        objective_code=objective, objective_name=pl.coalesce("objective_name", "objective_code")
    )
    _set_parent_codes(rows)
    derived = pl.concat_str("objective_code", _slugs(rows.frame["key_result_name"]), separator="/")
    rows.frame = rows.frame.with_columns(
        key_result_name=pl.coalesce("key_result_name", "key_result_code"),
        key_result_code=pl.coalesce("key_result_code", derived),
    )
    if KEY_RESULT_COLUMNS & rows.present:
        is_stray = pl.col("key_result_name").is_null() & ~pl.col("is_objective_row")
        rows.refuse(is_stray, "missing_value", "key_result_name", "neither a key result nor an objective")


def _set_parent_codes(rows: Rows) -> None:
    """Turn a parent that is named by an objective's text into that objective's code."""
    known = rows.frame.select("objective_code", "objective_name").drop_nulls().unique()
    codes = set(known["objective_code"])
    by_text: dict[str, set[str]] = {}
    for code, name in known.iter_rows():
        by_text.setdefault(folded(name), set()).add(code)
    parents = rows.frame["parent_objective_code"].unique().drop_nulls()
    found = {parent: by_text.get(folded(parent), set()) for parent in parents if parent not in codes}
    named = {parent: next(iter(each)) for parent, each in found.items() if len(each) == 1}
    rows.frame = rows.frame.with_columns(pl.col("parent_objective_code").replace(named))


def _slugs(names: pl.Series) -> pl.Series:
    return names.replace_strict(
        {name: slug(name) for name in names.unique().drop_nulls()}, return_dtype=pl.String
    )


def objectives(rows: Rows) -> pl.DataFrame:
    """Return one row per objective: the first filled value of each field, its periods from first to last."""
    stands_alone = pl.col("key_result_name").is_null()
    frame = rows.frame.filter(pl.col("objective_code").is_not_null()).with_columns(
        owner_name=pl.coalesce("objective_owner_name", pl.when(stands_alone).then("owner_name")),
        status_name=pl.coalesce("objective_status_name", pl.when(stands_alone).then("status_name")),
        weight="objective_weight",
    )
    first = (
        "objective_name", "theme_name", "owner_name", "objective_type", "weight", "status_name",
        "parent_objective_code",
    )  # fmt: skip
    grouped = _kept(rows, frame).group_by(_keys(frame, "objective_code"), maintain_order=True)
    return grouped.agg(
        pl.coalesce(pl.col(ROW_NUMBER).filter(stands_alone).first(), pl.col(ROW_NUMBER).first()),
        pl.col(*first).drop_nulls().first(),
        *_whole_period(),
        pl.col("extra").filter(stands_alone).drop_nulls().first(),
    )


def key_results(rows: Rows) -> pl.DataFrame:
    """Return one row per key result; of several (one a quarter) the latest filled value of each field."""
    frame = rows.frame.filter(pl.col("key_result_code").is_not_null())
    latest = (
        "objective_code", "key_result_name", "owner_name", "unit", "direction", "key_result_type",
        "baseline_value", "target_value", "weight", "status_name", "check_in_cadence_days", "progress_curve",
        "progress_steps", "extra",
    )  # fmt: skip
    ordered = _kept(rows, frame).sort("period_end_date", ROW_NUMBER, nulls_last=False)
    grouped = ordered.group_by(_keys(frame, "key_result_code"), maintain_order=True)
    found = grouped.agg(pl.col(ROW_NUMBER).last(), pl.col(*latest).drop_nulls().last(), *_whole_period())
    return found.sort(ROW_NUMBER)


def _kept(rows: Rows, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(~pl.col(ROW_NUMBER).is_in(list(rows.refused_rows)))


def _keys(frame: pl.DataFrame, code: str) -> list[str]:
    return [code, AS_OF_DATE] if AS_OF_DATE in frame.columns else [code]


def _whole_period() -> list[pl.Expr]:
    label = pl.col("period_label")
    return [
        pl.when(label.n_unique() == 1).then(label.first()).alias("period_label"),
        pl.col("period_start_date").min(),
        pl.col("period_end_date").max(),
    ]
