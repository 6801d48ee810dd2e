"""What changed since an earlier review: figures side by side, and each thing that is not as it was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics_app.formatting import count, day, money, points, share
from analytics_app.warehouse import Version
from analytics_app.words import NO_VALUE, words

Figures = dict[str, Any]
_ORDER = ["reason_for_green", "initiative", "key_result"]
CHANGES = {
    "change_kind": pl.String, "item_name": pl.String, "theme_name": pl.String,
    "state_then": pl.String, "state_now": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class _Figure:
    """A figure of a review: how it is written, and whether more of it is better (1) or worse (-1)."""

    name: str
    column: str
    write: Callable[[Any, str], str]
    difference: Callable[[Any, str], str]
    better: int
    is_of_year: bool = False  # of the fiscal year: two years are not compared


def _money(difference: Any, currency: str) -> str:
    return f"{'+' if difference > 0 else '-'}{money(abs(difference), currency)}"


def _count(difference: int) -> str:
    return f"{'+' if difference > 0 else '-'}{count(abs(difference))}"


def _money_figure(name: str, column: str, better: int, *, is_of_year: bool = False) -> _Figure:
    return _Figure(name, column, money, _money, better, is_of_year)


def _count_figure(name: str, column: str, better: int) -> _Figure:
    return _Figure(
        name, column, lambda number, _: count(number), lambda difference, _: _count(difference), better
    )


def _share_figure(name: str, column: str, better: int) -> _Figure:
    return _Figure(
        name, column, lambda part, _: share(part, 1), lambda difference, _: points(difference), better, True
    )


FIGURES = (
    _share_figure("Aligned spend, fiscal year to date (M20)", "aligned_spend_share", 1),
    _share_figure("Strategy drift, fiscal year to date (M22b)", "strategy_drift", -1),
    _money_figure("Cost of delay a week (M08)", "burn_amount", -1),
    _money_figure("Of which waiting or blocked, a week", "waiting_amount", -1),
    _count_figure("Live key results on pace", "on_pace_count", 1),
    _count_figure("Live key results", "live_count", 0),
    _count_figure("Green initiatives without a live key result", "lost_count", -1),
    _money_figure("Left in the year's envelope (M42)", "remaining_amount", 0, is_of_year=True),
    _Figure(
        "Envelope lasts until (M42)",
        "run_out_date",
        lambda until, _: day(until),
        lambda difference, _: f"{_count(difference.days)} days",
        1,
        True,
    ),
)


def reviews_before(versions: list[Version], shown: Version) -> list[Version]:
    """Return the versions whose data ends before the shown one's, the newest data first."""
    before = [each for each in versions if each.as_of_date and each.as_of_date < (shown.as_of_date or "")]
    return sorted(before, key=lambda each: (each.as_of_date or "", each.published_at or ""), reverse=True)


def last_review(before: list[Version], period_start: date) -> int:
    """Return which of them is the last review: the newest that was made as one or ends a period before.

    Where every one is a nightly version of the period under way, the oldest of them.
    """
    for position, version in enumerate(before):
        if version.as_known_on or (version.as_of_date or "") < period_start.isoformat():
            return position
    return len(before) - 1


def compared(then: Figures, now: Figures) -> pl.DataFrame:
    """Return one row per figure: what it was, what it is, and whether that is better."""
    rows = [
        {
            "review_figure": figure.name,
            "value_then": _written(figure, then),
            "value_now": _written(figure, now),
            "change": _change(figure, then, now),
        }
        for figure in FIGURES
    ]
    return pl.DataFrame(rows)


