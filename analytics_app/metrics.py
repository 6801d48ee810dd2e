"""What each figure on a tile is: its code in the metric dictionary if it is that very figure, or a formula.

A count of what a metric judges, or a part of its sum, is another figure: it has no code, and tells its own.
"""

from dataclasses import dataclass

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
        return self.scope == WHOLE_PORTFOLIO


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
OUTLOOK = Metric(
    "Outlook of the year",
    scope="The fiscal year of the last period looked at; theme, value stream and owner apply",
    formula="Closed fiscal periods as spent, the others by the latest forecast of finance; none where a "
    "period has no forecast. Without run-the-business spend.",
    unit="money",
    source="mart_spend_slices",
)
FX_EFFECT = Metric(
    "Effect of rates",
    formula="Actual spend at average rates less the same at budget rates: what exchange rates alone did.",
    unit="money",
    source="mart_spend_slices",
)
RESTATED_PERIODS = Metric(
    "Restated periods",
    formula="Closed fiscal periods of which a later export changed any money.",
    unit="fiscal periods",
    source="mart_restatements",
)
RESTATED_NET = Metric(
    "Net change",
    formula="The sum of what later exports changed (M76), in the reporting currency at the average rates "
    "known now, so that a change of rates is no restatement.",
    unit="money",
    source="mart_restatements",
)
RESTATED_GROSS = Metric(
    "Moved in all",
    formula="The sum of the changes (M76) without their signs: what moves among themes counts twice.",
    unit="money",
    source="mart_restatements",
)
RESTATED_LAST = Metric(
    "Last heard",
    formula="The day the newest export speaks of that changed a closed period.",
    unit="date",
    source="mart_restatements",
)
UNALLOCATED = Metric(
    "Without a theme",
    formula="Change spend that no theme accounts for. It is a member of its own, so that totals tie.",
    unit="money",
    source="mart_theme_spend",
)
ALIGNED_SHARE = Metric("Aligned spend", "M20")
COVERAGE = Metric("Strategy coverage", "M24", WHOLE_PORTFOLIO)
ENVELOPE = Metric(
    "Left in the envelope",
    scope="This fiscal year: the portfolio, or the one theme or value stream chosen",
    formula="Budget of the fiscal year, change and run, less actual spend and open commitments (M42).",
    unit="money",
    source="mart_envelopes",
)
RUNWAY = Metric("Runway", "M42", scope="This fiscal year: the portfolio, or the one theme or stream chosen")
BURN = Metric("Cost of delay", "M08", TODAY)
QUEUE = Metric(
    "Of which waiting",
    scope=TODAY,
    formula="The part of the cost of delay (M08) of initiatives that have not begun, ideas without approval "
    "included; M07 counts approved ones only.",
    unit="money per week",
    source="mart_cost_of_delay",
)
BLOCKED = Metric(
    "Of which blocked",
    scope=TODAY,
    formula="The part of the cost of delay (M08) of initiatives that are blocked now; an upper bound.",
    unit="money per week",
    source="mart_cost_of_delay",
)
LOST_SINCE_NEEDED = Metric("Lost since needed", "M04", TODAY)
LOST_SINCE_READY = Metric("Lost since ready", "M05", TODAY)
ON_PACE = Metric(
    "Key results on pace",
    scope="As of the data; theme and owner apply",
    formula="Live key results whose derived status (M31s) is on track, of all live ones.",
    unit="key results",
    source="mart_key_results",
)
LIVE_KEY_RESULTS = Metric(
    "Live key results",
    scope="As of the data; theme and owner apply",
    formula="Open, inside their period and its grace, theme in force, checked in recently.",
    unit="key results",
    source="mart_key_results",
)
OBJECTIVES_ON_TRACK = Metric(
    "Objectives on track",
    scope="As of the data; theme and owner apply",
    formula="Objectives of this period whose derived status (M31s) is on track, of all that have one. Where "
    "all key results have ended or were dropped, an objective counts no more.",
    unit="objectives",
    source="mart_objectives",
)
CONFIDENCE = Metric(
    "Confidence",
    scope="As of the data; theme and owner apply",
    formula="Mean of what owners say about live key results (M32); how many say it stands beside.",
    unit="share",
    source="mart_key_results",
)
SCORED = Metric(
    "Scored key results",
    scope="As of the data; theme and owner apply",
    formula="Open key results that have a score (M30), of all open ones: what the roll-up rests on.",
    unit="key results",
    source="mart_key_results",
)
OKR_FINDINGS = Metric(
    "Quality findings",
    scope="As of the data; theme and owner apply",
    formula="Lint rules (M34) that an open key result or objective breaks, or keeps by half.",
    unit="findings",
    source="mart_okr_findings",
)
ON_DEAD_KEY_RESULTS = Metric(
    "On key results not live",
    formula="Change spend whose links lead to key results that were not live in the period: ended, dropped, "
    "never checked in, or not begun.",
    unit="money",
    source="mart_key_result_spend",
)
ON_NO_KEY_RESULT = Metric(
    "On no key result",
    formula="Change spend that no link to a key result claims. It is a member of its own: totals tie.",
    unit="money",
    source="mart_key_result_spend",
)
GAPS = Metric(
    "Gaps",
    scope="As of the data, with the money of the fiscal period; theme and owner apply",
    formula="Themes with a target and no live objective, objectives without a live key result, and live key "
    "results without funded work.",
    unit="themes, objectives, key results",
    source="mart_objectives, mart_key_results, mart_theme_targets",
)
ORPHANS = Metric(
    "Orphan work",
    scope="As of the data; value stream applies",
    formula="Work items without a path over epic and initiative to a live key result (M23), of all.",
    unit="share of work items",
    source="mart_orphan_work",
)
WITHOUT_REASON = Metric(
    "Green without a reason",
    scope=TODAY,
    formula="Live initiatives reported green whose key results are all gone, and what they spend a week: the "
    "mean of the last three closed periods.",
    unit="initiatives",
    source="mart_initiatives",
)
INITIATIVE_SPEND = Metric(
    "Spent",
    scope="The chosen initiative and fiscal period",
    formula="Actual postings of its cost objects, by weight; beside them the budget in force of the same "
    "periods. Source rows leads to the lines.",
    unit="money",
    source="mart_theme_spend",
)
INITIATIVE_DELAY = Metric("Cost of delay", "M01", "The chosen initiative, as of the data")
LIVE_WEIGHT = Metric(
    "Live weight",
    scope="The chosen initiative, as of the data",
    formula="Sum of its weights to key results that are live, at most 1: the part of its spend that counts "
    "as aligned (M20).",
    unit="share",
    source="mart_initiatives",
)
WORK_DONE = Metric(
    "Work done",
    scope="The chosen initiative, as of the data",
    formula="Story points done over all, where every work item has some; else work items done over all. "
    "Earned value (M40) is this part of its budget.",
    unit="share",
    source="mart_earned_value",
)
AFTER_EVIDENCE = Metric("Spent after evidence", "M28", "The chosen initiative, as of the data")
REFRESH = Metric(
    "Last refresh",
    scope=WHOLE_WAREHOUSE,
    formula="The newest attempt, published or not.",
    unit="state",
    source="LAST_REFRESH",
)
FRESHNESS = Metric(
    "Sources up to date",
    scope=WHOLE_WAREHOUSE,
    formula="Sources whose newest file is no older (M73) than portfolio.yml expects.",
    unit="sources",
    source="mart_source_health",
)
ROWS = Metric(
    "Rows read",
    scope=WHOLE_WAREHOUSE,
    formula="Rows read = accepted + in quarantine + left out by a named rule, for each file.",
    unit="rows",
    source="mart_source_health",
)
QUARANTINE = Metric(
    "In quarantine",
    scope=WHOLE_WAREHOUSE,
    formula="Rejected rows, a line for each reason (M75); each keeps its text.",
    unit="rows",
    source="mart_quarantined_rows",
)
CHECKS = Metric(
    "Checks held",
    scope=WHOLE_WAREHOUSE,
    formula="Expectations on every arriving file. A check that met no row is counted apart.",
    unit="checks",
    source="mart_quality_results",
)
TIED_TOTALS = Metric(
    "Totals that tie",
    scope=WHOLE_WAREHOUSE,
    formula="Sources and currencies whose money as loaded = in the fact = allocated to themes (M70), and "
    "whose lines are as many.",
    unit="totals",
    source="mart_reconciliation",
)
TIED_FILES = Metric(
    "Files that tie",
    scope=WHOLE_WAREHOUSE,
    formula="Files of money whose lines that stand now sum to the same as loaded and in the fact, in every "
    "period and currency, and whose rows are all accounted for.",
    unit="files",
    source="mart_control_totals",
)
QUARANTINED_MONEY = Metric(
    "Rows refused",
    scope=WHOLE_WAREHOUSE,
    formula="Rejected rows of ledgers and budgets, each with its reasons (M75). No total holds them.",
    unit="rows",
    source="mart_quarantined_rows",
)
WITHOUT_RATE = Metric(
    "Without a rate",
    scope=WHOLE_WAREHOUSE,
    formula="Sources and currencies with money that no exchange rate or date converts: in the totals in its "
    "own currency, in no figure of the reporting currency.",
    unit="totals",
    source="mart_reconciliation",
)
LAST_MILE = Metric(
    "Not on the pages",
    scope=WHOLE_WAREHOUSE,
    formula="Ledger in the reporting currency less actual spend and commitments of the pages: posted after "
    "the day of the data, or in no fiscal period.",
    unit="money",
    source="mart_reconciliation",
)
RECONCILED = Metric(
    "Reconciliation gap",
    scope=WHOLE_WAREHOUSE,
    formula="Largest difference between loaded, fact and allocated totals, by source and currency.",
    unit="money in the source's currency",
    source="mart_reconciliation",
)
