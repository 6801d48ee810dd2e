"""The whole refresh over public exports: what is published equals what their README says, to the cent.

Where the README gives no figure, the test counts once more in the raw file, without the pipeline.
"""

import csv
import gzip
import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.workspace import Workspace
from orchestration.publishing import past_reviews
from tests.real.exports import (
    CAPITAL_FILES,
    CITY_FILES,
    DATA,
    GOALS_FILES,
    REST_FILES,
    make_workspace,
    needs_exports,
)

pytestmark = [pytest.mark.real, pytest.mark.pipeline, pytest.mark.slow, needs_exports]

Rows = Callable[[str], list[tuple[Any, ...]]]
SUBTASKS = ("Sub-task", "Technical task")


def published(root: Path, file: str | None = None) -> Rows:
    """Return a function that queries a published version of a workspace, the served one unless told."""
    name = file or json.loads((root / "published" / "CURRENT").read_text())["file"]

    def rows(query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(root / "published" / name, read_only=True) as connection:
            return connection.execute(query).fetchall()

    return rows


def refreshed(
    factory: pytest.TempPathFactory, portfolio: Callable, name: str, files: dict[str, str]
) -> tuple[Path, Rows]:
    """Make a workspace, refresh it by the command line, and return it with its published version."""
    root = make_workspace(factory.mktemp(name) / "workspace", name, files)
    outcome = portfolio("--workspace", root, "refresh")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return root, published(root)


def assert_every_source_is_conserved(rows: Rows, read: int) -> None:
    counts = "row_count_read, row_count_accepted, row_count_rejected, row_count_ignored, is_conserved"
    sources = rows(f"select {counts} from marts.mart_source_health")
    assert all(is_conserved for *_, is_conserved in sources)
    assert sum(row[0] for row in sources) == sum(row[1] for row in sources) == read


@pytest.fixture(scope="module")
def trackers(tmp_path_factory: pytest.TempPathFactory, portfolio: Callable) -> Rows:
    return refreshed(tmp_path_factory, portfolio, "jira_rest", REST_FILES)[1]


def rest_issues() -> list[dict[str, Any]]:
    texts = (gzip.decompress((DATA / file).read_bytes()).decode() for file in REST_FILES.values())
    return [json.loads(line)["fields"] for text in texts for line in text.split("\n") if line]


def test_every_issue_of_the_trackers_is_published(trackers: Rows) -> None:
    found = trackers("select source_name, status_category, count(*) from core.dim_work_item group by all")
    assert {(source, category): count for source, category, count in found} == {
        ("alloy", "done"): 1284, ("alloy", "todo"): 212, ("alloy", "in_progress"): 3,
        ("module", "done"): 276, ("module", "todo"): 76, ("module", "in_progress"): 15,
        ("daemon", "done"): 287, ("daemon", "todo"): 30,
    }  # fmt: skip
    assert_every_source_is_conserved(trackers, 2183)


def test_throughput_counts_each_finished_issue_once_and_no_subtask(trackers: Rows) -> None:
    finished = Counter(
        fields["issuetype"]["name"]
        for fields in rest_issues()
        if fields["status"]["statusCategory"]["key"] == "done"
        and fields.get("resolutiondate")
        and fields["issuetype"]["name"] not in SUBTASKS
    )
    found = trackers("select type_name, sum(throughput_count) from marts.mart_flow group by all")
    assert dict(found) == finished


def test_work_without_a_bet_is_orphan_work_down_to_the_last_issue(trackers: Rows) -> None:
    issues = [fields for fields in rest_issues() if fields["issuetype"]["name"] not in SUBTASKS]
    is_open = [fields["status"]["statusCategory"]["key"] != "done" for fields in issues]
    query = "select sum(work_item_count), sum(open_work_item_count) from marts.mart_orphan_work"
    assert trackers(query) == [(len(issues), sum(is_open))]


def test_without_a_change_log_no_flow_time_is_made_up(trackers: Rows) -> None:
    measures = "sum(flow_time_item_count), count(flow_time_p50_days), count(flow_efficiency)"
    assert trackers(f"select {measures} from marts.mart_flow") == [(0, 0, 0)]


@pytest.fixture(scope="module")
def goals(tmp_path_factory: pytest.TempPathFactory, portfolio: Callable) -> Rows:
    return refreshed(tmp_path_factory, portfolio, "government_goals", GOALS_FILES)[1]


def indicators() -> list[dict[str, str]]:
    return json.loads((DATA / "okr/government_goals/target.json").read_text(encoding="utf-8"))


def test_every_goal_and_indicator_is_published_once(goals: Rows) -> None:
    assert goals("select count(*), count(distinct theme_name) from marts.mart_objectives") == [(103, 6)]
    query = "select count(*), count(distinct objective_code), sum(is_live::int) from marts.mart_key_results"
    assert goals(query) == [(50, 15, 50)]
    assert_every_source_is_conserved(goals, 103 + 175)


def test_scores_are_the_share_of_the_way_or_whether_the_threshold_was_kept(goals: Rows) -> None:
    last = {
        (row["related_goal_id"], row["indicator"].strip()): row
        for row in indicators()
        if row["fiscal_qtr"] == "4"
    }
    expected = {}
    for key, row in last.items():
        start, target, current = (row[f"value_{name}"] for name in ("start", "target", "current"))
        if start and target and current and start != target:
            way = (float(current) - float(start)) / (float(target) - float(start))
            is_kept = row["indicator_type"] == "Maintain at or above threshold"
            expected[key] = (1 if float(current) >= float(target) else max(0, way)) if is_kept else way
    scores = goals("select objective_code, key_result_name, score_raw from marts.mart_key_results")
    found = {(code, name): score for code, name, score in scores if score is not None}
    assert found == pytest.approx(expected)
    assert len(expected) > 40


def test_an_indicator_without_its_numbers_has_a_reason_instead_of_a_score(goals: Rows) -> None:
    query = "select count(*) from marts.mart_key_results where score_raw is null and score_reason is null"
    assert goals(query) == [(0,)]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, portfolio: Callable) -> Rows:
    return refreshed(tmp_path_factory, portfolio, "city_budget", CITY_FILES)[1]


