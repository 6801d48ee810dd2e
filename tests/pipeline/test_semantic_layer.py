"""A metric asked of the semantic layer is the figure that a mart publishes, on every row of the example.

So it is on the same example made hostile, whose lines of money have not all an exchange rate.

Each case names a query over a mart and what gives the same by metrics: keys first, then the metrics in
their order. A row that one side lacks is one of NULLs.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from metricflow_semantics.errors.error_classes import InvalidQueryException

from ingest.workspace import Workspace
from orchestration.dbt_runner import ensure_manifest
from orchestration.semantic_layer import NothingPublishedError, SemanticLayer, semantic_layer
from tests.oracle.conftest import Judged

pytestmark = pytest.mark.pipeline

Asked = tuple[SemanticLayer, duckdb.DuckDBPyConnection]


@dataclass(frozen=True)
class Case:
    """A query over a mart, and the same as a question."""

    name: str
    mart: str  # selects the columns of `by`, then those of `metrics`
    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    tolerance: Decimal = Decimal(0)  # of money
    is_known: bool = True  # somewhere; else NULL on every row, for a reason


def _of_alignment(scope: str, group: tuple[str, ...], span: str, label: str) -> Case:
    keys = "scope_name, span_label" if group else "span_label"
    return Case(
        f"alignment of {scope} by {span}",
        f"select {keys}, change_spend_amount, run_spend_amount, aligned_spend_amount, stale_mandate_amount,"
        " change_budget_amount, aligned_budget_amount, aligned_spend_share, planned_aligned_share,"
        " stale_mandate_share"
        f" from marts.mart_aligned_spend where scope_type = '{scope}' and span_type = '{span}'",
        (
            "change_spend",
            "run_spend",
            "aligned_spend",
            "stale_mandate_spend",
            "change_budget",
            "aligned_budget",
            "aligned_spend_share",
            "planned_aligned_share",
            "stale_mandate_share",
        ),
        (*group, f"metric_time__{label}"),
    )


def _of_capacity(scope: str, group: tuple[str, ...], span: str, label: str) -> Case:
    keys = "scope_name, span_label" if group else "span_label"
    return Case(
        f"aligned capacity of {scope} by {span}",
        # Of core: who has hours and no money yet has no row in the mart.
        f"select {keys}, aligned_capacity_share"
        f" from core.fct_aligned_capacity where scope_type = '{scope}' and span_type = '{span}'",
        ("aligned_capacity_share",),
        (*group, f"metric_time__{label}"),
        is_known=scope != "portfolio",  # hours of people and FTE of teams are never one sum
    )


SCOPES = {"portfolio": (), "theme": ("theme",), "initiative": ("initiative",)}
SPANS = {"period": "fiscal_period", "quarter": "fiscal_quarter", "year": "fiscal_year"}
DELAYS = ", ".join(
    f"accrued_{part}_amount"
    for part in ("since_needed", "since_ready", "in_queue", "in_active", "in_blocked", "in_released")
)
LOST = (
    "lost_since_needed",
    "lost_since_ready",
    "lost_in_queue",
    "lost_while_active",
    "lost_while_blocked",
    "lost_after_release",
)
EARNED = (
    "budget_at_completion_amount, planned_value_amount, earned_value_amount, actual_cost_amount,"
    " cost_performance_index, schedule_performance_index, percent_complete_share"
)
EARNED_METRICS = (
    "budget_at_completion",
    "planned_value",
    "earned_value",
    "actual_cost",
    "cost_performance_index",
    "schedule_performance_index",
    "percent_complete_share",
)

# The mart tells the known part beside the number of lines that it lacks.
SPENT = ", ".join(
    f"case when unconverted_{lines}line_count = 0 then {name}_amount end"
    for name, lines in (
        ("actual", ""),
        ("budget", "budget_"),
        ("original_budget", "original_budget_"),
        ("forecast", "forecast_"),
        ("commitment", "commitment_"),
    )
)

CASES = [
    *(_of_alignment(scope, group, *span) for scope, group in SCOPES.items() for span in SPANS.items()),
    *(_of_capacity(scope, group, *span) for scope, group in SCOPES.items() for span in SPANS.items()),
    Case(
        "strategy by year",
        "select fiscal_year_label, unallocated_spend_amount, strategy_coverage_share,"
        " strategy_coverage_count_share, single_thread_key_result_count, crowded_key_result_count"
        " from marts.mart_strategy",
        (
            "unallocated_spend",
            "strategy_coverage_share",
            "strategy_coverage_count_share",
            "single_thread_key_results",
            "crowded_key_results",
        ),
        ("metric_time__fiscal_year",),
    ),
    Case(
        "money by theme, initiative and period",
        f"select theme_name, initiative_code, fiscal_period_label, {SPENT}, fx_effect_amount"
        " from marts.mart_theme_spend",
        (
            "actual_spend",
            "current_budget",
            "original_budget",
            "forecast_spend",
            "open_commitments",
            "fx_effect",
        ),
        ("theme", "initiative", "metric_time__fiscal_period"),
    ),
    Case(
        "expense types by theme and period",
        "select theme_name, fiscal_period_label, expense_type, actual_amount, reclassified_amount,"
        " posted_in_other_period_amount from marts.mart_expense_types",
        ("expense_type_spend", "reclassified_spend", "spend_posted_in_other_period"),
        ("theme", "metric_time__fiscal_period", "expense_type_sum__expense_type"),
    ),
    Case(
        "envelopes by theme",
        "select scope_name, envelope_amount, actual_amount, remaining_amount, consumed_share"
        " from marts.mart_envelopes where scope_kind = 'theme'",
        ("envelope", "envelope_spend", "envelope_remaining", "envelope_consumed_share"),
        ("theme",),
    ),
    Case(
        "envelope of the portfolio",
        "select envelope_amount, actual_amount, remaining_amount, consumed_share"
        " from marts.mart_envelopes where scope_kind = 'portfolio'",
        ("envelope", "envelope_spend", "envelope_remaining", "envelope_consumed_share"),
    ),
    *(
        Case(
            f"earned value by {kind}",
            f"select {'scope_name, ' if by else ''}{EARNED} from marts.mart_earned_value"
            f" where scope_kind = '{kind}' and baseline_name = 'current'",
            EARNED_METRICS,
            by,
            tolerance=Decimal("0.01"),  # core rounds each scope's periods, not the sum of initiatives
        )
        for kind, by in (
            ("initiative", ("initiative",)),
            ("value_stream", ("initiative__value_stream_name",)),
            ("portfolio", ()),
        )
    ),
    Case(
        "burn by theme and state",
        "select theme_name, portfolio_state, delay_state, cost_of_delay_per_week_amount,"
        " cost_of_delay_per_week_low_amount, cost_of_delay_per_week_high_amount"
        " from marts.mart_cost_of_delay_burn",
        ("cost_of_delay_burn", "cost_of_delay_burn_low", "cost_of_delay_burn_high"),
        ("theme", "burn__portfolio_state", "burn__delay_state"),
    ),
    Case(
        "delay of the portfolio",
        "select cost_of_delay_per_week_amount, cost_of_delay_per_week_low_amount,"
        " cost_of_delay_per_week_high_amount, cost_of_delay_per_week_amount, queued_cost_per_week_amount,"
        " queued_cost_accrued_amount, accrued_since_needed_amount, accrued_since_ready_amount,"
        " blocked_cost_upper_amount, initiative_count, estimated_initiative_count,"
        " cost_of_delay_coverage_count_share, cost_of_delay_coverage_spend_share"
        " from marts.mart_portfolio_delay",
        (
            "cost_of_delay_burn",
            "cost_of_delay_burn_low",
            "cost_of_delay_burn_high",
            "cost_of_delay_per_week",
            "queued_cost_per_week",
            "queued_cost_accrued",
            "lost_since_needed",
            "lost_since_ready",
            "blocked_cost_upper",
            "initiatives_awaiting_value",
            "estimated_initiatives",
            "cost_of_delay_coverage_count_share",
            "cost_of_delay_coverage_spend_share",
        ),
    ),
    Case(
        "delay by initiative",
        f"select initiative_code, cost_of_delay_per_week_amount, {DELAYS}, blocked_cost_upper_amount"
        " from marts.mart_cost_of_delay",
        ("cost_of_delay_per_week", *LOST, "blocked_cost_upper"),
        ("initiative",),
    ),
    Case(
        "sequence of the portfolio",
        "select cd3_delay_cost_amount, current_delay_cost_amount, saving_amount"
        " from marts.mart_delay_sequences where sequence_scope = 'portfolio'",
        ("cd3_delay_cost", "current_delay_cost", "sequence_saving"),
    ),
    Case(
        "traceability by value stream",
        "select value_stream_name, traceability_rate, traceability_count_share, story_points,"
        " traced_story_points, work_items, traced_work_items from marts.mart_traceability",
        (
            "traceability_rate",
            "traceability_count_share",
            "story_points",
            "traced_story_points",
            "stories",
            "traced_stories",
        ),
        ("trace__value_stream_name",),
    ),
    Case(
        "orphans by reason, value stream and initiative",
        "select reason, value_stream_name, initiative_code, work_item_count, open_work_item_count,"
        " story_points from marts.mart_orphan_work",
        ("orphan_work_items", "open_orphan_work_items", "orphan_story_points"),
        ("orphan__reason", "orphan__value_stream_name", "initiative"),
    ),
    Case(
        "spend after evidence by initiative",
        "select initiative_code, spend_after_evidence_amount from marts.mart_spend_after_evidence",
        ("spend_after_evidence",),
        ("initiative",),
    ),
    Case(
        "quality of objectives",
        "select objective_code, quality_score from marts.mart_objectives",
        ("okr_quality_score",),
        ("okr_quality_row__entity_code",),
    ),
    Case(
        "flow by period, value stream, level and type",
        "select fiscal_period_label, value_stream_name, work_item_level, type_name, throughput_count,"
        " cancelled_count, active_seconds, flow_seconds, flow_efficiency from marts.mart_flow",
        ("throughput", "cancelled_items", "active_seconds", "flow_seconds", "flow_efficiency"),
        (
            "metric_time__fiscal_period",
            "flow__value_stream_name",
            "flow__work_item_level",
            "flow__type_name",
        ),
    ),
    Case(
        "work in progress at the end of each period",
        "select fiscal_period_label, value_stream_name, work_item_level, wip_end_count"
        " from marts.mart_flow_balance",
        ("work_in_progress",),
        ("metric_time__fiscal_period", "wip_day__value_stream_name", "wip_day__work_item_level"),
    ),
    Case(
        "breaches of limits",
        "select portfolio_state, valid_from_date, breach_day_count, waiting_cost_amount"
        " from marts.mart_wip_limits where excess_count > 0",
        ("wip_breach_days", "wip_breach_waiting_cost"),
        ("wip_breach__portfolio_state", "wip_breach__valid_from_date__day"),
    ),
    Case(
        "capacity of the portfolio by week",
        "select week_start_date, supply_hours, demand_hours, utilisation, over_allocated_hours,"
        " over_allocated_team_count from marts.mart_portfolio_capacity",
        (
            "supply_hours",
            "demand_hours",
            "utilisation",
            "over_allocated_hours",
            "over_allocated_team_weeks",
        ),
        ("capacity_week__week_start_date__day",),
    ),
    Case(
        "capacity of teams by week",
        "select team_name, week_start_date, supply_hours, demand_hours, utilisation, over_allocated_hours"
        " from marts.mart_capacity where resource_kind = 'team' and over_allocated_reason is null",
        ("supply_hours", "demand_hours", "utilisation", "over_allocated_hours"),
        ("capacity_week__team_name", "capacity_week__week_start_date__day"),
    ),
    Case(
        "open dependencies by risk",
        "select dependency_risk, count(*) from marts.mart_dependencies"
        " where dependency_risk in ('late', 'at_risk', 'on_time', 'unknown') group by 1",
        ("open_dependencies",),
        ("dependency__dependency_risk",),
    ),
    Case(
        "quarantine by source and rule",
        "select source_name, reason, sum(row_count) from marts.mart_quarantine_rules group by 1, 2",
        ("quarantined_rows",),
        ("quarantine_rule__source_name", "quarantine_rule__reason"),
    ),
    Case(
        "restatements by kind and period",
        "select line_kind, fiscal_period_label,"
        " case when count(reporting_amount_reason) = 0 then sum(change_reporting_amount) end"
        " from marts.mart_restatements group by 1, 2",
        ("restated_amount",),
        ("restatement__line_kind", "metric_time__fiscal_period"),
    ),
]

# The hostile build's lines without a rate leave this year's shares known, and are not restated.
KNOWN_WHERE_HOSTILE = {"delayable_spend", "estimated_spend", "restated_amount"}

# Parts of a share or of a sum that no mart shows; the share or the sum they make is compared.
ONLY_PARTS = {
    "aligned_capacity",
    "capacity_units",
    "change_capacity",
    "delayable_spend",
    "estimated_spend",
    "funded_key_results",
    "funded_priority",
    "known_actual_cost",
    "known_actual_spend",
    "known_aligned_budget",
    "known_aligned_spend",
    "known_budget_at_completion",
    "known_change_budget",
    "known_change_spend",
    "known_current_budget",
    "known_delayable_spend",
    "known_earned_value",
    "known_envelope",
    "known_envelope_remaining",
    "known_envelope_spend",
    "known_estimated_spend",
    "known_expense_type_spend",
    "known_forecast_spend",
    "known_fx_effect",
    "known_open_commitments",
    "known_original_budget",
    "known_planned_value",
    "known_reclassified_spend",
    "known_restated_amount",
    "known_run_spend",
    "known_spend_after_evidence",
    "known_spend_posted_in_other_period",
    "known_stale_mandate_spend",
    "known_strategy_spend",
    "known_unallocated_spend",
    "live_key_results",
    "live_key_results_by_threads",
    "live_priority",
    "okr_points",
    "okr_possible_points",
    "strategy_spend",
    "unconverted_actual_spend_lines",
    "unconverted_aligned_budget_lines",
    "unconverted_aligned_spend_lines",
    "unconverted_change_budget_lines",
    "unconverted_change_spend_lines",
    "unconverted_current_budget_lines",
    "unconverted_forecast_spend_lines",
    "unconverted_open_commitments_lines",
    "unconverted_original_budget_lines",
    "unconverted_run_spend_lines",
    "unconverted_stale_mandate_spend_lines",
    "unconverted_strategy_spend_lines",
    "unconverted_unallocated_spend_lines",
    "unknown_actual_costs",
    "unknown_delayable_spends",
    "unknown_envelope_remainings",
    "unknown_envelope_spends",
    "unknown_envelopes",
    "unknown_estimated_spends",
    "unknown_expense_type_spends",
    "unknown_fx_effects",
    "unknown_plans",
    "unknown_reclassified_spends",
    "unknown_restated_amounts",
    "unknown_spend_posted_in_other_periods",
    "unknown_spends_after_evidence",
    "unmapped_items",
}


@pytest.fixture(scope="module")
def layer(demo_workspace: Workspace) -> Iterator[SemanticLayer]:
    with semantic_layer(demo_workspace) as opened:
        yield opened


@pytest.fixture(scope="module")
def marts(example: Judged) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(example.database), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def without_rates(demo_workspace: Workspace, hostile: Judged, unrated: Judged) -> Iterator[list[Asked]]:
    """The same metrics over the two builds whose lines have not all a rate, and their marts."""
    manifest = ensure_manifest(demo_workspace).with_name("semantic_manifest.json")
    with ExitStack() as opened:
        yield [
            (
                opened.enter_context(SemanticLayer(manifest, build.database)),
                opened.enter_context(duckdb.connect(str(build.database), read_only=True)),
            )
            for build in (hostile, unrated)
        ]


def _by_key(rows: list[tuple], key_count: int) -> dict[tuple, tuple]:
    found = {
        tuple(str(key).removesuffix(" 00:00:00") for key in row[:key_count]): row[key_count:] for row in rows
    }
    assert len(found) == len(rows), "a key is there twice"
    return found


def _is_same(left: Any, right: Any, tolerance: Decimal) -> bool:
    """Money and counts to the last digit; doubles as far as the order of summing lets them be the same."""
    if left is None or right is None:
        return left is right
    if isinstance(left, float) or isinstance(right, float):
        return float(right) == pytest.approx(float(left), rel=1e-9, abs=1e-9)
    return abs(Decimal(left) - Decimal(right)) <= tolerance


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_metric_is_the_figure_of_the_mart(
    case: Case, layer: SemanticLayer, marts: duckdb.DuckDBPyConnection
) -> None:
    published = _published(case, marts)
    assert any(value is not None for row in published.values() for value in row) == case.is_known
    assert _differences(case, published, layer) == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_metric_of_lines_without_a_rate_is_the_figure_of_the_mart(
    case: Case, without_rates: list[Asked]
) -> None:
    for layer, marts in without_rates:
        assert _differences(case, _published(case, marts), layer) == {}


def test_a_sum_of_which_a_part_is_not_known_is_not_known(without_rates: list[Asked]) -> None:
    known = [name for name in without_rates[0][0].metrics() if name.startswith("known_")]
    sums = {name: name.removeprefix("known_") for name in known}
    hostile, unrated = (layer.ask([*known, *sums.values()]).row(0, named=True) for layer, _ in without_rates)
    assert len(known) > 20
    assert [part for part in known if hostile[part] is None] == []
    assert {name for name in sums.values() if hostile[name] is not None} == KNOWN_WHERE_HOSTILE
    assert [name for name in sums.values() if unrated[name] is not None] == []


def _published(case: Case, marts: duckdb.DuckDBPyConnection) -> dict[tuple, tuple]:
    return _by_key(marts.execute(case.mart).fetchall(), len(case.by))


def _differences(
    case: Case, published: dict[tuple, tuple], layer: SemanticLayer
) -> dict[tuple[tuple, str], tuple]:
    """Return what the mart and the layer say where they do not say the same."""
    asked = layer.ask(case.metrics, case.by).select(*case.by, *case.metrics)
    answers = _by_key(asked.rows(), len(case.by))
    nothing = (None,) * len(case.metrics)
    return {
        (key, metric): (figure, answer)
        for key in published.keys() | answers.keys()
        for metric, figure, answer in zip(
            case.metrics, published.get(key, nothing), answers.get(key, nothing), strict=True
        )
        if not _is_same(figure, answer, case.tolerance)
    }


def test_every_metric_is_compared(layer: SemanticLayer) -> None:
    compared = {metric for case in CASES for metric in case.metrics}
    assert compared & ONLY_PARTS == set()
    assert set(layer.metrics()) == compared | ONLY_PARTS


def test_a_question_is_narrowed(layer: SemanticLayer) -> None:
    themes = ("Digital Growth", "Customer Trust")
    rows = layer.ask(
        ["aligned_spend_share"],
        by=["theme", "metric_time__fiscal_quarter"],
        where=[
            f"{{{{ Entity('theme') }}}} in {themes}",
            "{{ TimeDimension('metric_time', 'fiscal_year') }} = 'FY27'",
        ],
    )
    assert {*rows["theme"]} == {*themes}
    assert {*rows["metric_time__fiscal_quarter"]} == {"FY27-Q1", "FY27-Q2"}


def test_a_metric_tells_what_it_can_be_asked_by(layer: SemanticLayer) -> None:
    assert {"theme", "initiative", "initiative__owner_name"} <= {*layer.group_bys("aligned_spend_share")}


def test_what_cannot_be_asked_is_refused(layer: SemanticLayer) -> None:
    with pytest.raises(InvalidQueryException, match="key_result__theme"):
        layer.sql(["crowded_key_results"], by=["theme"])


def test_before_the_first_refresh_there_is_nothing_to_ask(tmp_path: Path) -> None:
    with pytest.raises(NothingPublishedError, match="portfolio refresh"):
        semantic_layer(Workspace(tmp_path))
