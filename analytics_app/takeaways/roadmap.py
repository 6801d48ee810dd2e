"""What comes too late, in a sentence."""

from typing import Any

import polars as pl

from analytics_app.formatting import count, day, money, things
from analytics_app.words import words

Figures = dict[str, Any]


def timing(initiative: Figures) -> str:
    """Say in a few words whether an initiative comes in time."""
    days = initiative["late_days"]
    if days is None:
        return words(initiative["timing"])
    if days == 0:
        return "to the day"
    return f"{things(days, 'day')} late" if days > 0 else f"{things(-days, 'day')} to spare"


def brief(initiative: Figures) -> str:
    """Say the same where there is little room."""
    days = initiative["late_days"]
    if days is None:
        return "no date"
    return f"{count(abs(days))} d {'late' if days > 0 else 'early'}"


def roadmap(plan: pl.DataFrame, needs: pl.DataFrame, currency: str) -> str:
    """Say how many will miss their day, which is furthest behind, and which broken need costs most."""
    dated = plan.filter(pl.col("late_days").is_not_null())
    late = dated.filter(pl.col("late_days") > 0).sort("late_days", descending=True)
    sentences = []
    if late.height:
        worst = late.row(0, named=True)
        sentences.append(
            f"{late.height} of {things(dated.height, 'initiative')} with dates will miss their needed day; "
            f" {worst['initiative_name']} is furthest behind, {things(worst['late_days'], 'day')}."
        )
    elif dated.height:
        sentences.append(f"All {things(dated.height, 'initiative')} with dates come in time.")
    broken = needs.filter(pl.col("dependency_risk") == "late")
    if broken.height:
        dearest = broken.sort("blast_per_week_amount", descending=True, nulls_last=True, maintain_order=True)
        first = dearest.row(0, named=True)
        cost = first["blast_per_week_amount"]
        sentences.append(
            f"{first['initiative_name']} needs {first['provider_initiative_name']} on "
            f"{day(first['needed_date'])} and gets it {_delay(first)}"
            f"{f': all that waits for it costs {money(cost, currency)} a week.' if cost else '.'}"
        )
    return " ".join(sentences)


def gantt(shown: pl.DataFrame, needs: pl.DataFrame) -> str:
    """Say what the chart shows: late rows and broken lines."""
    if shown.is_empty():
        return ""
    late = shown.filter(pl.col("late_days") > 0).height
    broken = needs.filter(pl.col("dependency_risk") == "late").height
    return (
        f"{late} of {things(shown.height, 'initiative')} drawn end after the day they are needed; "
        f"{things(broken, 'dependency', 'dependencies')} {'comes' if broken == 1 else 'come'} too late."
    )


def _delay(need: Figures) -> str:
    if need["slack_days"] is None:
        return "later: the day has passed, and no other is known"
    return f"{things(-need['slack_days'], 'day')} too late"


def how_to_read(more: int, undated: int, kind: str) -> str:
    """Say what the marks mean and what is not drawn."""
    sentences = [
        "Full bar: work so far; pale bar: what remains; thin grey line: from ready to the day first told; "
        "diamond: the needed day. Lines lead from a provider's expected day to the day of need; dashed "
        "with a cross come too late."
    ]
    if more:
        sentences.append(f"And {count(more)} more in the table: the dearest are drawn.")
    if undated and kind == "all":
        sentences.append(f"{things(undated, 'initiative')} without any date are in the table only.")
    return " ".join(sentences)
