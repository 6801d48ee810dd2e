"""Does the work serve a live key result?"""

from typing import Any

import polars as pl

from analytics_app.queries.conditions import MEMBERS, OWNERS, STREAMS, THEMES
from analytics_app.session import Filters, ask


def lost_their_reason(filters: Filters) -> pl.DataFrame:
    """Return the initiatives reported green that serve no live key result, by weekly spend."""
    return ask(
        f"""
        select initiative_code, initiative_name, theme_name, owner_name, reported_status, alignment_reason,
            spend_per_week_amount, actual_amount, actual_total_amount, cost_of_delay_per_week_amount
        from marts.mart_initiatives
        where is_green_without_live_key_result and {MEMBERS}
        order by spend_per_week_amount desc
        """,  # noqa: S608
        **filters.parameters,
    )


def unaligned(filters: Filters) -> pl.DataFrame:
    """Return change spend of the current year that served no live key result, by the reason."""
    return ask(
        f"""
        select coalesce(alignment_reason, 'partly') as reason, sum(unaligned_actual_amount) as amount
        from marts.mart_initiatives
        where not is_run and {MEMBERS}
        group by reason having amount > 0
        union all
        select 'no_initiative', sum(actual_amount) as amount
        from marts.mart_theme_spend
        where initiative_code = 'unknown' and {MEMBERS}
            and fiscal_year_label = (select fiscal_year_label from marts.mart_run)
        having amount > 0
        order by amount desc
        """,  # noqa: S608
        **filters.parameters,
    )


def initiatives(filters: Filters) -> pl.DataFrame:
    """Return one row per initiative with its alignment score (M21)."""
    return ask(
        f"""
        select initiative_code, initiative_name, theme_name, owner_name, portfolio_state, reported_status, alignment_score,
            aligned_weight_share, live_key_result_count, linked_key_result_count, alignment_reason, actual_amount,
            unaligned_actual_amount
        from marts.mart_initiatives where not is_run and is_live and {MEMBERS}
        order by unaligned_actual_amount desc, initiative_code
        """,  # noqa: S608
        **filters.parameters,
    )


def orphans(filters: Filters) -> pl.DataFrame:
    """Return work items without a path to a live key result, by reason (M23)."""
    return ask(
        f"""
        select reason, sum(work_item_count) as work_item_count, sum(open_work_item_count) as open_work_item_count,
            sum(story_points) as story_points
        from marts.mart_orphan_work where {STREAMS} group by all order by work_item_count desc
        """,  # noqa: S608
        **filters.parameters,
    )


def orphan_share(filters: Filters) -> dict[str, Any]:
    """Return how many of all work items are orphans."""
    return ask(
        f"""
        with orphans as (select sum(work_item_count) as n from marts.mart_orphan_work where {STREAMS}),
        everything as (select count(*) as n from core.dim_work_item where not is_subtask and {STREAMS})
        select coalesce(orphans.n, 0) as orphan_count, everything.n as work_item_count,
            orphans.n / nullif(cast(everything.n as double), 0) as orphan_share
        from orphans, everything
        """,  # noqa: S608
        **filters.parameters,
    ).row(0, named=True)


def key_results(filters: Filters) -> pl.DataFrame:
    """Return one row per key result: score against pace, live or why not, and who funds it."""
    return ask(
        f"""
        select * from marts.mart_key_results where {THEMES} and {OWNERS}
        order by is_live desc, gap nulls last, key_result_code
        """,  # noqa: S608
        **filters.parameters,
    )
