"""What slices of money say, and whether they tie."""

from decimal import Decimal
from typing import Any

import polars as pl

from analytics_app.formatting import money, money_exact, share, things
from analytics_app.sums import unknown
from analytics_app.takeaways import spend
from analytics_app.words import words

Figures = dict[str, Any]


def control(themes: pl.DataFrame, totals: Figures, mart: Figures, currency: str, *, is_mart: bool) -> str:
    """Say to the cent that themes and what has none sum to the total, and that the mart says the same."""
    named = themes.filter(pl.col("theme_name") != "Unallocated")["actual_amount"]
    total, rest = totals["actual_amount"], totals["unallocated_amount"] or Decimal(0)
    if total is None or named.null_count():
        return ""
    summed = Decimal(named.sum() or 0)
    if summed + rest != total:
        verdict = f"▼ differs by {money_exact(summed + rest - total, currency)}"
    elif is_mart and mart["change_amount"] != total:
        verdict = f"▼ the mart of theme spend says {money_exact(mart['change_amount'], currency)}"
    else:
        verdict = "● ties to the cent"
    run = money_exact(mart["run_amount"], currency)
    apart = f" Run spend of {run} stands apart." if mart["run_amount"] else ""
    return (
        f"Control total: themes {money_exact(summed, currency)} + without a theme "
        f"{money_exact(rest, currency)} = change spend {money_exact(total, currency)}, {verdict}.{apart}"
    )


def treemap(initiatives: pl.DataFrame, currency: str) -> str:
    """Say which theme and which initiative take most money."""
    parts = initiatives["actual_amount"]
    spent = (
        initiatives.select("theme_name", "initiative_name", "actual_amount")
        .filter(pl.col("actual_amount") > 0)
        .sort("actual_amount", descending=True)
    )
    if spent.is_empty():
        return ""
    first = spent.row(0, named=True)
    themes = spent.group_by("theme_name").agg(pl.col("actual_amount").sum())
    theme, amount = themes.sort("actual_amount", "theme_name").row(-1)
    part = share(float(first["actual_amount"] / spent["actual_amount"].sum()))
    of_all = "" if parts.null_count() else f" ({part})"  # no share of a total that is not known
    of_themes = f"{theme} takes most: {money(amount, currency)}. " if themes.height > 1 else ""
    return (
        f"{of_themes}The dearest of {things(spent.height, 'initiative')}: {first['initiative_name']}, "
        f"{money(first['actual_amount'], currency)}{of_all}{unknown(parts)}."
    )


def bridge(levels: pl.DataFrame, steps: pl.DataFrame, currency: str) -> str:
    """Say from where to where the money moved, and through what most."""
    stages, parts = levels.filter(pl.col("kind") == "stage"), levels.filter(pl.col("kind") == "part")
    if stages.height < 2:
        return ""
    first, last = stages.row(0, named=True), stages.row(-1, named=True)
    change = last["amount"] - first["amount"]
    moved = (
        f"{money(abs(change), currency)} {'more' if change > 0 else 'less'}"
        if abs(change) >= 1
        else "no change"
    )
    sentences = [
        f"From {first['step_name'].lower()} {money(first['amount'], currency)} to "
        f"{last['step_name'].lower()} {money(last['amount'], currency)}: {moved}."
    ]
    if parts.height:
        largest = parts.sort(pl.col("amount").abs()).row(-1, named=True)
        amount = f"{'+' if largest['amount'] > 0 else '−'} {money(abs(largest['amount']), currency)}"
        sentences.append(f"The largest step: {largest['step_name'].lower()}, {amount}.")
    reasons = steps["fx_reason"].drop_nulls()
    if reasons.len():
        sentences.append(f"What exchange rates did is not known in full ({words(reasons[0]).lower()}).")
    return " ".join(sentences)


def no_bridge(steps: pl.DataFrame) -> str:
    """Say why a bridge cannot be drawn although there is money; empty where nothing is missing."""
    reasons = steps["missing_reason"].drop_nulls()
    return f"The bridge is not known: {words(reasons[0]).lower()} of a line." if reasons.len() else ""


