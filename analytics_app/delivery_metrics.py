"""What the figures of roadmap, kanban, flow and capacity are."""

from analytics_app.metrics import TODAY, Metric

OF_CONSUMERS = "As of the data; theme, value stream and owner are those of the initiative that needs"
OF_BOARD = "The whole portfolio; limits hold for all of it"
OF_FLOW = "Fiscal period and value stream apply, and the level chosen below"
OF_TEAMS = "All teams of the plan; the filters do not change it"

LATE = Metric(
    "Late",
    scope=TODAY,
    formula="Initiatives expected after the day they are needed, of those with both days. Expected: day of "
    "release, else the register's forecast, else the day of the data and the weeks that remain.",
    unit="initiatives",
    source="mart_cost_of_delay, dim_initiative",
)
LATE_COST = Metric(
    "What the late ones cost",
    scope=TODAY,
    formula="The part of the cost of delay (M08) of initiatives that are expected after their needed day.",
    unit="money per week",
    source="mart_cost_of_delay",
)
MOVED = Metric(
    "Plans that moved",
    scope=TODAY,
    formula="Initiatives whose needed day is later than the first one that the register told.",
    unit="initiatives",
    source="dim_initiative_version",
)
NEEDS_AT_RISK = Metric(
    "Needs at risk",
    scope=OF_CONSUMERS,
    formula="Open dependencies that come too late, are close to it (M54), have no known day, or whose "
    "provider was cancelled; of all that are not delivered or dropped.",
    unit="dependencies",
    source="mart_dependencies",
)
DATED = Metric(
    "With dates",
    scope=TODAY,
    formula="Live initiatives that deliver no value yet and have both a needed and an expected day, of all.",
    unit="initiatives",
    source="mart_cost_of_delay, dim_initiative",
)
