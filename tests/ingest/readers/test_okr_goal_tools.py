"""Exports of goal tools, written from the columns that their help pages list."""

from datetime import date
from pathlib import Path

import pytest

from ingest.reading import ReadResult, UnreadableFile
from tests.ingest.readers.reading import read_text

DAY = date(2026, 8, 15)

CULTURE_AMP = """\
email,name,description,visibility,due_at,created_at,priority,status,completion,key_result_1_title,\
key_result_1_completion,key_result_2_title,key_result_2_completion
owner.01@example.org,Better onboarding,Less waiting,everyone,2026-09-30,2026-07-01,1,ongoing,,\
Laptops ready,0.65,Survey above 8,0.1
owner.02@example.org,Better onboarding,,manager,2026-09-30,2026-07-01,0,created,,Guides written,0,,
owner.03@example.org,Write the handbook,,owner,2026-12-31,2026-07-01,2,blocked,0.4,,,,
owner.03@example.org,Learn,,owner,2026-12-31,2026-07-01,2,created,,Course done,40,,
"""
BETTERWORKS = """\
name,type,progress,start_date,end_date,owner_email,categories,description
Grow in the north,goal,,2026-07-01,2026-09-30,owner.01@example.org,Sales;North,All of it
Ten new clients,milestone,40,2026-07-01,2026-08-31,owner.01@example.org,,
Office open,milestone,100,2026-07-01,2026-09-30,owner.02@example.org,,
Grow in the north,goal,25,2026-07-01,2026-09-30,owner.04@example.org,,
Strange,task,1,2026-07-01,2026-09-30,owner.04@example.org,,
Below it,milestone,1,2026-07-01,2026-09-30,owner.04@example.org,,
"""
PEOPLEBOX = """\
Row ID,Parent Row IDs,Parent Goal IDs,Goal ID,Action,Goal Title,Owner Emails,Goal Cycle,Goal Type,Scope,\
Departments,Start Date,End Date,Description,Starting Value,Target Value,Current Value,Progress Status,\
Check-in Type,Tags
1,,,G-1,,Grow,owner.01@example.org,Quarterly,Default Progress,Company,,2026-07-01,2026-09-30,,0,100,35,\
On track,Auto Rollup,top
2,1,,G-2,,Revenue,owner.02@example.org,Quarterly,Euro,Department,Sales,2026-07-01,2026-09-30,,1000,5000,2000,\
On track,Manual,
3,"2,1",,G-3,,Leads,owner.03@example.org,Quarterly,Number,Individual,Sales,2026-07-01,2026-09-30,,0,40,10,\
At risk,Manual,
4,,G-9,,,Churn,owner.03@example.org,Quarterly,Custom Percent,Individual,Sales,2026-07-01,2026-09-30,,8,5,6,\
At risk,Manual,
5,,,G-5,,Open the office,owner.04@example.org,Quarterly,Binary,Department,,2026-07-01,2026-09-30,,0,1,No,\
Not started,Manual,
"""
PEOPLECUES = """\
Objective Title,Owner_Email_ID,Start_Date,Due_Date,Description,Metric_Name,Metric_Type,Metric_Start_Value,\
Metric_Target_Value
Grow transactions,owner.01@example.org,2026-07-01,2026-09-30,More,#Transactions(in Mn),Number,100,130
Grow transactions,owner.01@example.org,2026-07-01,2026-09-30,,Share of mobile,Percentage,20,35
Hire,owner.02@example.org,2026-07-01,2026-09-30,Without a metric,,,,
"""
MIRRO = """\
Objective Action,Objective ID,Objective Title,Objective Description,Objective Type,Objective Type Value,\
Key Result Action,Key Result ID,Key Result Title,Key Result Start Value,Key Result Target Value,\
Key Result Current Value
update,101,Happy clients,,organization,,update,501,Score,30,50,42
update,101,Happy clients,,organization,,delete,502,Calls,0,10,1
delete,102,Old,,team,T7,,503,Older,0,1,0
add,,New,,team,T7,add,,Newer,0,1,
"""
ENGAGEDLY = """\
Goal,Notes,Goal Identifier,Start Date,End Date,Notification Frequency,Check-In Type,Status,Assigner,\
Owner Email,Progress,Target
Close deals,many of them,E-1,2026-07-01,2026-09-30,Weekly,Quantity,active,Owner 09,owner.01@example.org,12,40
Train the team,,E-2,2026-07-01,2026-09-30,Never,Percentage,active,Owner 09,owner.02@example.org,55,
Listen,,E-3,2026-07-01,2026-09-30,Never,,archived,Owner 09,owner.02@example.org,,
"""


