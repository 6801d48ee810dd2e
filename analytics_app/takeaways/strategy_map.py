"""How much money arrives, and where its path breaks, in a sentence."""

import polars as pl

from analytics_app.formatting import money, share, things

_GAPS = {
    "theme_without_objective": ("theme without a live objective", "themes without a live objective"),
    "objective_without_live_key_result": (
        "objective without a live key result", "objectives without a live key result"
    ),
    "key_result_without_funded_work": (
        "live key result without funded work", "live key results without funded work"
    ),
}  # fmt: skip


def parts(flows: pl.DataFrame) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Return the amounts on live key results, on those that are not, and on none."""
    is_aligned, is_linked = pl.col("flow_state") == "aligned", pl.col("key_result_code").is_not_null()
    return (
        flows.filter(is_aligned)["actual_amount"],
        flows.filter(is_linked & ~is_aligned)["actual_amount"],
        flows.filter(~is_linked)["actual_amount"],
    )


def arrives(flows: pl.DataFrame, currency: str) -> str:
    """Say which part of the money arrives at live key results, and where the rest goes."""
    total = flows["actual_amount"].sum()
    if flows.is_empty() or total <= 0:
        return ""
    aligned, dead, none = (part.sum() or 0 for part in parts(flows))
    return (
        f"Of {money(total, currency)} change spend {share(float(aligned) / float(total))} arrives at live "
        f"key results; {money(dead, currency)} goes to key results that are not live, "
        f"{money(none, currency)} to none."
    )


def gaps(found: pl.DataFrame) -> str:
    """Count the gaps by their kind."""
    counts = dict(found.group_by("gap_kind").len().iter_rows())
    told = [things(counts[kind], *names) for kind, names in _GAPS.items() if kind in counts]
    return f"{', '.join(told)}." if told else ""


def credits_left_out(flows: pl.DataFrame, currency: str) -> str:
    """Say what the picture cannot draw: paths on which credits outweigh the spend."""
    negative = flows.filter(pl.col("actual_amount") < 0)["actual_amount"]
    if negative.is_empty():
        return ""
    return f"Credits of {money(-negative.sum(), currency)} cannot be drawn; they are in the table."
