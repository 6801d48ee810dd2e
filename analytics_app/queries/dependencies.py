"""What initiatives need from each other, and whether it comes in time."""

import polars as pl

from analytics_app.queries.conditions import MEMBERS
from analytics_app.session import Filters, ask

# What nobody waits for any more needs no decision.
_URGENCY = "['late', 'provider_cancelled', 'at_risk', 'unknown', 'on_time', 'delivered']"


def needs(filters: Filters) -> pl.DataFrame:
    """Return one row per initiative, provider and kind of need, the most urgent first.

    Theme, value stream and owner are those of the initiative that needs.
    """
    return ask(
        f"""
        with owned as (
            select needs.* replace (
                    coalesce(needs.provider_initiative_name, 'an initiative that you do not see')
                        as provider_initiative_name
                ), coalesce(dim.theme_name, 'Unallocated') as theme_name,
                coalesce(dim.value_stream_name, 'Unassigned') as value_stream_name,
                coalesce(dim.owner_name, 'Unassigned') as owner_name
            from marts.mart_dependencies as needs
            left join core.dim_initiative as dim using (initiative_code)
        )
        select * from owned where {MEMBERS}
        order by coalesce(nullif(list_position({_URGENCY}, dependency_risk), 0), 99), slack_days nulls last,
            needed_date nulls last, initiative_code, provider_initiative_code, dependency_kind
        """,  # noqa: S608 - constant conditions
        filters,
    )


def loops(filters: Filters) -> pl.DataFrame:
    """Return one row per initiative that waits for itself, directly or through others."""
    return ask(
        f"""
        select loops.* from marts.mart_dependency_loops as loops
        where loops.initiative_code
            not in (select initiative_code from core.dim_initiative where not {MEMBERS})
        order by loop_code, initiative_code
        """,  # noqa: S608
        filters,
    )
