"""Whose rows a person sees. The database applies it: no query can forget it.

A person without limits reads the published file itself. For everybody else a small database in memory
holds views of the same names, each with the rule of its table below; their queries see those and nothing
else. A table without a rule is not there for them.

Figures of the whole portfolio are withheld from people with limits: a total less one's own is the others'.
"""

import hashlib
import json
import logging
from dataclasses import dataclass, field

import duckdb

WHOLE_CATALOG = "whole_version"  # what the published file is called inside a connection


@dataclass(frozen=True)
class Scope:
    """The rows a person may see: all, or those of some value streams and cost centres."""

    value_streams: frozenset[str] = frozenset()
    cost_centers: frozenset[str] = frozenset()
    is_whole: bool = False

    def __or__(self, other: "Scope") -> "Scope":
        """Return what either lets see."""
        return Scope(
            self.value_streams | other.value_streams,
            self.cost_centers | other.cost_centers,
            self.is_whole or other.is_whole,
        )

    @property
    def key(self) -> str:
        """What tells this scope from every other: caches and catalogs are named after it."""
        if self.is_whole:
            return WHOLE_CATALOG
        parts = json.dumps([sorted(self.value_streams), sorted(self.cost_centers)])
        return f"scope_{hashlib.sha256(parts.encode()).hexdigest()[:32]}"

    def describe(self) -> str:
        """Say it in words, for the head of a page and the first sheet of a download."""
        if self.is_whole:
            return "the whole portfolio"
        named = (("value stream", self.value_streams), ("cost centre", self.cost_centers))
        told = [f"{kind} {', '.join(sorted(names))}" for kind, names in named if names]
        return " and ".join(told) or "nothing"


WHOLE = Scope(is_whole=True)


@dataclass(frozen=True)
class Rule:
    """Which rows of a table belong to a scope, and under which condition a column of them is shown."""

    rows: str
    columns: dict[str, str] = field(default_factory=dict)


_INITIATIVES = "(select initiative_code from main.initiatives)"
_NAMES = "(select initiative_name from main.initiatives)"
_STREAMS = "(select value_stream_name from main.value_streams)"

ALL, NONE = "true", "false"
OF_INITIATIVE = f"initiative_code in {_INITIATIVES}"
OF_STREAM = f"value_stream_name in {_STREAMS}"
OF_EITHER = f"({OF_INITIATIVE} or {OF_STREAM})"
OF_TEAM = "team_name in (select team_name from main.teams)"
OF_COST_CENTER = "cost_center_code in (select cost_center_code from main.cost_centers)"
OF_MONEY = f"({OF_EITHER} or {OF_COST_CENTER})"
OF_NAMED_SCOPE = (
    f"((scope_kind = 'initiative' and scope_name in {_INITIATIVES})"
    f" or (scope_kind = 'value_stream' and scope_name in {_STREAMS}))"
)
OF_BOTH_ENDS = f"({OF_INITIATIVE} and other_initiative_code in {_INITIATIVES})"


def _hidden(*columns: str) -> dict[str, str]:
    return dict.fromkeys(columns, NONE)


