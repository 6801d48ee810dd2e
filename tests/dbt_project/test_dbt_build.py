"""The whole project built: over nothing, with every unit test; and over money that is hard to split."""

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.dbt_project.conftest import PROJECT, run_dbt
from tests.dbt_project.made_inputs import make_build_file
from tests.dbt_project.made_portfolio import (
    CONFIGURATION,
    COST_OBJECTS,
    INITIATIVES,
    RATES,
    RING,
    Row,
    portfolio,
)
from tests.differing import differing_rows

pytestmark = pytest.mark.pipeline

# What each truth of dbt_project/tests must notice.
TAMPERING = {
    "assert_budget_bridges_close": (
        "update marts.mart_budget_bridge set volume_amount = volume_amount + 0.0001"
    ),
    "assert_control_totals_agree": "update marts.mart_control_totals set is_reconciled = false",
    "assert_cost_of_delay_is_split_whole": (
        "delete from marts.mart_cost_of_delay_burn where cost_of_delay_per_week_amount > 0"
    ),
    "assert_cumulative_flow_holds_every_item": "delete from core.fct_work_status_changes",
    "assert_flow_times_are_not_negative": (
        "update core.fct_work_item_flow set active_seconds = flow_seconds + 1"
    ),
    "assert_key_result_weights_sum_to_at_most_one": (
        "update core.bridge_initiative_key_result set weight = 1.1"
    ),
    "assert_missing_figures_have_a_reason": "update marts.mart_cost_of_delay set cd3_reason = null",
    "assert_parts_of_delay_sum_to_the_whole": (
        "update core.fct_initiative_delays set accrued_in_queue_amount = accrued_in_queue_amount + 0.0001"
    ),
    "assert_references_find_their_member": (
        "delete from core.dim_initiative where initiative_code = 'unknown'"
    ),
    "assert_restatements_lead_to_what_is_known_now": (
        "insert into core.fct_restatements (restatement_key, then_amount, change_amount, now_amount)"
        " values ('x', 1, 1, 1)"
    ),
    "assert_source_rows_hold_every_posting": (
        "update marts.mart_initiative_sources set reporting_amount = reporting_amount + 0.0001"
    ),
    "assert_spend_slices_hold_what_themes_spend": (
        "update marts.mart_spend_slices set actual_amount = actual_amount + 0.0001"
    ),
    "assert_strategy_targets_sum_to_one": (
        "insert into core.dim_strategy_version (strategy_version_key, strategy_version, is_whole)"
        " values ('x', 'S', false)"
    ),
    "assert_theme_spend_holds_every_budget_line": (
        "update marts.mart_theme_spend set budget_amount = budget_amount + 0.0001"
    ),
    "assert_theme_weights_sum_to_one": (
        "delete from core.bridge_initiative_theme where theme_name = 'Unallocated'"
    ),
    "assert_throughput_counts_every_done_item": "delete from marts.mart_flow",
    "assert_versions_follow_each_other": "update core.dim_initiative_version set is_current = false",
    "assert_weights_of_a_work_item_sum_to_one": "update core.bridge_work_item_initiative set weight = 0.5",
    "assert_weights_of_a_cost_object_close_at_one": (
        "update core.bridge_cost_object_initiative set weight_until = 0.9 where weight_until = 1"
    ),
}


def _build(folder: Path, configuration: dict[str, object], rows: dict[str, list[Row]], *options: str) -> Path:
    database = make_build_file(folder, configuration, rows)
    outcome = run_dbt(database, "build", *options)
    assert outcome.returncode == 0, outcome.stdout[-6000:]
    return database


