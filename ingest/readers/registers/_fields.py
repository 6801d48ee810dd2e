"""What several registers share: how they name an initiative, the words for its funding, shares of a whole."""

import polars as pl

from ingest.readers._rows import Fields, Rows

INITIATIVE_CODE: Fields = {
    "initiative_code": (
        "initiative code", "initiative id", "initiative key", "code", "initiative", "bet", "epic", "key",
        "id",
    ),
}  # fmt: skip
OUTCOMES = {
    **dict.fromkeys(("fund", "funded", "approve", "approved", "start"), "fund"),
    **dict.fromkeys(("accelerate", "accelerated", "scale", "scale up", "increase"), "accelerate"),
    **dict.fromkeys(("continue", "continued", "proceed", "persevere", "keep"), "continue"),
    **dict.fromkeys(("change", "changed", "pivot", "rescope", "re-scope"), "change"),
    **dict.fromkeys(("pause", "paused", "hold", "on hold", "defer", "deferred"), "pause"),
    **dict.fromkeys(("stop", "stopped", "kill", "killed", "cancel", "cancelled", "terminate"), "stop"),
    "insufficient evidence": "insufficient_evidence",
}


def read_shares(rows: Rows, percentages: dict[str, str]) -> None:
    """Read shares from 0 to 1; of each, a second field holds what stands under a heading in percent."""
    for share, percentage in percentages.items():
        text = pl.col(percentage)
        marked = pl.when(text.str.contains("%", literal=True)).then(text).otherwise(text + "%")
        is_bare = pl.col(share).is_null() & ~text.str.contains("%", literal=True)
        rows.frame = rows.frame.with_columns(
            pl.coalesce(share, marked).alias(share), is_bare.fill_null(value=False).alias(percentage)
        )
    rows.measures(*percentages)
    for share, percentage in percentages.items():
        is_unsure = pl.col(percentage) & pl.col(share).is_between(0, 0.01, closed="none")
        both = "a share under a heading in percent, of 1 or of 100? write it with its percent sign"
        rows.refuse(is_unsure, "percent_scale", share, both)
        detail = pl.format("{} is no share from 0 to 1; write 40%, or head the column `Target %`", share)
        rows.refuse(~pl.col(share).is_between(0, 1), "not_a_share", share, detail)