RULES: dict[str, Rule] = {
    # What is the same for everybody: the calendar, the strategy and its goals, the definitions.
    "core.dim_currency": Rule(ALL),
    "core.dim_date": Rule(ALL),
    "core.dim_strategic_theme": Rule(ALL),
    "core.dim_strategic_theme_version": Rule(ALL),
    "core.dim_strategy_version": Rule(ALL),
    "core.dim_budget_version": Rule(ALL),
    "core.dim_account": Rule(ALL),
    "core.dim_workflow_state": Rule(ALL),
    "core.dim_run": Rule(ALL),
    "core.dim_objective": Rule(ALL),
    "core.dim_key_result": Rule(ALL),
    "core.dim_key_result_version": Rule(ALL),
    "marts.mart_run": Rule(ALL),
    "marts.mart_objectives": Rule(ALL),
    "marts.mart_key_results": Rule(ALL, _hidden("linked_actual_amount")),
    "marts.mart_key_result_check_ins": Rule(ALL),
    "marts.mart_okr_findings": Rule(ALL),
    "meta.metric_definitions": Rule(ALL),
    # One row belongs to an initiative, a value stream, a cost centre or a team.
    "core.dim_initiative": Rule(OF_EITHER),
    "core.dim_initiative_version": Rule(OF_EITHER),
    "core.dim_value_stream": Rule(OF_STREAM),
    "core.dim_cost_center": Rule(OF_COST_CENTER),
    "core.dim_team": Rule(OF_TEAM),
    "core.dim_work_item": Rule(OF_EITHER),
    "marts.mart_initiatives": Rule(OF_EITHER),
    "marts.mart_initiative_flow": Rule(OF_INITIATIVE),
    "marts.mart_initiative_links": Rule(OF_INITIATIVE),
    # A row that others share is shown by one's own part alone.
    "marts.mart_initiative_sources": Rule(OF_INITIATIVE, {"row_amount": "row_amount = allocated_amount"}),
    "marts.mart_initiative_states": Rule(OF_INITIATIVE),
    "marts.mart_status_reports": Rule(OF_INITIATIVE),
    "marts.mart_theme_spend": Rule(OF_EITHER),
    "marts.mart_spend_slices": Rule(OF_MONEY),
    "marts.mart_key_result_spend": Rule(OF_EITHER),
    "marts.mart_budget_bridge": Rule(OF_INITIATIVE),
    "marts.mart_restatements": Rule(OF_INITIATIVE),
    "marts.mart_envelopes": Rule(OF_NAMED_SCOPE),
    "marts.mart_earned_value": Rule(OF_NAMED_SCOPE),
    "marts.mart_guardrails": Rule(OF_NAMED_SCOPE),
    "marts.mart_aligned_spend": Rule(OF_NAMED_SCOPE.replace("scope_kind", "scope_type")),
    "marts.mart_cost_of_delay": Rule(OF_EITHER),
    "marts.mart_delay_sequence_members": Rule(OF_EITHER),
    "marts.mart_estimate_findings": Rule(OF_INITIATIVE),
    "marts.mart_outcome_yield": Rule(OF_INITIATIVE),
    "marts.mart_spend_after_evidence": Rule(OF_INITIATIVE),
    "marts.mart_decisions": Rule(
        OF_EITHER,
        {
            "from_initiative_name": f"from_initiative_name in {_NAMES}",
            "to_initiative_name": f"to_initiative_name in {_NAMES}",
        },
    ),
    "marts.mart_dependencies": Rule(
        OF_INITIATIVE,
        {
            "provider_initiative_name": f"provider_initiative_code in {_INITIATIVES}",
            "provider_owner_name": f"provider_initiative_code in {_INITIATIVES}",
            # Of all that waits, whosoever it is.
            **_hidden("blast_per_week_amount", "blast_initiative_count", "blast_without_figure_count"),
        },
    ),
    "marts.mart_dependency_loops": Rule(
        OF_INITIATIVE, {"loop_code": f"loop_code in {_INITIATIVES}", **_hidden("loop_path")}
    ),
    "marts.mart_capacity": Rule(OF_TEAM),
    "marts.mart_capacity_conflicts": Rule(
        OF_BOTH_ENDS, dict.fromkeys(("supply_hours", "demand_hours", "over_allocated_hours"), OF_TEAM)
    ),
    "marts.mart_flow": Rule(OF_STREAM),
    "marts.mart_flow_balance": Rule(OF_STREAM),
    "marts.mart_cumulative_flow": Rule(OF_STREAM),
    "marts.mart_orphan_work": Rule(OF_EITHER),
    "marts.mart_trace_breaks": Rule(OF_STREAM),
    "marts.mart_traceability": Rule(OF_STREAM),
    "marts.mart_work_in_progress": Rule(OF_EITHER),
    # Of the refresh as a whole: whether it was good is for everybody, its money and its rows are not.
    "core.dim_source": Rule(ALL),
    "marts.mart_source_health": Rule(ALL),
    "marts.mart_file_loads": Rule(ALL),
    "marts.mart_quality_results": Rule(ALL, _hidden("failed_amount")),
    "marts.mart_reconciliation": Rule(
        ALL, _hidden("loaded_amount", "fact_amount", "mart_amount", "converted_amount", "unconverted_amount")
    ),
    "marts.mart_control_totals": Rule(ALL, _hidden("loaded_amount", "fact_amount")),
    "marts.mart_quarantine_rules": Rule(ALL, _hidden("amount")),
    "meta.invariants": Rule(ALL, _hidden("expected", "actual", "difference")),
    # A target is a share of the whole portfolio: beside the share of a part it would say something false.
    "marts.mart_theme_targets": Rule(ALL, _hidden("target_share", "floor_share", "cap_share")),
    # Figures of the whole portfolio, and rows that cannot be told apart by whose they are.
    "core.dim_person": Rule(NONE),
    "marts.mart_cost_of_delay_burn": Rule(NONE),
    "marts.mart_delay_sequences": Rule(NONE),
    "marts.mart_expense_types": Rule(NONE),
    "marts.mart_portfolio_capacity": Rule(NONE),
    "marts.mart_portfolio_delay": Rule(NONE),
    "marts.mart_quarantined_rows": Rule(NONE),
    "marts.mart_source_conflicts": Rule(NONE),
    "marts.mart_strategy": Rule(NONE),
    "marts.mart_strategy_latency": Rule(NONE),
    "marts.mart_theme_funding": Rule(NONE),
    "marts.mart_unmatched_keys": Rule(NONE),
    "marts.mart_wip_limits": Rule(NONE),
    "marts.mart_work_item_findings": Rule(NONE),
}

