"""Where more is wanted than there is, in a sentence."""

import polars as pl

from analytics_app.formatting import count, day, share, things


def capacity(teams: pl.DataFrame, weeks: pl.DataFrame, conflicts: pl.DataFrame) -> str:
    """Say how demand stands against supply ahead, which team is worst off, and what competes there."""
    return " ".join(part for part in (ahead(weeks), worst(teams), contested(conflicts)) if part)


def ahead(weeks: pl.DataFrame) -> str:
    """Say what share of the supply of the weeks ahead is asked for."""
    future = weeks.filter("is_future")
    supply, demand = float(future["supply_hours"].sum()), float(future["demand_hours"].sum())
    if supply <= 0:
        return ""
    return f"In the {things(future.height, 'week')} ahead, demand is {share(demand / supply)} of supply."


def worst(resources: pl.DataFrame) -> str:
    """Say who is beyond supply most."""
    future = resources.filter("is_future")
    over = (
        future.filter(pl.col("over_allocated_hours") > 0)
        .group_by("resource_name", maintain_order=True)
        .agg(pl.len().alias("weeks"), pl.col("over_allocated_hours").sum().alias("hours"))
        .sort("hours", descending=True, maintain_order=True)
    )
    if over.is_empty():
        return "Nobody is planned beyond supply." if future["utilisation"].count() else ""
    first = over.row(0, named=True)
    return (
        f"{first['resource_name']} is beyond its supply in {things(first['weeks'], 'week')}, by "
        f"{count(first['hours'])} hours in all."
    )


def contested(conflicts: pl.DataFrame) -> str:
    """Say which two initiatives compete longest for the same team."""
    future = conflicts.filter((pl.col("future_week_count") > 0) & (pl.col("resource_kind") == "team"))
    if future.is_empty():
        return ""
    first = future.row(0, named=True)
    return (
        f"{first['initiative_name']} and {first['other_initiative_name']} compete for "
        f"{first['resource_name']} in {things(first['future_week_count'], 'week')}."
    )


def heat(resources: pl.DataFrame) -> str:
    """Say what the heat map shows."""
    future = resources.filter("is_future")
    if future.is_empty():
        return ""
    over = future.filter(pl.col("over_allocated_hours") > 0)
    names = over["resource_name"].n_unique()
    return (
        f"{names} of {future['resource_name'].n_unique()} are planned beyond their supply in some week ahead."
        f"{f' {worst(resources)}' if names else ''}"
    )


def weeks(found: pl.DataFrame) -> str:
    """Say which week ahead is fullest."""
    future = found.filter(pl.col("is_future") & pl.col("utilisation").is_not_null())
    if future.is_empty():
        return ""
    first = future.sort("utilisation", descending=True, maintain_order=True).row(0, named=True)
    return (
        f"The fullest week ahead begins on {day(first['week_start_date'])}: {share(first['utilisation'])} of "
        f"supply, {first['over_allocated_team_count']} of {first['compared_team_count']} teams beyond theirs."
    )