def read(folder: Path, content: str) -> ReadResult:
    return read_text("okr", folder, content, as_of_date=DAY)


def key_results(result: ReadResult, *columns: str) -> list[tuple]:
    return result.tables["key_results"].select("key_result_code", *columns).rows()


def values(result: ReadResult) -> dict[str, float]:
    return dict(result.tables["key_result_check_ins"].select("key_result_code", "value").rows())


def test_culture_amp_holds_key_results_side_by_side(tmp_path: Path) -> None:
    result = read(tmp_path, CULTURE_AMP)
    one, two = "better-onboarding@owner-01-example-org", "better-onboarding@owner-02-example-org"
    three = "write-the-handbook@owner-03-example-org"
    objectives = result.tables["objectives"]
    assert objectives.select("objective_code", "owner_name", "status_name", "row_number").rows() == [
        (one, "owner.01@example.org", "ongoing", 1),
        (two, "owner.02@example.org", "created", 2),
        (three, "owner.03@example.org", "blocked", 3),
        ("learn@owner-03-example-org", "owner.03@example.org", "created", 4),
    ]
    assert objectives["period_end_date"][0] == date(2026, 9, 30)
    assert '"description":"Less waiting"' in objectives["extra"][0]
    assert values(result) == {
        f"{one}/laptops-ready": 0.65,
        f"{one}/survey-above-8": 0.1,
        f"{two}/guides-written": 0.0,
        f"{three}/write-the-handbook": 0.4,  # without key results: by its own completion
    }
    assert set(result.tables["key_results"].select("baseline_value", "target_value", "unit").rows()) == {
        (0.0, 1.0, "share")
    }
    assert result.tables["key_results"]["row_number"].to_list() == [1, 1, 2, 3]
    assert result.rejected.select("row_number", "reason").rows() == [(4, "percent_scale")]  # 40 of 0 to 1


def test_betterworks_holds_milestones_below_their_goal(tmp_path: Path) -> None:
    result = read(tmp_path, BETTERWORKS)
    one, two = "grow-in-the-north@owner-01-example-org", "grow-in-the-north@owner-04-example-org"
    assert key_results(result, "objective_code", "owner_name", "period_end_date") == [
        (f"{one}/ten-new-clients", one, "owner.01@example.org", date(2026, 8, 31)),
        (f"{one}/office-open", one, "owner.02@example.org", date(2026, 9, 30)),
        (f"{two}/grow-in-the-north", two, "owner.04@example.org", date(2026, 9, 30)),
    ]
    assert list(values(result).values()) == [40.0, 100.0, 25.0]
    assert set(result.tables["key_results"].select("baseline_value", "target_value", "unit").rows()) == {
        (0.0, 100.0, "%")
    }
    assert '"categories":"Sales;North"' in result.tables["objectives"]["extra"][0]
    # What stands below a row of unknown type may belong to it.
    assert result.rejected.sort("row_number").select("row_number", "reason").rows() == [
        (5, "unknown_type"),
        (6, "objective_unclear"),
    ]


