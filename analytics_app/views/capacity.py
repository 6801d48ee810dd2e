"""Capacity: who is asked for more than there is, and which initiatives compete."""

import polars as pl
import streamlit as st

from analytics_app import charts, delivery_metrics, session, takeaways
from analytics_app.components.cards import chart_card, heading
from analytics_app.components.layout import NO_CAPACITY
from analytics_app.components.tables import table
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import count, share, things
from analytics_app.queries import capacity, dependencies
from analytics_app.sums import known_sum, unknown

SHOWN, ALL = 25, "All teams"

filters = session.filters()
teams, weeks, conflicts = capacity.teams(), capacity.weeks(), capacity.conflicts(filters)
needs, loops = dependencies.needs(filters), dependencies.loops(filters)
future, team_weeks = weeks.filter("is_future"), teams.filter("is_future")
supply, demand = float(future["supply_hours"].sum()), float(future["demand_hours"].sum())
beyond = known_sum(future["over_allocated_hours"])
names = team_weeks["resource_name"].n_unique()
over = team_weeks.filter(pl.col("over_allocated_hours") > 0)["resource_name"].n_unique()
ahead = conflicts.filter(pl.col("future_week_count") > 0)
pairs = ahead.select("initiative_code", "other_initiative_code").n_unique() if ahead.height else 0
contested = ahead["resource_name"].n_unique()
pending = needs.filter(pl.col("dependency_state").is_in(["open", "provider_cancelled"]))
at_risk = pending.filter(pl.col("dependency_risk") != "on_time")
none = "no capacity plan is loaded" if teams.is_empty() else "the plan has no week ahead"

st.caption(
    "Teams and weeks are those of the plan, whatever the filters; conflicts and dependencies follow theme, "
    "value stream and owner of their initiatives."
)
takeaway(takeaways.capacity.capacity(teams, weeks, conflicts))
with tile_row(5):
    tile(
        delivery_metrics.UTILISATION,
        share(demand / supply) if supply > 0 else "–",
        f"{count(demand)} of {count(supply)} hours in {things(future.height, 'week')} ahead",
        reason=none,
    )
    tile(
        delivery_metrics.BEYOND,
        "–" if beyond is None else f"{count(beyond)} h",
        f"ahead{unknown(future['over_allocated_hours'])}; what other teams have free is not set against it",
        reason="no_comparable_team" if future.height else none,
    )
    tile(
        delivery_metrics.OVER_TEAMS,
        f"{over} of {names}" if names else "–",
        "in some week ahead",
        reason=none,
    )
    tile(
        delivery_metrics.CONFLICTS,
        str(pairs) if teams.height else "–",
        f"of initiatives, over {things(contested, 'team or person', 'teams and people')}",
        reason=none,
    )
    tile(
        delivery_metrics.NEEDS_AT_RISK,
        f"{at_risk.height} of {pending.height}" if needs.height else "–",
        f"{pending.filter(pl.col('dependency_risk') == 'late').height} come too late; "
        f"{things(loops['loop_code'].n_unique(), 'knot')} of loops",
        reason="no dependencies are loaded",
    )

options = [ALL, *sorted(teams["resource_name"].unique())]
chosen = st.selectbox("Look at", options, key="team", bind="query-params", width=320)
resources = teams if chosen == ALL else capacity.people(str(chosen))
first = resources["resource_name"].unique(maintain_order=True).head(SHOWN)
more = resources["resource_name"].n_unique() - first.len()
chart_card(
    "Demand over supply" if chosen == ALL else f"People of {chosen}",
    charts.capacity.heat(
        resources.filter(pl.col("resource_name").is_in(first.implode())), takeaways.capacity.heat(resources)
    ),
    NO_CAPACITY if chosen == ALL else "The plan names no people of this team.",
    "▲ marks what is beyond supply; pale weeks have begun."
    + (f" And {more} more are in the table." if more else ""),
)
chart_card(
    "All teams together",
    charts.capacity.weeks(weeks, takeaways.capacity.weeks(weeks)),
    NO_CAPACITY,
    "Teams with both supply and demand.",
)
heading(
    "Who competes for the same hours", "Pairs of initiatives in weeks beyond supply; hours of weeks ahead."
)
table("conflicts", conflicts)
heading("Teams by week" if chosen == ALL else "People by week")
table("capacity", resources)
heading("Dependencies at risk", "What initiatives need from each other, the most urgent first.")
table("needs", needs)
heading("Loops", "Initiatives that wait for themselves, directly or through others.")
table("loops", loops)
