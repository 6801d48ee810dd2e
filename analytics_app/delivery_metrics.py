"""What the figures of roadmap, kanban, flow and capacity are."""

from analytics_app.metrics import TODAY, WHOLE_PORTFOLIO, Metric

OF_CONSUMERS = "As of the data; theme, value stream and owner are those of the initiative that needs"
OF_FLOW = "Fiscal period and value stream apply, and the level chosen below"
OF_TEAMS = "Teams of the plan; the filters do not change it"

LATE = Metric(
    "Late",
    scope=TODAY,
    formula="Initiatives expected after the day they are needed, of those with both days. Expected: day of "
    "release, else the register's forecast, else the day of the data and the weeks that remain.",
    unit="initiatives",
    source="mart_cost_of_delay, dim_initiative",
)
LATE_COST = Metric(
    "Late ones cost",
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
EXCESS = Metric(
    "Above a limit",
    scope=WHOLE_PORTFOLIO,
    formula="Initiatives in a portfolio state beyond its limit (M51), summed over the states; the expedite "
    "lane has no limit.",
    unit="initiatives",
    source="mart_wip_limits",
)
BREACH_COST = Metric(
    "Cost of breaches",
    scope=WHOLE_PORTFOLIO,
    formula="Today's cost of delay per week times the weeks that initiatives waited in the state before "
    "while a limit was exceeded; all breaches so far.",
    unit="money",
    source="mart_wip_limits",
)
BEFORE_DELIVERY = Metric(
    "Before delivery",
    scope=TODAY,
    formula="Cost of delay per week (M01) of what is in funnel, analysing and ready.",
    unit="money per week",
    source="mart_initiative_states, mart_cost_of_delay",
)
BLOCKED_NOW = Metric(
    "Blocked",
    scope=TODAY,
    formula="Initiatives that the register says are blocked on the day of the data.",
    unit="initiatives",
    source="mart_cost_of_delay",
)
OLDEST = Metric(
    "Longest in its state",
    scope=TODAY,
    formula="Days since an initiative entered the state it is in, the first one counted; done and cancelled "
    "ones left out.",
    unit="days",
    source="mart_initiative_states",
)
THROUGHPUT = Metric("Throughput", "M46", OF_FLOW)
FLOW_TIME = Metric("Slowest flow time", "M47", OF_FLOW)
EFFICIENCY = Metric("Flow efficiency", "M48", OF_FLOW)
LOAD = Metric("Work in progress", "M49", OF_FLOW)
STABLE = Metric(
    "Stable streams",
    scope=OF_FLOW,
    formula="Value streams where Little's law holds within 15 % and arrivals and departures within 10 % "
    "(M50), of those with flow times in the last period.",
    unit="value streams",
    source="mart_flow_balance",
)
UTILISATION = Metric("Demand over supply", "M52", WHOLE_PORTFOLIO)
BEYOND = Metric("Beyond supply", "M53", WHOLE_PORTFOLIO)
OVER_TEAMS = Metric(
    "Teams beyond supply",
    scope=OF_TEAMS,
    formula="Teams with a week ahead whose demand is more than its supply (M53), of all with weeks ahead.",
    unit="teams",
    source="mart_capacity",
)
CONFLICTS = Metric(
    "Pairs in conflict",
    scope="As of the data; theme, value stream and owner are those of either initiative",
    formula="Pairs of initiatives that both want hours of a team or person in a week ahead that is beyond "
    "its supply (M53).",
    unit="pairs of initiatives",
    source="mart_capacity_conflicts",
)