def test_peoplebox_is_a_tree_of_goals(tmp_path: Path) -> None:
    result = read(tmp_path, PEOPLEBOX)
    assert result.rejected.rows() == []
    objectives = dict(result.tables["objectives"].select("objective_code", "objective_name").rows())
    assert objectives == {"G-1": "Grow", "G-2": "Revenue", "G-9": "G-9", "G-5": "Open the office"}
    assert key_results(result, "objective_code", "unit", "direction", "baseline_value", "target_value") == [
        ("G-2", "G-1", "EUR", None, 1000.0, 5000.0),  # Revenue: key result of Grow, objective of Leads
        ("G-3", "G-2", None, None, 0.0, 40.0),
        ("row-4", "G-9", "%", None, 8.0, 5.0),  # not in the tool yet, below a goal of another file
        ("G-5", "G-5", None, "milestone", 0.0, 1.0),  # measured by itself
    ]
    assert values(result) == {"G-2": 2000.0, "G-3": 10.0, "row-4": 6.0, "G-5": 0.0}
    leads = result.tables["key_results"].filter(key_result_code="G-3")
    assert '"Parent Row IDs":"2,1"' in leads["extra"].item()
    assert result.tables["objectives"]["objective_type"].to_list()[:2] == ["Company", "Department"]


def test_peoplecues_holds_a_metric_a_row(tmp_path: Path) -> None:
    result = read(tmp_path, PEOPLECUES)
    assert result.rejected.rows() == []
    assert result.tables["objectives"].select("objective_code", "owner_name").rows() == [
        ("grow-transactions", "owner.01@example.org"),
        ("hire", "owner.02@example.org"),
    ]
    assert key_results(result, "unit", "baseline_value", "target_value", "period_end_date") == [
        ("grow-transactions/transactions-in-mn", None, 100.0, 130.0, date(2026, 9, 30)),
        ("grow-transactions/share-of-mobile", "%", 20.0, 35.0, date(2026, 9, 30)),
    ]


def test_mirro_tells_what_to_delete(tmp_path: Path) -> None:
    result = read(tmp_path, MIRRO)
    assert result.rejected.rows() == []
    assert result.tables["objectives"].select("objective_code", "objective_type").rows() == [
        ("101", "organization"),
        ("new", "team"),
    ]
    assert key_results(result, "key_result_name") == [("501", "Score"), ("new/newer", "Newer")]
    assert values(result) == {"501": 42.0}
    assert result.ignored == {"action_delete": 2}


def test_engagedly_lists_goals_that_are_measured_by_themselves(tmp_path: Path) -> None:
    result = read(tmp_path, ENGAGEDLY)
    assert result.rejected.rows() == []
    assert result.tables["objectives"].select("objective_code", "status_name").rows() == [
        ("E-1", "active"),
        ("E-2", "active"),
        ("E-3", "archived"),
    ]
    assert key_results(result, "unit", "baseline_value", "target_value") == [
        ("E-1", None, None, 40.0),
        ("E-2", "%", 0.0, 100.0),
    ]
    assert values(result) == {"E-1": 12.0, "E-2": 55.0}
    assert '"Notes of the goal":"many of them"' in result.tables["objectives"]["extra"][0]


def test_two_layouts_at_once_are_not_guessed_between(tmp_path: Path) -> None:
    header = "name,type,progress,owner_email,key_result_1_title,key_result_1_completion\n"
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path, f"{header}a,goal,1,owner.01@example.org,b,0.5\n")
    assert "Betterworks" in caught.value.problem
    assert "Culture Amp" in caught.value.problem


def test_a_column_of_key_results_tells_that_each_row_is_one(tmp_path: Path) -> None:
    header = "Objective,Key Result,Name,Type,Progress,Owner Email,Target,Current\n"
    result = read(tmp_path, f"{header}Grow,Orders,Owner 01,Increase,#DIV/0!,owner.01@example.org,9,4\n")
    assert values(result) == {"grow/orders": 4.0}


def test_mapped_columns_win_over_a_layout(tmp_path: Path) -> None:
    content = "name,type,progress,owner_email\nOrders,count,5,owner.01@example.org\n"
    result = read_text(
        "okr", tmp_path, content, as_of_date=DAY,
        columns={"key_result_name": "name", "current_value": "progress"},
        constants={"objective_name": "Grow"},
    )  # fmt: skip
    assert values(result) == {"grow/orders": 5.0}
