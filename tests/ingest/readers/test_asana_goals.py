"""Asana's goals: a tree by relationships, metrics in percent and money, statuses, what is rolled up."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.reading import ReadResult, UnreadableFile
from tests.ingest.readers.reading import read_text

DAY = date(2026, 8, 15)
PERIOD = {"gid": "9", "display_name": "Q1 FY27", "start_on": "2026-07-01", "end_on": "2026-09-30"}


def goal(gid: str, name: str, metric: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    owner = {"gid": "77", "resource_type": "user", "name": "Owner 07"}
    return {"gid": gid, "resource_type": "goal", "name": name, "owner": owner, "metric": metric, **more}


def metric(unit: str, initial: float, target: float, current: float | None, **more: Any) -> dict[str, Any]:
    numbers = {
        "initial_number_value": initial,
        "target_number_value": target,
        "current_number_value": current,
    }
    return {"gid": "5", "resource_subtype": "number", "unit": unit, **numbers, **more}


def supports(below: str, above: str, weight: float, kind: str = "goal") -> dict[str, Any]:
    return {
        "gid": f"{below}{above}",
        "resource_type": "goal_relationship",
        "resource_subtype": "subgoal",
        "supporting_resource": {"gid": below, "resource_type": kind},
        "supported_goal": {"gid": above, "resource_type": "goal"},
        "contribution_weight": weight,
    }


GOALS = [
    goal("1", "Grow", metric("percentage", 0, 1, 0.4, progress_source="subgoal_progress"), status="green",
         is_workspace_level=True, time_period=PERIOD, notes="As decided"),
    goal("2", "Revenue", metric("currency", 1.5, 3.25, 2.125, currency_code="EUR", precision=2),
         status="yellow", time_period=PERIOD, due_on="2026-08-31", team={"gid": "8", "name": "Sales"}),
    goal("3", "Repeat orders", metric("percentage", 0.1, 0.251, 0.2), status="red"),
    goal("4", "Office", None, status="dropped"),
    goal("5", "Leads", metric("none", 0, 1200, 300), status="achieved"),
]  # fmt: skip
RELATIONSHIPS = [
    supports("2", "1", 0.75),
    supports("3", "1", 0.25),
    supports("88", "1", 1, kind="project"),
    supports("5", "2", 1),
    supports("5", "3", 0.5),
]


def read(folder: Path, content: str, **options: Any) -> ReadResult:
    return read_text("asana_goals", folder, content, "goals.jsonl", as_of_date=DAY, **options)


@pytest.fixture
def result(tmp_path: Path) -> ReadResult:
    pages = [
        {"request": {"kind": "items", "path": "/goal_relationships"}, "response": {"data": RELATIONSHIPS}},
        {"request": {"kind": "items", "path": "/goals"}, "response": {"data": GOALS[:3], "next_page": None}},
        {"request": {"kind": "items", "path": "/goals"}, "response": {"data": GOALS[3:], "next_page": None}},
        {"request": {"kind": "keys", "path": "/goals"}, "response": {"data": [{"gid": "1"}]}},
    ]
    return read(tmp_path, "\n".join(map(json.dumps, pages)))


def test_goals_above_others_are_objectives(result: ReadResult) -> None:
    columns = ("objective_code", "objective_name", "objective_type", "status_name", "owner_name")
    assert result.tables["objectives"].select(columns).rows() == [
        ("1", "Grow", "company", "green", "Owner 07"),
        ("2", "Revenue", "team", "yellow", "Owner 07"),
        ("4", "Office", None, "dropped", "Owner 07"),
    ]
    assert '"notes of the goal":"As decided"' in result.tables["objectives"]["extra"][0]


def test_goals_with_values_are_key_results_of_what_they_support(result: ReadResult) -> None:
    columns = ("key_result_code", "objective_code", "weight", "unit", "baseline_value", "target_value")
    assert result.tables["key_results"].select(*columns, "status_name").rows() == [
        ("2", "1", 0.75, "EUR", 1.5, 3.25, "yellow"),
        ("3", "1", 0.25, "%", 10.0, 25.1, "red"),
        ("5", "2", 1.0, None, 0.0, 1200.0, "achieved"),
    ]
    assert '"supported_goals":"2, 3"' in result.tables["key_results"]["extra"][2]
    assert result.tables["key_result_check_ins"].select(
        "key_result_code", "value", "check_in_date"
    ).rows() == [
        ("2", 2.125, DAY),
        ("3", 20.0, DAY),
        ("5", 300.0, DAY),
    ]


def test_days_of_a_goal_win_over_those_of_its_time_period(result: ReadResult) -> None:
    columns = ("period_label", "period_start_date", "period_end_date")
    assert result.tables["key_results"].select(columns).rows()[0] == (
        "Q1 FY27",
        date(2026, 7, 1),
        date(2026, 8, 31),
    )


def test_records_that_are_no_goals_are_counted(result: ReadResult) -> None:
    assert result.ignored == {"goal_relationship": 5}
    assert (result.rows_read, result.rejected.height) == (10, 0)


def test_a_saved_page_an_array_and_a_mapped_column(tmp_path: Path) -> None:
    for content in (json.dumps({"data": GOALS}, indent=1), json.dumps(GOALS)):
        found = read(tmp_path, content, columns={"theme_name": "team.name"})
        # Without relationships each goal stands for itself.
        assert found.tables["objectives"].height == 5
        assert found.tables["objectives"]["theme_name"].to_list() == [None, "Sales", None, None, None]
        assert found.tables["key_results"]["key_result_code"].to_list() == ["2", "3", "5"]


def test_what_is_no_number_is_set_aside(tmp_path: Path) -> None:
    broken = goal(
        "6", "Broken", {"unit": "percentage", "target_number_value": 1, "current_number_value": "half"}
    )
    found = read(tmp_path, json.dumps([*GOALS, broken, "text"]))
    assert found.rejected.sort("row_number").select("row_number", "reason").rows() == [
        (6, "not_a_number"),
        (7, "not_a_record"),
    ]


def test_answers_about_something_else_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, json.dumps({"data": [{"gid": "1", "resource_type": "task", "name": "x"}]}))
    assert "GET /goals" in caught.value.remedy


def test_a_goal_that_stands_twice_has_one_value(tmp_path: Path) -> None:
    metric = {"unit": "none", "initial_number_value": 0, "target_number_value": 9, "current_number_value": 1}
    early = {"gid": "1", "resource_type": "goal", "name": "Early", "metric": metric}
    late = early | {"name": "Late", "metric": metric | {"current_number_value": 2}}
    saved = read_text("asana_goals", tmp_path, json.dumps([early, late]), as_of_date=DAY)
    assert saved.rejected.select("row_number", "reason").rows() == [(2, "duplicate_key")]
    pages = ({"request": {"kind": "items"}, "response": {"data": [goal]}} for goal in (early, late))
    pulled = read_text("asana_goals", tmp_path, "\n".join(map(json.dumps, pages)), as_of_date=DAY)
    assert (pulled.rejected.height, sum(pulled.ignored.values())) == (0, 1)
    for result, name, value in ((saved, "Early", 1.0), (pulled, "Late", 2.0)):
        assert result.tables["key_results"]["key_result_name"].to_list() == [name]
        assert result.tables["key_result_check_ins"]["value"].to_list() == [value]


def test_a_goal_with_a_key_that_stands_twice_is_set_aside(tmp_path: Path) -> None:
    again = json.dumps(goal("6", "Again", None))[:-1] + ', "name": "Another"}'
    found = read(tmp_path, f"{json.dumps(GOALS)[:-1]}, {again}]")
    assert found.rejected.select("row_number", "reason").rows() == [(6, "doubled_key")]
    assert found.tables["objectives"].height == 5