def changed(then: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Return what is in another state than it was, by kind, code and state in words.

    Of what the earlier version knew nothing at all, nothing is told: an export that was not there yet is no
    change of the portfolio. Who knows no key results cannot say what has none.
    """
    keys, known = ["kind", "code"], set(then["kind"])
    told = known | {"reason_for_green"} if "key_result" in known else known - {"reason_for_green"}
    both = now.join(then, on=keys, how="full", coalesce=True, suffix="_then")
    is_flag = pl.col("kind") == "reason_for_green"  # has a row only while it is so
    absent_then = pl.when(is_flag).then(pl.lit("Not so then")).otherwise(pl.lit("Not there then"))
    absent_now = pl.when(is_flag).then(pl.lit("No longer")).otherwise(pl.lit("No longer there"))
    differing = both.filter(
        pl.col("kind").is_in(told), pl.col("state").ne_missing(pl.col("state_then"))
    ).sort(pl.col("kind").replace_strict(_ORDER, list(range(len(_ORDER)))), "code")
    return differing.select(
        pl.col("kind").alias("change_kind"),
        pl.coalesce("item_name", "item_name_then").alias("item_name"),
        pl.coalesce("theme_name", "theme_name_then").alias("theme_name"),
        _in_words(differing["state_then"], absent_then, "item_name_then"),
        _in_words(differing["state"], absent_now, "item_name").alias("state_now"),
    )


def _in_words(states: pl.Series, absent: pl.Expr, name: str) -> pl.Expr:
    """Write states in words, or that the thing was not there."""
    told = pl.Series([words(state) for state in states.to_list()], dtype=pl.String)
    return pl.when(pl.col(name).is_null()).then(absent).otherwise(told).alias(states.name)


def all_changes(states: pl.DataFrame, decisions: pl.DataFrame, restatements: pl.DataFrame) -> pl.DataFrame:
    """Return all changes: what lost its reason, what was decided and restated, then the other states."""
    is_lost = pl.col("change_kind") == "reason_for_green"
    return pl.concat([states.filter(is_lost), decisions, restatements, states.filter(~is_lost)])


def decided(decisions: pl.DataFrame, currency: str) -> pl.DataFrame:
    """Return decisions as changes: the day, and what was decided with the money it moved."""
    rows = [
        {
            "change_kind": "decision",
            "item_name": "The portfolio"
            if row["initiative_code"] == "not_applicable"
            else row["initiative_name"],
            "theme_name": row["theme_name"],
            "state_then": None,
            "state_now": f"{words(row['outcome'])} on {day(row['decision_date'])}{_moved(row, currency)}",
        }
        for row in decisions.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=CHANGES)


def restated(restatements: pl.DataFrame, currency: str) -> pl.DataFrame:
    """Return restatements of closed periods as changes, with what the period said before and after."""
    rows = [
        {
            "change_kind": "restatement",
            "item_name": f"{row['fiscal_period_label']}, {row['initiative_code']}",
            "theme_name": row["theme_name"],
            **_then_and_now(row, currency),
        }
        for row in restatements.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=CHANGES)


def _then_and_now(restatement: Figures, currency: str) -> dict[str, str]:
    """Write what a period said before and after, or why nobody knows it."""
    after, change = restatement["restated_reporting_amount"], restatement["change_reporting_amount"]
    if after is None or change is None:
        reason = words(restatement["reporting_amount_reason"] or "no_exchange_rate").lower()
        return {"state_then": NO_VALUE, "state_now": f"Changed by an amount not known: {reason}"}
    return {
        "state_then": money(after - change, currency),
        "state_now": f"{money(after, currency)} ({_money(change, currency)})",
    }


def _moved(decision: Figures, currency: str) -> str:
    moved = decision["moved_reporting_amount"]
    return f", moved {money(moved, currency)}" if moved else ""


def _written(figure: _Figure, figures: Figures) -> str:
    value = figures[figure.column]
    return NO_VALUE if value is None else figure.write(value, figures["currency_code"])


def _change(figure: _Figure, then: Figures, now: Figures) -> str:
    was, is_now = then[figure.column], now[figure.column]
    if was is None or is_now is None:
        return "not known then" if was is None else "not known now"
    if then["currency_code"] != now["currency_code"] and figure.write is money:
        return "another currency"
    if figure.is_of_year and then["fiscal_year_label"] != now["fiscal_year_label"]:
        return "another fiscal year"
    if was == is_now:
        return "same"
    is_up = is_now > was
    judged = {1: "better" if is_up else "worse", -1: "worse" if is_up else "better"}.get(figure.better)
    return f"{'▲' if is_up else '▼'} {figure.difference(is_now - was, now['currency_code'])}" + (
        f", {judged}" if judged else ""
    )
