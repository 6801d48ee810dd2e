"""Does the work serve a live key result?"""

from typing import Any

import polars as pl

from analytics_app.queries.conditions import MEMBERS, PERIOD, STREAMS, known_sum
from analytics_app.session import Filters, ask, ask_one


def without_reason(filters: Filters) -> pl.DataFrame:
    """Return the initiatives reported green that serve no live key result, by weekly spend."""
    return ask(
        f"""
        select initiative_code, initiative_name, theme_name, owner_name, reported_status, alignment_reason,
            spend_per_week_amount, actual_total_amount
        from marts.mart_initiatives
        where is_green_without_live_key_result and {MEMBERS}
        order by spend_per_week_amount desc, initiative_code
        """,  # noqa: S608 - constant conditions
        filters,
    )


def spend_by_reason(filters: Filters) -> pl.DataFrame:
    """Return the period's change spend that serves a live key result, then the rest by today's reason."""
    return ask(
        f"""
        with spend as (
            select initiative_code, {known_sum("actual")} as actual_amount,
                {known_sum("aligned_actual")} as aligned_amount
            from marts.mart_theme_spend
            where {PERIOD} and {MEMBERS} and not is_run
            group by initiative_code
        ),
        parts as (
            select 'aligned' as reason, aligned_amount as part_amount from spend
            union all
            select
                case when initiative.initiative_code is null then 'no_initiative'
                    else coalesce(alignment_reason, 'partly') end,
                spend.actual_amount - spend.aligned_amount
            from spend left join marts.mart_initiatives as initiative using (initiative_code)
        )
        select reason, case when count(*) = count(part_amount) then sum(part_amount) end as amount
        from parts group by reason having amount is null or amount <> 0
        order by reason = 'aligned' desc, amount desc nulls last, reason
        """,  # noqa: S608
        filters,
    )


def initiatives(filters: Filters) -> pl.DataFrame:
    """Return one row per live initiative with its alignment score (M21), the most unaligned money first."""
    return ask(
        f"""
        select initiative_code, initiative_name, theme_name, owner_name, portfolio_state, reported_status,
            alignment_score, aligned_weight_share, live_key_result_count, linked_key_result_count,
            alignment_reason, actual_amount, unaligned_actual_amount
        from marts.mart_initiatives where not is_run and is_live and {MEMBERS}
        order by unaligned_actual_amount desc, initiative_code
        """,  # noqa: S608
        filters,
    )


def orphans(filters: Filters) -> pl.DataFrame:
    """Return work items without a path to a live key result, by reason (M23)."""
    return ask(
        f"""
        select reason, cast(sum(work_item_count) as bigint) as work_item_count,
            cast(sum(open_work_item_count) as bigint) as open_work_item_count,
            sum(story_points) as story_points
        from marts.mart_orphan_work where {STREAMS}
        group by reason order by work_item_count desc, reason
        """,  # noqa: S608
        filters,
    )


def orphan_share(filters: Filters) -> dict[str, Any]:
    """Return how many of all work items are orphans; the share is NULL when there is no work item."""
    return ask_one(
        f"""
        with orphans as (
            select cast(coalesce(sum(work_item_count), 0) as bigint) as orphan_count
            from marts.mart_orphan_work where {STREAMS}
        ),
        items as (
            select count(*) as work_item_count from core.dim_work_item where not is_subtask and {STREAMS}
        )
        select orphan_count, work_item_count,
            orphan_count / nullif(cast(work_item_count as double), 0) as orphan_share
        from orphans, items
        """,  # noqa: S608
        filters,
    )
