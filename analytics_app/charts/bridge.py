"""The waterfall from the plan to what became of it (M45), from top to bottom."""

from decimal import Decimal
from typing import Any

import polars as pl

from analytics_app.charts.marks import (
    BLUE,
    MONEY_AXIS,
    RED,
    TEAL,
    Chart,
    bar,
    by_width,
    horizontal,
    labels,
    tip,
)
from analytics_app.formatting import money

PARTS = {
    "scope_amount": "Scope",
    "fx_amount": "Exchange rates",
    "timing_amount": "Timing",
    "reclassified_amount": "Reclassified",
    "volume_amount": "Volume and price",
}
STAGES = {
    "original": "Original budget",
    "current": "Current budget",
    "forecast": "Forecast",
    "actual": "Actual",
}
MIXED = {"forecast": "Budget with forecast", "actual": "Forecast with actuals"}
KINDS = {"Stage": BLUE, "More": RED, "Less": TEAL}
_SAME_NAME_AGAIN = "\u200b"  # no width: the axis tells rows apart by their names
_MONEY = pl.Decimal(18, 4)


def levels(steps: pl.DataFrame) -> pl.DataFrame:
    """Return one row per stage and part: its name, its amount, and the level it leads to.

    Parts of nothing are left out, the level of a stage is that of all periods: a period without a forecast
    stands with its budget, one that is not closed without an actual. No level is known where a stage or a
    part is not.
    """
    needed = ["from_amount", "to_amount", *(part for part in PARTS if part != "fx_amount")]
    if steps.select(pl.any_horizontal(pl.col(needed).is_null().any())).item():
        steps = steps.clear()
    rows: list[dict[str, Any]] = []
    first = steps.filter("is_first")
    level = _sum(first, "from_amount")
    if first.height:
        rows.append(_stage(first["from_stage"][0], level, is_whole=True))
    for stage in ("current", "forecast", "actual"):
        into = steps.filter(pl.col("to_stage") == stage)
        if into.is_empty():
            continue
        for column, name in PARTS.items():
            amount = _sum(into, column)
            if amount:
                level += amount
                rows.append({"step_name": name, "kind": "part", "amount": amount, "level_amount": level})
        is_whole = into["period_count"].sum() == first["period_count"].sum()
        rows.append(_stage(stage, level, is_whole=is_whole))
    schema = {"step_name": pl.String, "kind": pl.String, "amount": _MONEY, "level_amount": _MONEY}
    return pl.DataFrame(rows, schema=schema)


def waterfall(rows: pl.DataFrame, alt: str, currency: str) -> Chart:
    """Draw the levels: bars of stages, and between them the parts that lead from one to the next."""
    level, floor = pl.col("level_amount").cast(pl.Float64), axis_start(rows)
    before, is_stage = level - pl.col("amount").cast(pl.Float64), pl.col("kind") == "stage"
    drawn_rows = rows.with_columns(
        pl.Series("name", _distinct(rows["step_name"].to_list()), pl.String),
        pl.when(is_stage).then(floor).otherwise(before).alias("start"),
        pl.when(is_stage).then(level).otherwise(pl.max_horizontal(level, before)).alias("end"),
        pl.when(is_stage).then(pl.lit("Stage")).when(pl.col("amount") > 0).then(pl.lit("More"))
        .otherwise(pl.lit("Less")).alias("direction"),
        pl.Series("label", [_label(row, currency) for row in rows.iter_rows(named=True)], pl.String),
    )  # fmt: skip
    scale = {"domain": list(KINDS), "range": list(KINDS.values())}
    colour = {"field": "direction", "type": "nominal", "scale": scale,
              "legend": {"orient": "top", "title": None}}  # fmt: skip
    bars = bar("start", MONEY_AXIS, 18, colour)
    bars["encoding"]["x2"] = {"field": "level_amount"}
    tooltip = [tip("step_name", "Step"), tip("label", "Amount")]
    chart = horizontal(drawn_rows, "name", [bars, labels("end")], tooltip, alt, 30)
    top = float(rows["level_amount"].cast(pl.Float64).max() or 0)  # ty: ignore
    room = by_width(top + (top - floor) * 0.8, top + (top - floor) * 0.25)
    scale_of_money = {"domainMin": floor, "domainMax": room, "nice": False, "zero": False}
    chart.spec["layer"][0]["encoding"]["x"]["scale"] = scale_of_money
    return chart


def axis_start(rows: pl.DataFrame) -> float:
    """Return where the axis begins: at 0, or higher where parts would be too small to see beside stages."""
    if rows.is_empty():
        return 0
    low, high = float(rows["level_amount"].min()), float(rows["level_amount"].max())  # ty: ignore
    start = low - 1.5 * (high - low)
    unit = 10 ** (len(str(int(abs(high)))) - 2)
    return max(0.0, start // unit * unit) if low > 0 else min(0.0, low)


def _sum(frame: pl.DataFrame, column: str) -> Decimal:
    return Decimal(frame[column].sum() or 0)


def _stage(stage: str, level: Decimal, *, is_whole: bool) -> dict[str, Any]:
    name = STAGES[stage] if is_whole else MIXED.get(stage, STAGES[stage])
    return {"step_name": name, "kind": "stage", "amount": level, "level_amount": level}


def _distinct(names: list[str]) -> list[str]:
    return [name + _SAME_NAME_AGAIN * names[:position].count(name) for position, name in enumerate(names)]


def _label(row: dict[str, Any], currency: str) -> str:
    if row["kind"] == "stage":
        return money(row["amount"], currency)
    return f"{'+' if row['amount'] > 0 else '−'} {money(abs(row['amount']), currency)}"
