"""What changed since a review, in a sentence."""

import polars as pl

from analytics_app.formatting import things

_NAMES = {
    "reason_for_green": (
        "green initiative lost or found its reason",
        "green initiatives lost or found it",
    ),
    "initiative": ("initiative changed its stage", "initiatives changed their stage"),
    "key_result": ("key result changed its status", "key results changed their status"),
    "decision": ("decision was taken", "decisions were taken"),
    "restatement": ("closed period was restated", "restatements of closed periods"),
}


def changes(figures: pl.DataFrame, changed: pl.DataFrame) -> str:
    """Say how many figures got better or worse, and count what changed by its kind."""
    better = figures.filter(pl.col("change").str.ends_with("better")).height
    worse = figures.filter(pl.col("change").str.ends_with("worse")).height
    counts = dict(changed.group_by("change_kind").len().iter_rows())
    told = [things(counts[kind], *_NAMES[kind]) for kind in _NAMES if kind in counts]
    listed = f" {', '.join(told)}." if told else ""
    if not figures["change"].str.contains("^(same|▲|▼)").any():
        return f"No figure of that review can be compared.{listed}"
    return f"{things(better, 'figure')} better, {worse} worse.{listed}"
