"""What was compared before the version was published, and what it is published in spite of."""

import polars as pl

from analytics_app.queries.meta import holds
from analytics_app.session import ask

_VERDICT = "case when bool_and(is_ok) then 'holds' else 'flagged' end as verdict"


def outcomes() -> pl.DataFrame:
    """Return one row per invariant, the flagged ones first; none of a version of an earlier release."""
    return _ask(
        f"""
        select invariant, severity, {_VERDICT}, count(*) as comparison_count,
            count(*) filter (where not is_ok) as flag_count,
            list(scope order by scope) filter (where not is_ok) as flagged_scopes
        from meta.invariants
        group by invariant, severity
        order by bool_and(is_ok), severity, invariant
        """  # noqa: S608 - constant text
    )


def comparisons() -> pl.DataFrame:
    """Return every comparison, those that do not hold first."""
    return _ask(
        f"""
        select invariant, severity, {_VERDICT}, check_name, scope, expected as expected_text,
            actual as actual_text, difference as difference_amount
        from meta.invariants
        group by all
        order by verdict, severity desc, invariant, check_name, scope
        """  # noqa: S608
    )


def _ask(query: str) -> pl.DataFrame:
    return ask(query) if holds("invariants") else pl.DataFrame()
