"""The contract tables: the few typed tables every source is mapped into, and where dbt starts.

A reader fills the business columns. The writer of segments adds the lineage columns
(`LINEAGE`), so that every row leads back to its file and row, and tells when it was known.
Timestamps are naive UTC; money is DECIMAL(18, 4) beside its ISO currency code.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

ColumnType = Literal["string", "decimal", "rate", "double", "bigint", "date", "timestamp", "boolean"]

MONEY = pl.Decimal(18, 4)
RATE = pl.Decimal(18, 10)  # of currencies: one rupiah is 0.00005 euros, and sums of rupiah have ten digits

POLARS_TYPES: dict[ColumnType, pl.DataType] = {
    "string": pl.String(),
    "decimal": MONEY,
    "rate": RATE,
    "double": pl.Float64(),
    "bigint": pl.Int64(),
    "date": pl.Date(),
    "timestamp": pl.Datetime("us"),
    "boolean": pl.Boolean(),
}

SQL_TYPES: dict[ColumnType, str] = {
    "string": "varchar",
    "decimal": "decimal(18, 4)",
    "rate": "decimal(18, 10)",
    "double": "double",
    "bigint": "bigint",
    "date": "date",
    "timestamp": "timestamp",
    "boolean": "boolean",
}


@dataclass(frozen=True)
class Column:
    """One column of a contract table; a required one is never NULL in an accepted row."""

    name: str
    type: ColumnType = "string"
    required: bool = False


@dataclass(frozen=True)
class ContractTable:
    """A table that readers fill: its grain is `key` within one source."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def schema(self) -> dict[str, pl.DataType]:
        """Polars types of the business columns, in contract order."""
        return {column.name: POLARS_TYPES[column.type] for column in self.columns}

    @cached_property
    def segment_schema(self) -> dict[str, pl.DataType]:
        """Polars types of a segment file: business columns, then lineage."""
        return self.schema | {column.name: POLARS_TYPES[column.type] for column in LINEAGE}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that are never NULL."""
        return tuple(column.name for column in self.columns if column.required)


LINEAGE: tuple[Column, ...] = (
    Column("extra"),  # JSON object of the export's columns that the contract does not know
    Column("source_name", required=True),
    Column("file_sha256", required=True),
    Column(
        "row_number", "bigint", required=True
    ),  # 1-based data row (CSV, Excel) or record (JSON) in the file
    Column("known_at", "timestamp", required=True),  # UTC: from when on this row was what we knew
    Column("is_deleted", "boolean", required=True),  # a tombstone: gone from a later full snapshot
    Column("row_hash", required=True),  # md5 over the business columns and `extra`
)


def _table(name: str, grain: str, key: str, *columns: str) -> ContractTable:
    """Build a table from `name[:type][!]` words; key columns are always required."""
    keys = tuple(key.split())
    built = []
    for word in columns:
        text = word.rstrip("!")
        column_name, _, column_type = text.partition(":")
        built.append(Column(column_name, column_type or "string", word.endswith("!") or column_name in keys))  # ty: ignore
    return ContractTable(name, grain, keys, tuple(built))


# A table reads best with its columns side by side.
# fmt: off
TABLES: dict[str, ContractTable] = {
    table.name: table
    for table in (
        _table(
            "work_items", "a work item of a tracker", "work_item_id",
            "work_item_id", "work_item_key!", "project_key", "type_name!", "title", "status_name!",
            "status_category",  # todo | in_progress | done, where the tracker says so
            "priority_name", "resolution_name", "assignee_name", "reporter_name", "team_name",
            "parent_id", "parent_key",  # an id, where the tracker tells it, outlives a change of key
            "epic_key", "initiative_code",
            "key_result_code",  # which one the item serves, where people note it in the tracker
            "is_subtask:boolean",
            "story_points:double", "original_estimate_seconds:bigint", "time_spent_seconds:bigint",
            "labels", "components", "fix_versions", "sprints",  # JSON lists of text
            "percent_complete:double",  # 0 to 1
            "start_date:date", "due_date:date",  # as planned
            "created_at:timestamp", "updated_at:timestamp", "started_at:timestamp", "resolved_at:timestamp",
        ),
        _table(
            "work_item_transitions", "a status change of a work item", "work_item_id transition_id",
            "work_item_id", "transition_id", "from_status_name", "to_status_name!", "changed_at:timestamp!",
            "author_name",
        ),
        _table(
            "work_item_links", "one end of a link between work items",
            "work_item_id link_type direction linked_key",
            "work_item_id", "link_type", "direction", "linked_key",
        ),
        _table(
            "work_item_former_keys", "a key that a work item had before it was moved",
            "work_item_id former_key",
            "work_item_id", "former_key",
        ),
        _table(
            "initiatives", "a bet of the portfolio", "initiative_code",
            "initiative_code", "initiative_name!", "hypothesis", "value_stream_name", "owner_name",
            "horizon", "stage_name", "kill_criterion",
            "is_run:boolean",  # run-the-business spend: a category of its own, never counted as aligned
            "remaining_duration_weeks:double",
            "approved_date:date", "ready_date:date", "started_date:date", "blocked_since_date:date",
            "needed_date:date", "forecast_delivery_date:date",
            "released_date:date",  # delivered, though nobody uses it yet: value starts later
            "value_start_date:date", "cancelled_date:date",
        ),
        _table(
            "initiative_themes", "a weighted link initiative -> theme", "initiative_code theme_name",
            "initiative_code", "theme_name", "weight:double",
        ),
        _table(
            "initiative_key_results", "a weighted link initiative -> key result",
            "initiative_code key_result_code",
            "initiative_code", "key_result_code", "weight:double",
        ),
        _table(
            "initiative_cost_objects", "a weighted link cost object -> initiative",
            "cost_object_code initiative_code",
            "cost_object_code", "initiative_code", "weight:double",
        ),
        _table(
            "initiative_work_items", "a link from an initiative to the work item at the top of its work",
            "initiative_code work_item_key",
            "initiative_code", "work_item_key",
        ),
        _table(
            "cost_of_delay_estimates", "a version of an initiative's estimate",
            "initiative_code estimate_date",
            "initiative_code", "estimate_date:date", "value_type", "urgency_profile!",
            "rate_low_amount:decimal", "rate_likely_amount:decimal", "rate_high_amount:decimal",
            "currency_code", "window_end_date:date", "half_life_weeks:double", "deadline_date:date",
            "penalty_amount:decimal", "penalty_per_week_amount:decimal", "debt_growth_amount:decimal",
            "user_business_value:double", "time_criticality:double", "risk_opportunity:double",
            "job_size:double", "estimation_batch", "estimator_name", "basis",
        ),
        _table(
            "status_reports", "a reported status of an initiative", "initiative_code report_date",
            "initiative_code", "report_date:date", "reported_status!", "status_text",
        ),
        _table(
            "objectives", "an objective in a period", "objective_code",
            "objective_code", "objective_name!", "theme_name", "owner_name", "period_label",
            "period_start_date:date", "period_end_date:date", "objective_type", "weight:double",
            "status_name", "parent_objective_code",
        ),
        _table(
            "key_results", "a key result", "key_result_code",
            "key_result_code", "objective_code!", "key_result_name!", "owner_name", "unit", "direction",
            "key_result_type", "baseline_value:double", "target_value:double", "weight:double",
            "status_name", "period_label", "period_start_date:date", "period_end_date:date",
            "check_in_cadence_days:bigint",
            "progress_curve",  # linear | s_curve | back_loaded | step; NULL: linear
            "progress_steps:bigint",  # of a step curve: equal steps at equal distances
        ),
        _table(
            "key_result_check_ins", "a check-in on a key result", "key_result_code check_in_date",
            "key_result_code", "check_in_date:date", "value:double", "confidence:double",
            "reported_status", "note",
        ),
        _table(
            "ledger_lines", "a posting line", "line_id",
            "line_id", "posting_date:date", "fiscal_year:bigint", "fiscal_period:bigint", "document_number",
            "cost_object_code", "cost_center_code", "account_code", "account_name", "expense_type",
            "entry_type",  # actual | commitment
            "description", "amount:decimal!", "currency_code!",
        ),
        _table(
            "budget_lines", "a line of one version of a budget", "line_id",
            "line_id", "version_name!", "period_start_date:date", "fiscal_year:bigint",
            "fiscal_period:bigint",
            "cost_object_code", "cost_center_code", "account_code", "account_name", "expense_type",
            "line_type",  # expense | revenue
            "description", "amount:decimal!", "currency_code!",
        ),
        _table(
            "theme_target_versions", "a theme's target in a version of the strategy",
            "theme_name strategy_version",
            "theme_name", "strategy_version", "valid_from_date:date!", "target_share:double!",
            "floor_share:double", "cap_share:double",
        ),
        _table(
            "initiative_dependencies", "what an initiative needs from another one",
            "initiative_code provider_initiative_code dependency_kind",
            "initiative_code", "provider_initiative_code",
            "dependency_kind",  # as the register says; unknown where it says nothing
            "needed_date:date", "committed_date:date", "status_name", "note",
        ),
        _table(
            "capacity_weeks", "a quantity of a team's or person's working time in a week",
            "resource_name resource_kind week_start_date measure",
            "resource_kind",  # team | person
            "resource_name", "week_start_date:date",  # a Monday
            "measure",  # supply | time_off | reserve | allocated (to whatever)
            "team_name", "quantity:double!", "unit!",  # hours | days | fte, as stated
        ),
        _table(
            "capacity_allocations", "a team's or person's working time given to an initiative in a week",
            "resource_name resource_kind week_start_date initiative_code",
            "resource_kind", "resource_name", "week_start_date:date", "initiative_code",
            "team_name", "quantity:double!", "unit!",
        ),
        _table(
            "decisions", "a decision about the portfolio", "decision_id",
            "decision_id", "decision_date:date!", "initiative_code", "gate_name",
            "outcome!",  # fund | accelerate | continue | change | pause | stop, or the log's own word
            "moved_amount:decimal", "currency_code", "from_initiative_code", "to_initiative_code",
            "decided_by_name", "reason", "recommended_outcome",  # at that time, in the words of outcome
            "evidence_date:date",  # first day on which the facts that the decision rests on were there
            "recommended_date:date",  # day of the recommendation
        ),
        _table(
            "gate_policy_rules", "a rule of a gate in a version of the gate policy",
            "policy_version gate_name rule_id",
            "policy_version", "gate_name", "rule_id", "valid_from_date:date!",
            "rule_order:bigint!",  # the first rule that holds gives the recommendation
            "recommendation!",  # in the words of decisions.outcome, or insufficient_evidence
        ),
        _table(
            "gate_policy_conditions", "a condition of a rule; a rule holds when all of its conditions do",
            "policy_version gate_name rule_id field_name comparison",
            "policy_version", "gate_name", "rule_id", "field_name",
            "comparison",  # < | <= | > | >= | = | <>
            "threshold:double!",  # true is 1, false is 0
        ),
        _table(
            "exchange_rate_versions", "an exchange rate from a day on",
            "valid_from_date currency_code rate_type",
            "currency_code",
            "rate_type",  # average | budget
            "valid_from_date:date", "rate:rate!",  # one unit of currency_code in quote_currency_code
            "quote_currency_code",  # NULL: the reporting currency
        ),
    )
}

# fmt: on

# Rows of these tables have no natural key: two equal lines of a ledger are both real.
LINE_TABLES = frozenset({"ledger_lines", "budget_lines"})
