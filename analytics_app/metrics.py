"""What each figure on a tile is: its code in the metric dictionary, which tells the rest, or its formula."""

from dataclasses import dataclass

WHOLE_YEAR = "The whole portfolio, fiscal year to date; the filters do not change it"
WHOLE_PORTFOLIO = "The whole portfolio; the filters do not change it"
WHOLE_WAREHOUSE = "The whole warehouse; the filters do not change it"
TODAY = "As of the data; the fiscal period does not change it"


@dataclass(frozen=True)
class Metric:
    """One figure; formula, unit and source are those of the dictionary where it has a code."""

    name: str
    code: str | None = None
    scope: str = "What the filters choose"
    formula: str = ""
    unit: str = ""
    source: str = ""

    @property
    def is_of_whole_portfolio(self) -> bool:
        """Whether no filter changes it."""
        return self.scope in {WHOLE_YEAR, WHOLE_PORTFOLIO}


CHANGE_SPEND = Metric(
    "Change spend to date",
    formula="Actual postings, allocated to initiatives and themes by weight; without run-the-business spend.",
    unit="money",
    source="mart_theme_spend",
)
BUDGET_VARIANCE = Metric(
    "Against budget",
    formula="Actual less budget, both of the same fiscal periods; of the budget the version in force.",
    unit="money",
    source="mart_theme_spend",
)
COMMITMENTS = Metric(
    "Open commitments",
    formula="Ledger lines of entry type commitment: beside the actuals, never in them.",
    unit="money",
    source="mart_theme_spend",
)
UNALLOCATED = Metric(
    "Without a theme",
    formula="Change spend that no theme accounts for. It is a member of its own, so that totals tie.",
    unit="money",
    source="mart_theme_spend",
)
ALIGNED_SHARE = Metric("Aligned spend", "M20")
DRIFT = Metric("Strategy drift", "M22b", WHOLE_YEAR)
COVERAGE = Metric("Strategy coverage", "M24", WHOLE_PORTFOLIO)
BURN = Metric("Cost of delay", "M08", TODAY)
QUEUE = Metric("Of which waiting", "M07", TODAY)
BLOCKED = Metric("Of which blocked", "M06", TODAY)
LOST_SINCE_NEEDED = Metric("Lost since needed", "M04", TODAY)
LOST_SINCE_READY = Metric("Lost since ready", "M05", TODAY)
ON_PACE = Metric("Key results on pace", "M31", "As of the data; theme and owner apply")
LIVE_KEY_RESULTS = Metric(
    "Live key results",
    scope="As of the data; theme and owner apply",
    formula="Open, inside their period and its grace, theme in force, checked in recently.",
    unit="key results",
    source="mart_key_results",
)
ORPHANS = Metric("Orphan work", "M23", "As of the data; value stream applies")
WITHOUT_REASON = Metric(
    "Green without a reason",
    scope=TODAY,
    formula="Live initiatives reported green whose key results are all gone, and what they spend a week: the "
    "mean of the last three closed periods.",
    unit="initiatives",
    source="mart_initiatives",
)
REFRESH = Metric(
    "Last refresh",
    scope=WHOLE_WAREHOUSE,
    formula="The newest attempt, published or not.",
    unit="state",
    source="LAST_REFRESH",
)
FRESHNESS = Metric("Sources up to date", "M73", WHOLE_WAREHOUSE)
ROWS = Metric("Rows read", "M70", WHOLE_WAREHOUSE)
QUARANTINE = Metric("In quarantine", "M75", WHOLE_WAREHOUSE)
CHECKS = Metric(
    "Checks held",
    scope=WHOLE_WAREHOUSE,
    formula="Expectations on every arriving file. A check that met no row is counted apart.",
    unit="checks",
    source="mart_quality_results",
)
RECONCILED = Metric("Reconciliation gap", "M70", WHOLE_WAREHOUSE)
