"""Objectives, key results, how they went, and what is badly written; of one objective, or of all."""

import polars as pl

from analytics_app.queries.conditions import OBJECTIVE, OWNERS, THEMES
from analytics_app.session import Filters, ask


def objectives(filters: Filters) -> pl.DataFrame:
    """Return one row per objective with its score and what that covers (M33): what goes on, then the rest.

    An objective is over when it has key results and all of them have ended, or were closed or dropped.
    """
    return ask(
        f"""
        select objective.*, coalesce(is_over, false) as is_over
        from marts.mart_objectives as objective
        left join (
            select objective_code,
                bool_and(coalesce(not_live_reason in ('ended', 'closed', 'dropped'), false)) as is_over
            from marts.mart_key_results group by objective_code
        ) as of_key_results using (objective_code)
        where {THEMES} and {OWNERS}
        order by is_over, gap nulls last, objective_code
        """,  # noqa: S608 - constant conditions
        filters,
    )


def findings(filters: Filters, objective: str | None) -> pl.DataFrame:
    """Return the rules of a good objective or key result that are broken or half kept, with the fix (M34)."""
    return ask(
        f"""
        select *, rule_name as rule_label
        from marts.mart_okr_findings
        where {THEMES} and {OWNERS} and {OBJECTIVE}
        order by severity, rule_id, entity_code
        """,  # noqa: S608
        filters,
        objective=objective,
    )


def check_ins(objective: str) -> pl.DataFrame:
    """Return the scores of an objective's key results over time, one row per check-in that has one."""
    return ask(
        """
        select key_result_code, key_result_name, check_in_date, score, confidence
        from marts.mart_key_result_check_ins
        where objective_code = $objective and score is not null
        order by check_in_date, key_result_code
        """,
        objective=objective,
    )
