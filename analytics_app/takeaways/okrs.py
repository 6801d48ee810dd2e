"""Whether objectives are on pace, how sure their owners are, and what is badly written, in a sentence."""

from typing import Any

import polars as pl

from analytics_app.formatting import points, share, things
from analytics_app.words import words

BEHIND = ("at_risk", "off_track")


def objectives(running: pl.DataFrame) -> str:
    """Say how many objectives that go on are behind pace, and which is the furthest."""
    judged = running.filter(pl.col("derived_status").is_not_null())
    if judged.is_empty():
        return ""
    if judged.height == 1:
        return _of_one(judged.row(0, named=True))
    behind = judged.filter(pl.col("derived_status").is_in(BEHIND)).sort("gap", nulls_last=True)
    if behind.is_empty():
        return f"All {things(judged.height, 'objective')} are on pace."
    worst = behind.row(0, named=True)
    return (
        f"{behind.height} of {things(judged.height, 'objective')} behind pace, {worst['objective_name']} "
        f"the furthest: {share(worst['score'])} of {share(worst['expected'])} expected "
        f"({points(worst['gap'])})."
    )


def covered(objectives: pl.DataFrame) -> str:
    """Say how much of the one objective's weight has a score."""
    part = objectives["score_coverage_share"].to_list()
    return f"{share(part[0])} of its weight has a score" if part and part[0] is not None else ""


def _of_one(objective: dict[str, Any]) -> str:
    score, expected, gap = (objective[name] for name in ("score", "expected", "gap"))
    return (
        f"{objective['objective_name']} is {words(objective['derived_status']).lower()}: {share(score)} of "
        f"{share(expected)} expected ({points(gap)})."
    )


def trend(check_ins: pl.DataFrame) -> str:
    """Say how the score of the first and of the last check-in differ most."""
    if check_ins.is_empty():
        return ""
    moved = (
        check_ins.group_by("key_result_name", maintain_order=True)
        .agg(pl.col("score").first().alias("first"), pl.col("score").last().alias("last"))
        .with_columns((pl.col("last") - pl.col("first")).alias("moved"))
        .sort("moved")
    )
    best = moved.row(-1, named=True)
    return (
        f"{best['key_result_name']} moved most: from {share(best['first'])} to {share(best['last'])} "
        "since its first check-in."
    )


def findings(found: pl.DataFrame) -> str:
    """Say how many rules are broken, in how many objectives and key results, and which one most often."""
    if found.is_empty():
        return ""
    major = found.filter(pl.col("severity") == "major").height
    often = found.group_by("rule_label").len().sort(["len", "rule_label"], descending=[True, False])
    rule, number = often.row(0)
    places = found["entity_code"].n_unique()
    return (
        f"{things(found.height, 'finding')}, {major} of them major, in {places} objectives and key results; "
        f"most often missing: a good one {rule} ({number})."
    )