def expense_types(frame: pl.DataFrame, slices_of_type: pl.DataFrame, currency: str) -> str:
    """Say which part is capital expenditure, and what was only moved between kinds."""
    if frame.is_empty() or frame["actual_amount"].null_count():
        return ""
    total = Decimal(frame["actual_amount"].sum())
    capex = Decimal(frame.filter(pl.col("expense_type") == "capex")["actual_amount"].sum() or 0)
    if total <= 0:
        return ""
    sentence = f"Capital expenditure is {share(float(capex / total), 1)}: {money(capex, currency)}."
    moved = slices_of_type.filter(pl.col("reclassified_amount") > 0)
    if moved.height:
        into = ", ".join(
            f"{money(row['reclassified_amount'], currency)} into {row['slice_name']}"
            for row in moved.iter_rows(named=True)
        )
        sentence += f" Of it documents only moved {into}."
    return sentence


def periods(frame: pl.DataFrame, totals: Figures, currency: str) -> str:
    """Say how spend to date lies against its budget, and what is forecast where there is no actual."""
    sentence = spend.budget({**totals, "change_amount": totals["actual_amount"]}, currency)
    ahead = frame.filter(pl.col("actual_amount").is_null() & pl.col("forecast_amount").is_not_null())
    if ahead.is_empty():
        return sentence
    forecast = money(ahead["forecast_amount"].sum(), currency)
    return f"{sentence} Forecast of {things(ahead.height, 'later period')}: {forecast}.".strip()


def slices(frame: pl.DataFrame, kind: str, currency: str) -> str:
    """Say which slice takes most, and which lies furthest over its budget."""
    spent = frame.filter(pl.col("actual_amount") > 0)
    if spent.is_empty():
        return ""
    first, parts = spent.row(0, named=True), frame["actual_amount"]
    part = share(float(first["actual_amount"] / spent["actual_amount"].sum()))
    # no share of a total that is not known
    of_all = unknown(parts) if parts.null_count() else f", {part} of {things(spent.height, kind)}"
    sentence = f"{first['slice_name']} takes most: {money(first['actual_amount'], currency)}{of_all}."
    over = frame.filter((pl.col("variance_amount") > 0) & (pl.col("budget_amount") != 0))
    if over.height:
        worst = over.sort("variance_amount").row(-1, named=True)
        amount = money(worst["variance_amount"], currency)
        sentence += f" Furthest over budget: {worst['slice_name']}, {amount}."
    return sentence


def restatements(totals: Figures, rows: pl.DataFrame, currency: str) -> str:
    """Say how much closed periods changed after they closed, and where most."""
    if not totals.get("change_count"):
        return ""
    known = rows.filter(pl.col("change_reporting_amount").is_not_null())
    say = "says" if totals["period_count"] == 1 else "say"
    begin = f"{things(totals['period_count'], 'closed period')} {say}"
    if known.is_empty():
        return f"{begin} something else now than when closed."
    worst = known.sort(pl.col("change_reporting_amount").abs()).row(-1, named=True)
    change = worst["change_reporting_amount"]
    return (
        f"{begin} something else now than when closed. Most: {worst['fiscal_period_label']}, "
        f"{worst['theme_name']}, {money(abs(change), currency)} {'more' if change > 0 else 'less'}."
    )


def then_and_now(rows: pl.DataFrame, currency: str) -> str:
    """Say what the restated money said when its periods closed, and what it says now."""
    if rows.is_empty() or rows["change_reporting_amount"].null_count():
        return ""
    then, now = (Decimal(rows[f"{name}_reporting_amount"].sum()) for name in ("then", "now"))
    return (
        f"The money that was restated said {money_exact(then, currency)} then and says "
        f"{money_exact(now, currency)} now."
    )


def reconciliation(figures: Figures, files: pl.DataFrame, quarantined: int) -> str:
    """Say whether every total ties, and what is in none."""
    if not figures.get("total_count"):
        return ""
    apart = figures["total_count"] - figures["tied_count"]
    odd = files.filter(pl.col("verdict") == "differs").height
    ties = (
        "Every total ties to the cent: as loaded, in the fact, allocated to themes."
        if not apart and not odd
        else f"{things(apart, 'total')} and {things(odd, 'file')} do not tie."
    )
    if not quarantined:
        return f"{ties} No row of money is in quarantine."
    are = "is" if quarantined == 1 else "are"
    return f"{ties} {things(quarantined, 'row')} of money {are} in quarantine, in no total."