# What a scope consists of in one version, each after those it rests on. An initiative belongs to cost centres
# if all its money is booked there, a team to initiatives if it works for no other: a shared one would show
# the others' part.
_MEMBERS = {
    "value_streams (value_stream_name)": "select unnest(cast($value_streams as varchar[]))",
    "cost_centers (cost_center_code)": "select unnest(cast($cost_centers as varchar[]))",
    "funded_initiatives (initiative_code)": """
        with booked as (
            select initiative_code, cost_center_code
            from whole_version.core.fct_ledger_allocations
            join whole_version.core.fct_ledger_lines using (ledger_line_key)
            union all
            select initiative_code, cost_center_code
            from whole_version.core.fct_budget_allocations
            join whole_version.core.fct_budget_lines using (budget_line_key)
        )
        select initiative_code from booked group by initiative_code
        having bool_and(
            cost_center_code is not null
            and cost_center_code in (select cost_center_code from main.cost_centers)
        )
        """,
    "initiatives (initiative_code, initiative_name)": """
        select initiative_code, initiative_name from whole_version.core.dim_initiative
        where value_stream_name in (select value_stream_name from main.value_streams)
            or initiative_code in (select initiative_code from main.funded_initiatives)
        """,
    "teams (team_name)": """
        select team_name from whole_version.core.fct_capacity_allocations
        group by team_name
        having bool_and(
            initiative_code is not null
            and initiative_code in (select initiative_code from main.initiatives)
        )
        """,
}


def install(connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Make the database of a scope beside the published file that the connection has attached.

    One that could not be finished is taken away again, so that the next attempt can begin anew.
    """
    connection.execute(attach_statement(scope))
    try:
        connection.execute(use_statement(scope))
        _install(connection, scope)
    except Exception:
        connection.execute("use memory")
        connection.execute(_detached(scope))
        raise


def _install(connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    names = {"value_streams": sorted(scope.value_streams), "cost_centers": sorted(scope.cost_centers)}
    for table, sql in _MEMBERS.items():
        _fill(connection, table, sql, {name: value for name, value in names.items() if f"${name}" in sql})
    there = connection.execute(_TABLES, [WHOLE_CATALOG]).fetchall()
    for schema in sorted({schema for _, schema in there}):
        connection.execute(_SCHEMA.format(schema=schema))
    for table, _ in there:
        if rule := RULES.get(table):
            _create_view(connection, table, rule)


def attach_statement(scope: Scope) -> str:
    """Return the statement that makes the empty database of a scope."""
    return f"attach ':memory:' as {scope.key}"


def use_statement(scope: Scope) -> str:
    """Return the statement after which a connection sees what the scope sees."""
    return f"use {scope.key}"


def _detached(scope: Scope) -> str:
    return f"detach {scope.key}"


_TABLES = "select schema_name || '.' || table_name, schema_name from duckdb_tables() where database_name = ?"
_SCHEMA = "create schema {schema}"
_MEMBER_TABLE = "create table {name} ({columns})"
_MEMBER_ROWS = "insert into {name} {sql}"
_VIEW = "create view {table} as select * {columns} from whole_version.{table} where {rows}"
_COLUMN = "case when {condition} then {column} end as {column}"


def _fill(connection: duckdb.DuckDBPyConnection, table: str, sql: str, names: dict[str, list[str]]) -> None:
    """Fill a table of members; it stays empty where the version lacks what it is worked out from."""
    name, _, columns = table.partition(" ")
    typed = ", ".join(f"{column} varchar" for column in columns.strip("()").split(", "))
    connection.execute(_MEMBER_TABLE.format(name=name, columns=typed))
    try:
        connection.execute(_MEMBER_ROWS.format(name=name, sql=sql), names)
    except (duckdb.CatalogException, duckdb.BinderException) as absent:  # a table, or a column of one
        logging.getLogger(__name__).warning("no %s are known of this version: %s", name, absent)


def _create_view(connection: duckdb.DuckDBPyConnection, table: str, rule: Rule) -> None:
    """Create the view of a table; where its rule does not fit an older version, the table is not there."""
    shown = [_COLUMN.format(condition=when, column=column) for column, when in rule.columns.items()]
    columns = f"replace ({', '.join(shown)})" if shown else ""
    try:
        connection.execute(_VIEW.format(table=table, columns=columns, rows=rule.rows))
    except duckdb.BinderException as misfit:
        logging.getLogger(__name__).warning("%s is withheld from people with limits: %s", table, misfit)
