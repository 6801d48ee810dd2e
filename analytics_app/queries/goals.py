"""Key results, of one objective or of all: what several pages judge work and money by."""

import polars as pl

from analytics_app.queries.conditions import OBJECTIVE, OWNERS, THEMES
from analytics_app.session import Filters, ask


def key_results(filters: Filters, objective: str | None = None) -> pl.DataFrame:
    """Return one row per key result: score against pace, confidence, live or why not, and who funds it."""
    return ask(
        f"""
        select *, coalesce(not_live_reason, score_reason) as missing_reason
        from marts.mart_key_results where {THEMES} and {OWNERS} and {OBJECTIVE}
        order by is_live desc, gap nulls last, key_result_code
        """,  # noqa: S608 - constant conditions
        filters,
        objective=objective,
    )
