"""What each figure on a tile is: its id in the metric dictionary, formula, unit and source."""

from dataclasses import dataclass

WHOLE_YEAR = "The whole portfolio, fiscal year to date; the filters do not change it"
WHOLE_PORTFOLIO = "The whole portfolio; the filters do not change it"
WHOLE_WAREHOUSE = "The whole warehouse; the filters do not change it"
TODAY = "As of the data; the fiscal period does not change it"


@dataclass(frozen=True)
class Metric:
    """One figure."""

    name: str
    formula: str
    unit: str
    source: str
    code: str | None = None  # its id in the metric dictionary
    scope: str = "What the filters choose"

    @property
    def is_of_whole_portfolio(self) -> bool:
        """Whether no filter changes it."""
        return self.scope in {WHOLE_YEAR, WHOLE_PORTFOLIO}


CHANGE_SPEND = Metric(
    "Change spend to date",
    "Actual postings, allocated to initiatives and themes by weight. Run-the-business spend is left out.",
    "money",
    "mart_theme_spend",
)
BUDGET_VARIANCE = Metric(
    "Against budget",
    "Actual less budget, both for the same fiscal periods. The budget is the current version or the latest.",
    "money",
    "mart_theme_spend",
)
COMMITMENTS = Metric(
    "Open commitments",
    "Ledger lines of entry type commitment: beside the actuals, never in them.",
    "money",
    "mart_theme_spend",
)
UNALLOCATED = Metric(
    "Without a theme",
    "Change spend that no theme accounts for. It is a member of its own, so that totals tie.",
    "money",
    "mart_theme_spend",
)
ALIGNED_SHARE = Metric(
    "Aligned spend",
    "Spend x weights to key results that were live in the period, over change spend: a ratio of sums.",
    "share of change spend",
    "mart_theme_spend",
    "M20",
)
DRIFT = Metric(
    "Strategy drift",
    "Half the sum of the absolute gaps between the themes' actual and target shares of change spend.",
    "share of change spend",
    "mart_strategy",
    "M22b",
    WHOLE_YEAR,
)
COVERAGE = Metric(
    "Strategy coverage",
    "Live key results with at least one funded live initiative, weighted by priority.",
    "share of live key results",
    "mart_strategy",
    "M24",
    WHOLE_PORTFOLIO,
)
BURN = Metric(
    "Cost of delay",
    "What one more week of delay costs, summed over live initiatives that deliver no value yet. Coverage "
    "(M09) is the share of them with a valid estimate not older than 90 days.",
    "money per week",
    "mart_cost_of_delay",
    "M08",
    TODAY,
)
QUEUE = Metric(
    "Of which waiting",
    "Cost of delay of initiatives that have not begun.",
    "money per week",
    "mart_cost_of_delay",
    "M07",
    TODAY,
)
BLOCKED = Metric(
    "Of which blocked",
    "Cost of delay of initiatives that are blocked now; an upper bound.",
    "money per week",
    "mart_cost_of_delay",
    "M06",
    TODAY,
)
LOST_SINCE_NEEDED = Metric(
    "Lost since needed",
    "Delay cost between each needed date and the day of the data; initiatives not yet due count 0.",
    "money",
    "mart_cost_of_delay",
    "M04",
    TODAY,
)
LOST_SINCE_READY = Metric(
    "Lost since ready",
    "Cost of delay added up from the day each initiative was approved and unblocked.",
    "money",
    "mart_cost_of_delay",
    "M05",
    TODAY,
)
ON_PACE = Metric(
    "Key results on pace",
    "Live key results whose score is at most 10 points behind linear progress.",
    "key results",
    "mart_key_results",
    "M31",
    "As of the data; theme and owner apply",
)
LIVE_KEY_RESULTS = Metric(
    "Live key results",
    "Open, inside their period and its grace, theme in force, checked in recently.",
    "key results",
    "mart_key_results",
    scope="As of the data; theme and owner apply",
)
ORPHANS = Metric(
    "Orphan work",
    "Work items with no path over epic and initiative to a live key result.",
    "share of work items",
    "mart_orphan_work",
    "M23",
    "As of the data; value stream applies",
)
WITHOUT_REASON = Metric(
    "Green without a reason",
    "Live initiatives reported green whose key results are all gone; their spend a week over the last three "
    "closed periods.",
    "initiatives",
    "mart_initiatives",
    "M37",
    TODAY,
)
REFRESH = Metric(
    "Last refresh", "The newest attempt, published or not.", "state", "LAST_REFRESH", scope=WHOLE_WAREHOUSE
)
FRESHNESS = Metric(
    "Sources up to date",
    "Age of each source's newest file against how often it is expected.",
    "sources",
    "mart_source_health",
    "M73",
    WHOLE_WAREHOUSE,
)
ROWS = Metric(
    "Rows read",
    "Rows read = accepted + in quarantine + left out by a named rule, for each file.",
    "rows",
    "mart_source_health",
    "M70",
    WHOLE_WAREHOUSE,
)
QUARANTINE = Metric(
    "In quarantine",
    "Rejected rows; each keeps its reason and its text.",
    "rows",
    "mart_quarantined_rows",
    "M75",
    WHOLE_WAREHOUSE,
)
CHECKS = Metric(
    "Checks held",
    "Expectations on every arriving file. A check that met no row is counted apart.",
    "checks",
    "mart_quality_results",
    scope=WHOLE_WAREHOUSE,
)
RECONCILED = Metric(
    "Reconciliation gap",
    "Largest difference between loaded, fact and allocated totals, by source and currency.",
    "money in the source's currency",
    "mart_reconciliation",
    "M70",
    WHOLE_WAREHOUSE,
)
