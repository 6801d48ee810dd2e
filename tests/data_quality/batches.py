"""Batches for the suites: a plausible row of each contract table, repeated with its own key."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from data_quality.rules import Rule
from ingest.contracts import TABLES

ROWS = 60  # two for each rule of the longest suite
DAY, LATER, MOMENT = date(2026, 3, 2), date(2026, 9, 30), datetime(2026, 3, 2, 9, 30)

GOOD_ROWS: dict[str, dict[str, Any]] = {
    "work_items": {
        "work_item_key": "ATLAS-7", "type_name": "Story", "status_name": "Done", "status_category": "done",
        "story_points": 3.0, "original_estimate_seconds": 28_800, "time_spent_seconds": 3_600,
        "percent_complete": 0.4,
        "created_at": MOMENT, "updated_at": datetime(2026, 4, 1), "resolved_at": datetime(2026, 3, 20),
        "due_date": LATER,
    },
    "work_item_transitions": {
        "work_item_id": "10001", "from_status_name": "To Do", "to_status_name": "Done", "changed_at": MOMENT,
    },
    "work_item_links": {"link_type": "Blocks", "direction": "outward", "linked_key": "ATLAS-8"},
    "work_item_former_keys": {"work_item_id": "10001", "former_key": "ATLAS-9"},
    "initiatives": {
        "initiative_name": "Self-service returns", "stage_name": "Build", "owner_name": "Owner 07",
        "horizon": "H1", "remaining_duration_weeks": 6.0, "approved_date": DAY, "ready_date": DAY,
        "started_date": DAY, "blocked_since_date": DAY, "needed_date": LATER, "forecast_delivery_date": LATER,
        "value_start_date": LATER, "cancelled_date": LATER,
    },
    "initiative_themes": {"theme_name": "Growth", "weight": 0.6},
    "initiative_key_results": {"key_result_code": "KR-1", "weight": 0.6},
    "initiative_cost_objects": {"cost_object_code": "C-100", "weight": 0.6},
    "initiative_work_items": {"initiative_code": "B-1", "work_item_key": "ATLAS-1"},
    "cost_of_delay_estimates": {
        "estimate_date": DAY, "value_type": "reduce_cost", "urgency_profile": "standard",
        "rate_low_amount": Decimal(100), "rate_likely_amount": Decimal(200), "rate_high_amount": Decimal(300),
        "currency_code": "EUR", "window_end_date": LATER, "half_life_weeks": 26.0, "deadline_date": LATER,
        "penalty_amount": Decimal(1), "penalty_per_week_amount": Decimal(1), "debt_growth_amount": Decimal(1),
        "user_business_value": 8.0, "time_criticality": 5.0, "risk_opportunity": 1.0, "job_size": 3.0,
    },
    "status_reports": {"report_date": DAY, "reported_status": "green"},
    "objectives": {
        "objective_name": "Be the easiest to buy from", "theme_name": "Growth", "weight": 0.5,
        "period_start_date": DAY, "period_end_date": LATER,
    },
    "key_results": {
        "objective_code": "O-1", "key_result_name": "Churn from 5 % to 2 %", "unit": "%",
        "direction": "decrease", "baseline_value": 5.0, "target_value": 2.0, "weight": 0.5,
        "period_start_date": DAY, "period_end_date": LATER, "check_in_cadence_days": 14,
        "progress_curve": "step", "progress_steps": 4,
    },
    "key_result_check_ins": {"check_in_date": DAY, "value": 3.2, "confidence": 0.7},
    "ledger_lines": {
        "posting_date": DAY, "fiscal_year": 2026, "fiscal_period": 3, "cost_object_code": "C-100",
        "account_code": "6400", "expense_type": "opex", "entry_type": "actual", "amount": Decimal("-12.5"),
        "currency_code": "EUR",
    },
    "budget_lines": {
        "version_name": "original", "period_start_date": DAY, "fiscal_year": 2026, "fiscal_period": 3,
        "cost_object_code": "C-100", "expense_type": "capex", "line_type": "expense",
        "amount": Decimal("99.99"), "currency_code": "EUR",
    },
    "theme_target_versions": {
        "valid_from_date": DAY, "target_share": 1.0, "floor_share": 0.5, "cap_share": 1.0,
    },
    "initiative_dependencies": {
        "provider_initiative_code": "B-2", "dependency_kind": "data", "needed_date": DAY,
        "committed_date": LATER,
    },
    "capacity_weeks": {
        "resource_kind": "person", "week_start_date": DAY, "measure": "supply", "quantity": 38.5,
        "unit": "hours",
    },
    "capacity_allocations": {
        "resource_kind": "team", "week_start_date": DAY, "quantity": 1.5, "unit": "fte",
    },
    "decisions": {
        "decision_date": DAY, "initiative_code": "B-1", "outcome": "stop", "moved_amount": Decimal(250),
        "currency_code": "EUR", "from_initiative_code": "B-1", "to_initiative_code": "B-2",
        "recommended_outcome": "continue", "reason": "its theme is retired", "evidence_date": DAY,
        "recommended_date": DAY,
    },
    "gate_policy_rules": {"valid_from_date": DAY, "rule_order": 3, "recommendation": "stop"},
    "gate_policy_conditions": {"comparison": "<", "threshold": 0.3},
    "exchange_rate_versions": {
        "currency_code": "USD", "rate_type": "average", "valid_from_date": DAY, "rate": Decimal("0.92"),
        "quote_currency_code": "EUR",
    },
}  # fmt: skip

# Rules over several columns: what breaks each of them, and nothing else that is critical.
BREAKS: dict[str, dict[str, Any]] = {
    "status_changes": {"from_status_name": "Done"},
    "currency_code_beside_amount": {"currency_code": None},
    "target_differs_from_baseline": {"target_value": 5.0},
    "needs_another_initiative": {"initiative_code": "B-2"},
    "version_starts_on_one_day": {"valid_from_date": LATER},  # with a twin of the same version
    "targets_sum_to_1": {"target_share": 0.9},
    "person_fits_into_a_week": {"quantity": 169.0},
    "currency_beside_moved_amount": {"currency_code": None},
    "moved_elsewhere": {"to_initiative_code": "B-1"},
    "rate_above_zero": {"rate": Decimal(0)},
    "quoted_in_another_currency": {"quote_currency_code": "USD"},
    "weights_sum_to_at_most_1": {"weight": 0.5},  # with a twin of the same owner that holds 0.6
}
# Rules that two rows break together -> the columns that the two share, besides those of a broken key.
TAKES_TWO: dict[str, tuple[str, ...]] = {
    "key_unique": (),
    "weights_sum_to_at_most_1": (),
    "version_starts_on_one_day": ("strategy_version",),
    "rules_of_a_gate_are_in_order": ("policy_version", "gate_name"),
}
PERIOD_PRESENT = {
    "ledger_lines": {"posting_date": None, "fiscal_period": None},
    "budget_lines": {"period_start_date": None, "fiscal_year": None},
}


def good_batch(table_name: str) -> pl.DataFrame:
    """Return rows that keep every rule; each has a key of its own."""
    table = TABLES[table_name]
    rows = []
    for number in range(1, ROWS + 1):
        row = dict.fromkeys(table.schema) | GOOD_ROWS[table_name]
        first_key = table.key[0]
        is_date = table.schema[first_key] == pl.Date
        key = DAY + timedelta(number) if is_date else f"{first_key}-{number}"
        row |= {first_key: key, "row_number": number}
        rows.append(row | {name: row[name] or f"{name}-{number}" for name in table.key})
    return pl.DataFrame(rows, schema=table.schema | {"row_number": pl.Int64})


def change(batch: pl.DataFrame, row_number: int, changes: dict[str, Any]) -> pl.DataFrame:
    """Return the batch with other values in one row."""
    values = {
        name: pl.when(pl.col("row_number") == row_number)
        .then(pl.lit(value, batch.schema[name]))
        .otherwise(pl.col(name))
        for name, value in changes.items()
    }
    return batch.with_columns(**values)


def break_rule(table_name: str, rule: Rule, batch: pl.DataFrame, row_number: int) -> pl.DataFrame:
    """Return the batch with one row that breaks the rule (two rows, where it takes two)."""
    if rule.name in TAKES_TWO:
        twin = batch.filter(pl.col("row_number") == row_number).row(0, named=True)
        shared = (
            TABLES[table_name].key if rule.name == "key_unique" else TAKES_TWO[rule.name] or rule.columns[:1]
        )
        changes = {name: twin[name] for name in shared} | BREAKS.get(rule.name, {})
        if rule.name == "weights_sum_to_at_most_1":
            others = set(TABLES[table_name].key) - set(shared)
            changes |= {name: f"another {name}" for name in others}
        return change(batch, row_number + 1, changes)
    return change(batch, row_number, _breaking_values(table_name, rule, batch))


def _breaking_values(table_name: str, rule: Rule, batch: pl.DataFrame) -> dict[str, Any]:
    if rule.name == "period_present":
        return PERIOD_PRESENT[table_name]
    if rule.name in BREAKS:
        return BREAKS[rule.name]
    column = rule.columns[0]
    if rule.expectation == "ExpectColumnPairValuesAToBeGreaterThanB":
        return {rule.columns[1]: _before(batch[column][0])}
    if rule.derived:  # the only derived column left is the year of a date
        return {column: datetime(1889, 3, 1) if column.endswith("_at") else date(1889, 3, 1)}
    wrong: dict[str, Any] = {
        "ExpectColumnValuesToNotBeNull": None,
        "ExpectColumnValuesToBeInSet": 4.0 if batch.schema[column] == pl.Float64 else "no such value",
        "ExpectColumnValuesToMatchRegex": " eur ",
        "ExpectColumnValuesToBeBetween": _outside(rule),
    }
    return {column: wrong[rule.expectation]}


def _outside(rule: Rule) -> Any:
    low = rule.arguments.get("min_value")
    return low - 1 if low is not None and low > -1e12 else float("inf")


def _before(value: Any) -> Any:
    return value.replace(year=value.year - 1) if isinstance(value, date) else value - 1
