"""ServiceNow's goals and targets: two sheets of a workbook or two files, found by number or by name."""

from datetime import date
from pathlib import Path

import pytest

from ingest.reading import UnreadableFile
from tests.ingest.readers.reading import read_file, read_text
from tests.ingest.readers.workbooks import write_sheets

DAY = date(2026, 8, 15)
GOALS = [
    ["Number", "Name", "State", "Status", "Progress", "Strategic priority", "Parent goal", "Owner",
     "Start date", "End date"],
    ["GOAL01", "Grow the shop", "In progress", "Green", 40, "Growth", "", "Owner 01", "2026-07-01",
     "2026-09-30"],
    ["GOAL02", "Calm nights", "Approved", "Red", 0, "Trust", "Grow the shop", "Owner 02", "2026-07-01",
     "2026-12-31"],
    ["GOAL03", "Calm nights", "Cancelled", "", 0, "Trust", "", "Owner 03", "2026-07-01", "2026-12-31"],
]  # fmt: skip
TARGETS = [
    ["Number", "Name", "Goal", "State", "Status", "Type", "Unit of measure", "Start value",
     "Final target value", "Actuals to date", "Check-in frequency", "Impact on goal", "Remark",
     "Owner", "Start date", "End date"],
    ["TRGT01", "Revenue", "Grow the shop", "In progress", "Green", "Maximize", "$", "1,000", "5,000", "2,500",
     "Monthly", "(3) High", "on plan", "Owner 04", "2026-07-01", "2026-09-30"],
    ["TRGT02", "Returns", "GOAL01", "Achieved", "Green", "Minimize", "%", "12", "4", "3.5", "Weekly", "", "",
     "Owner 04", "2026-07-01", "2026-09-30"],
    ["TRGT03", "Runbook", "Grow the shop", "In progress", "Yellow", "Milestone", "Yes/No", "", "", "No", "",
     "", "", "Owner 05", "2026-07-01", "2026-09-30"],
    ["TRGT04", "Incidents", "Calm nights", "In progress", "Red", "Maintain below", "#", "", "5", "7", "", "",
     "", "Owner 05", "2026-07-01", "2026-09-30"],
]  # fmt: skip


def as_csv(rows: list[list[object]]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def test_a_workbook_of_both_lists(tmp_path: Path) -> None:
    sheets = {"Targets": TARGETS, "Goals": GOALS, "About": [["Exported on a Monday"]]}
    path = write_sheets(tmp_path / "g.xlsx", sheets)
    result = read_file("servicenow_goals", path, as_of_date=DAY, columns={"theme_name": "Strategic priority"})
    objectives = result.tables["objectives"]
    columns = ("objective_code", "objective_name", "theme_name", "owner_name", "status_name")
    assert objectives.select(columns).rows() == [
        ("GOAL01", "Grow the shop", "Growth", "Owner 01", "In progress"),
        ("GOAL02", "Calm nights", "Trust", "Owner 02", "Approved"),
        ("GOAL03", "Calm nights", "Trust", "Owner 03", "Cancelled"),
    ]
    assert '"Parent goal":"Grow the shop"' in objectives["extra"][1]
    columns = ("key_result_code", "objective_code", "direction", "unit", "baseline_value", "target_value")
    assert result.tables["key_results"].select(*columns, "check_in_cadence_days", "status_name").rows() == [
        ("TRGT01", "GOAL01", "increase", "$", 1000.0, 5000.0, 31, "In progress"),
        ("TRGT02", "GOAL01", "decrease", "%", 12.0, 4.0, 7, "Achieved"),
        ("TRGT03", "GOAL01", "milestone", None, None, None, None, "In progress"),
    ]
    check_ins = result.tables["key_result_check_ins"]
    assert check_ins.select("key_result_code", "value", "reported_status", "note").rows() == [
        ("TRGT01", 2500.0, "Green", "on plan"),
        ("TRGT02", 3.5, "Green", None),
        ("TRGT03", 0.0, "Yellow", None),
    ]
    # Two goals are called Calm nights: whose target it is, nobody knows.
    assert result.rejected.select("row_number", "reason").rows() == [(7, "unknown_goal")]
    assert result.ignored == {"other_sheet": 1}


def test_two_files_that_name_goals_by_number(tmp_path: Path) -> None:
    goals = read_text("servicenow_goals", tmp_path, as_csv(GOALS), as_of_date=DAY)
    assert goals.tables["objectives"]["objective_code"].to_list() == ["GOAL01", "GOAL02", "GOAL03"]
    assert goals.tables["key_results"].height == 0
    header, *rows = TARGETS
    numbers = ["GOAL01", "GOAL01", "GOAL01", "GOAL02"]
    numbered = [[*header, "Goal.Number"], *([*row, n] for row, n in zip(rows, numbers, strict=True))]
    targets = read_text("servicenow_goals", tmp_path, as_csv(numbered), as_of_date=DAY)
    assert targets.tables["key_results"]["objective_code"].to_list() == numbers
    # The list of goals tells of goals, the other one must not blank what it says.
    assert targets.tables["objectives"].height == 0
    assert targets.rejected.height == 0


def test_targets_alone_with_names_of_goals_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_text("servicenow_goals", tmp_path, as_csv(TARGETS), as_of_date=DAY)
    assert "Goal.Number" in caught.value.remedy


def test_goals_without_numbers_are_known_by_a_name_of_their_own(tmp_path: Path) -> None:
    sheets = {"Goals": [row[1:] for row in GOALS], "Targets": [row[1:] for row in TARGETS]}
    path = write_sheets(tmp_path / "g.xlsx", sheets)
    result = read_file("servicenow_goals", path, as_of_date=DAY, decimal_mark=".")
    assert result.tables["objectives"]["objective_code"].to_list() == ["grow-the-shop"]
    assert result.tables["key_results"]["key_result_code"].to_list() == [
        "grow-the-shop/revenue",
        "grow-the-shop/runbook",
    ]
    assert result.rejected.select("row_number", "reason").rows() == [
        (2, "ambiguous_goal"),
        (3, "ambiguous_goal"),
        (5, "unknown_goal"),  # it names the goal by its number
        (7, "unknown_goal"),
    ]