@pytest.fixture(scope="module")
def over_nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build whose every input table is empty; unit tests run with it."""
    return _build(tmp_path_factory.mktemp("nothing"), {}, {})


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Row]]:
    return portfolio(seed=7)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, rows: dict[str, list[Row]]) -> Path:
    """A build over the made portfolio, of models alone: what tests say of it is asked apart."""
    models_only = ("--exclude-resource-type", "test", "unit_test")
    return _build(tmp_path_factory.mktemp("made"), CONFIGURATION, rows, *models_only)


def test_every_data_test_holds_over_the_made_portfolio(made: Path) -> None:
    outcome = run_dbt(made, "test", "--exclude-resource-type", "unit_test")
    assert outcome.returncode == 0, outcome.stdout[-6000:]


@pytest.mark.slow
def test_everything_builds_over_nothing_and_every_unit_test_passes(over_nothing: Path) -> None:
    results = json.loads((over_nothing.parent / "target" / "run_results.json").read_text())["results"]
    built = [result for result in results if not result["unique_id"].startswith("exposure.")]
    assert {result["status"] for result in built} == {"success", "pass"}
    assert sum(result["unique_id"].startswith("unit_test.") for result in results) > 40


@pytest.mark.slow
def test_marts_of_nothing_hold_the_run_and_no_figures(over_nothing: Path) -> None:
    with duckdb.connect(str(over_nothing), read_only=True) as connection:
        tables = connection.execute("from information_schema.tables").pl().filter(table_schema="marts")
        counts = {name: connection.execute(f"from marts.{name}").pl().height for name in tables["table_name"]}
    assert {name: count for name, count in counts.items() if count} == {
        "mart_portfolio_delay": 1,  # no figure, and reasons
        "mart_run": 1,
        "mart_source_health": 1,
        "mart_aligned_spend": 3,  # the period, quarter and year of the run
        "mart_strategy": 1,  # the year of the run, with a reason for each missing share
    }


def _shares(
    links: list[Row], owner: str, member: str, owners: tuple[str, ...], rest: str
) -> dict[str, dict[str, Decimal]]:
    """Split each owner among its members, once more and by other means than the models."""
    shares: dict[str, dict[str, Decimal]] = {}
    for code in owners:
        own = [(str(link[member]), link["weight"]) for link in links if link[owner] == code]
        declared = sum((Decimal(str(weight)) for _, weight in own if weight is not None), Decimal(0))
        if declared > Decimal("1.0001"):
            own = []
        left = max(Decimal(0), 1 - declared) / max(1, sum(weight is None for _, weight in own))
        split = {name: left if weight is None else Decimal(str(weight)) for name, weight in own}
        shares[code] = split | {rest: 1 - sum(split.values(), Decimal(0))}
    return shares


def _spend_by_hand(rows: dict[str, list[Row]]) -> dict[tuple[str, str], Decimal]:
    """Actual spend in the reporting currency by theme and initiative."""
    of_initiative = _shares(
        rows["initiative_themes"], "initiative_code", "theme_name", INITIATIVES, "Unallocated"
    ) | {"unknown": {"Unallocated": Decimal(1)}}
    of_cost_object = _shares(
        rows["initiative_cost_objects"], "cost_object_code", "initiative_code", COST_OBJECTS, "unknown"
    )
    spend: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in rows["ledger_lines"]:
        if line["entry_type"] == "commitment":
            continue
        amount = Decimal(str(line["amount"])) * RATES[str(line["currency_code"])]
        initiatives = of_cost_object.get(str(line["cost_object_code"]), {"unknown": Decimal(1)})
        for initiative, weight in initiatives.items():
            for theme, theme_weight in of_initiative[initiative].items():
                spend[theme, initiative] += amount * weight * theme_weight
    return {key: amount for key, amount in spend.items() if abs(amount) > RING}


def test_d06_d07_d08_money_of_every_currency_arrives_to_the_last_digit(
    made: Path, rows: dict[str, list[Row]]
) -> None:
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for table in ("ledger_lines", "budget_lines"):
        for line in rows[table]:
            expected[table, str(line["currency_code"])] += Decimal(str(line["amount"]))
    with duckdb.connect(str(made), read_only=True) as connection:
        found = connection.execute(
            "select table_name, currency_code, loaded_amount, fact_amount, mart_amount, is_reconciled"
            " from marts.mart_reconciliation"
        ).fetchall()
    assert {(table, currency): amounts for table, currency, *amounts in found} == {
        key: [amount, amount, amount, True] for key, amount in expected.items()
    }


def test_d06_d08_spend_by_theme_and_initiative_is_what_a_person_would_reckon(
    made: Path, rows: dict[str, list[Row]]
) -> None:
    with duckdb.connect(str(made), read_only=True) as connection:
        found = connection.execute(
            "select theme_name, initiative_code, sum(actual_amount) from marts.mart_theme_spend group by all"
        ).fetchall()
    spend = {(theme, initiative): amount for theme, initiative, amount in found}
    expected = _spend_by_hand(rows)
    assert set(expected) <= set(spend)
    rounding = RING * len(rows["ledger_lines"])
    for key, amount in spend.items():
        assert abs(amount - expected.get(key, Decimal(0))) <= rounding, key


def _compiled_tests(database: Path) -> dict[str, str]:
    folder = database.parent / "target" / "compiled" / "portfolio_warehouse" / "tests"
    return {path.stem: path.read_text() for path in folder.glob("*.sql")}


def test_every_truth_has_a_case_that_breaks_it(made: Path) -> None:
    assert set(TAMPERING) == set(_compiled_tests(made))


@pytest.mark.parametrize("name", TAMPERING)
def test_a_broken_build_is_noticed(made: Path, name: str) -> None:
    query = _compiled_tests(made)[name]
    with duckdb.connect(str(made)) as connection:
        connection.begin()
        before = connection.execute(query).fetchall()
        connection.execute(TAMPERING[name])
        after = connection.execute(query).fetchall()
        connection.rollback()
    assert before == []
    assert after != []


@pytest.mark.slow
def test_d15_r02_order_threads_and_the_zone_of_the_machine_change_no_mart(
    made: Path, rows: dict[str, list[Row]], tmp_path: Path
) -> None:
    setting = "TimeZone: UTC"
    profile = (PROJECT / "profiles.yml").read_text()
    assert profile.count(f"{setting}\n") == 1
    (tmp_path / "profiles.yml").write_text(profile.replace(setting, f"{setting}\n        threads: 8"))
    turned = {table: records[::-1] for table, records in rows.items()}
    other = make_build_file(tmp_path, CONFIGURATION, turned)
    arguments = ("build", "--threads", "4", "--exclude-resource-type", "unit_test")
    outcome = run_dbt(other, *arguments, profiles=tmp_path, time_zone="Asia/Tokyo")
    assert outcome.returncode == 0, outcome.stdout[-6000:]
    with duckdb.connect() as connection:
        connection.execute(f"attach '{made}' as first (read_only)")
        connection.execute(f"attach '{other}' as second (read_only)")
        tables = connection.execute(
            "select table_name from information_schema.tables"
            " where table_catalog = 'first' and table_schema = 'marts' order by 1"
        ).fetchall()
        # Turned around, rows stand elsewhere in their files, which one mart tells.
        places = {"mart_initiative_sources": "select * exclude (row_number, initiative_source_key)"}
        changed = [
            name
            for (name,) in tables
            if differing_rows(
                connection,
                *(
                    f"{places.get(name, 'select *')} from {build}.marts.{name}"
                    for build in ("first", "second")
                ),
            )
        ]
    assert len(tables) > 15
    assert changed == []