def test_city_budgets_reach_the_marts_to_the_cent(city: Rows) -> None:
    totals = {"adopted_2016": 1_202_960_209, "proposed_2018": 1_331_563_727, "adopted_2021": 1_652_052_100}
    lines = {"adopted_2016": 250, "proposed_2018": 17_099, "adopted_2021": 19_233}
    found = city(
        "select source_name, loaded_amount, fact_amount, mart_amount, line_count, fact_line_count "
        "from marts.mart_reconciliation"
    )
    assert {source: tuple(figures) for source, *figures in found} == {
        source: (*[Decimal(2 * total)] * 3, lines[source], lines[source]) for source, total in totals.items()
    }
    sides = city("select source_name, line_type, sum(amount) from core.fct_budget_lines group by all")
    expected = {(source, side): total for source, total in totals.items() for side in ("revenue", "expense")}
    assert {(source, side): amount for source, side, amount in sides} == expected
    assert_every_source_is_conserved(city, 250 + 17_099 + 19_233)


def test_a_budget_for_a_year_counts_from_its_first_period(city: Rows) -> None:
    query = "select distinct source_name, fiscal_period_label from core.fct_budget_lines"
    assert set(city(query)) == {
        ("adopted_2016", "FY16-P01"), ("proposed_2018", "FY18-P01"), ("adopted_2021", "FY21-P01"),
    }  # fmt: skip


@pytest.fixture(scope="module")
def capital(tmp_path_factory: pytest.TempPathFactory, portfolio: Callable) -> tuple[Path, Rows]:
    return refreshed(tmp_path_factory, portfolio, "capital_projects", CAPITAL_FILES)


def test_only_the_latest_snapshot_of_the_projects_counts(capital: tuple[Path, Rows]) -> None:
    rows = capital[1]
    total = Decimal("12402858117.65")
    figures = "line_count, loaded_amount, fact_amount, mart_amount, is_reconciled"
    assert rows(f"select {figures} from marts.mart_reconciliation") == [(59, total, total, total, True)]
    assert rows("select count(*) from marts.mart_initiatives") == [(59,)]
    assert rows("select sum(budget_amount) from marts.mart_theme_spend") == [(total,)]
    assert_every_source_is_conserved(rows, 2 * 207)


def snapshot(day: str) -> list[dict[str, str]]:
    with (DATA / "budget/capital_projects/snapshots.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["Date Reported As Of"].startswith(day)]


def test_projects_stand_in_the_phase_of_the_latest_report(capital: tuple[Path, Rows]) -> None:
    found = capital[1]("select initiative_code, stage_name from marts.mart_initiatives")
    assert dict(found) == {row["PID"]: row["Current Phase"] for row in snapshot("02/01/2015")}


def test_each_category_gets_the_money_of_its_projects(capital: tuple[Path, Rows]) -> None:
    expected: dict[str, Decimal] = {}
    for row in snapshot("02/01/2015"):
        amount = Decimal(row["Budget Forecast"])
        expected[row["Category"]] = expected.get(row["Category"], Decimal(0)) + amount
    found = capital[1]("select theme_name, sum(budget_amount) from marts.mart_theme_spend group by all")
    assert dict(found) == expected


def test_the_past_can_be_shown_as_it_was_known(capital: tuple[Path, Rows], portfolio: Callable) -> None:
    root, _ = capital
    days = ("--as-of", "2014-01-31", "--as-known-on", "2014-01-31")
    outcome = portfolio("--workspace", root, "refresh", *days)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    then = sum(Decimal(row["Budget Forecast"]) for row in snapshot("01/01/2014"))
    query = "select line_count, mart_amount from marts.mart_reconciliation"
    (review,) = past_reviews(Workspace(root))
    assert published(root, review.file)(query) == [(49, then)]
    assert published(root, review.file)("select count(*) from marts.mart_initiatives") == [(49,)]
