"""OKR sheets as people keep them: merged cells, tabs, week columns, their values and their faults."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from ingest.configuration import FiscalCalendar
from ingest.reading import ReadResult, UnreadableFile
from tests.ingest.readers.reading import read_file, read_text
from tests.ingest.readers.workbooks import write_sheets

DAY = date(2026, 8, 15)
HEADER = [
    "Objective", "Key Result", "Owner", "Start Value", "Target Value", "Current Value", "Confidence",
    "Status", "Notes", "Weight", "KR Type", "Unit", "Quarter",
]  # fmt: skip
COMPANY = [
    HEADER,
    ["Grow", "Revenue", "Owner 01", "$1M", "$3M", "$2.5M", "High", "green", "well", 0.6, "", "", "Q3 FY26"],
    [None, "Orders", "Owner 02", "1k", "3.2k", "2k", 7, "", "", 0.4, "", "", "Q3 FY26"],
    ["Calm", "Incidents", "Owner 03", 12, 4, 6, "", "", "", None, "", "", "Q3 FY26"],
    [None, "Uptime", "Owner 03", "99%", "99.9%", "99.5%", "", "", "", None, "stay above", "", "Q3 FY26"],
]
JULY_FIRST = FiscalCalendar(first_month=7)


def only(result: ReadResult, code: str) -> dict:
    (row,) = result.tables["key_results"].filter(key_result_code=code).rows(named=True)
    return row


def test_x08_merged_objective_cells_are_filled_down(tmp_path: Path) -> None:
    path = write_sheets(tmp_path / "o.xlsx", {"OKRs": COMPANY}, {"OKRs": ["A2:A3", "A4:A5"]})
    result = read_file("okr", path, as_of_date=DAY, calendar=JULY_FIRST)
    assert result.rejected.rows() == []
    assert result.tables["objectives"].select("objective_code", "objective_name").rows() == [
        ("grow", "Grow"),
        ("calm", "Calm"),
    ]
    assert result.tables["key_results"].select("key_result_code", "owner_name").rows() == [
        ("grow/revenue", "Owner 01"),
        ("grow/orders", "Owner 02"),
        ("calm/incidents", "Owner 03"),
        ("calm/uptime", "Owner 03"),
    ]
    revenue, uptime = only(result, "grow/revenue"), only(result, "calm/uptime")
    assert (revenue["baseline_value"], revenue["target_value"], revenue["weight"]) == (1e6, 3e6, 0.6)
    assert (uptime["direction"], uptime["unit"], uptime["target_value"]) == ("maintain_at_least", "%", 99.9)
    # The fiscal year 2026 begins in July 2025: its third quarter is January to March.
    assert (revenue["period_start_date"], revenue["period_end_date"]) == (date(2026, 1, 1), date(2026, 3, 31))
    assert result.tables["key_result_check_ins"].select("value", "confidence", "reported_status").rows() == [
        (2.5e6, 0.8, "green"),
        (2000.0, 0.7, None),
        (6.0, None, None),
        (99.5, None, None),
    ]


def test_tabs_of_a_company_and_a_sheet_of_check_ins(tmp_path: Path) -> None:
    check_ins = [
        ["Date", "KR", "Owner", "Current Value", "Confidence", "Notes"],
        [date(2026, 7, 10), "Revenue", "Owner 01", "$1.5M", 6, ""],
        [date(2026, 7, 24), "grow/revenue", "Owner 09", "$2M", 8, "new owner"],
        [date(2026, 7, 24), "Profit", "Owner 01", 1, 8, "no such key result"],
    ]
    team = [HEADER, ["Ship", "Releases", "Owner 04", 0, 6, 2, "", "", "", "", "", "", "2026 Q3"]]
    sheets = {"Company": COMPANY, "Team": team, "Check-ins": check_ins, "Read me": [["How to fill this in"]]}
    result = read_file("okr", write_sheets(tmp_path / "o.xlsx", sheets), as_of_date=DAY)
    types = dict(result.tables["objectives"].select("objective_code", "objective_type").rows())
    assert types == {"grow": "company", "calm": "company", "ship": "team"}
    assert result.tables["key_results"].height == 5
    revenue = result.tables["key_result_check_ins"].filter(key_result_code="grow/revenue")
    assert revenue.select("check_in_date", "value", "confidence").rows() == [
        (date(2026, 7, 10), 1.5e6, 0.6),
        (date(2026, 7, 24), 2e6, 0.8),
    ]
    assert result.rejected.select("row_number", "reason").rows() == [(8, "unknown_key_result")]
    assert result.ignored == {"other_sheet": 1}


def test_a_check_in_on_one_of_two_key_results_of_a_name_is_not_guessed(tmp_path: Path) -> None:
    goals = [["Objective", "Key Result", "Target"], ["Grow", "Quality", 5], ["Calm", "Quality", 9]]
    check_ins = [
        ["Date", "KR", "Current Value"],
        [date(2026, 7, 10), "Quality", 1],
        [date(2026, 7, 10), "calm/quality", 2],
    ]
    path = write_sheets(tmp_path / "o.xlsx", {"Goals": goals, "Check-ins": check_ins})
    result = read_file("okr", path, as_of_date=DAY)
    assert result.tables["key_result_check_ins"].select("key_result_code", "value").rows() == [
        ("calm/quality", 2.0)
    ]
    assert result.rejected.select("row_number", "reason").rows() == [(3, "ambiguous_key_result")]


def test_tabs_of_a_year_and_its_quarters(tmp_path: Path) -> None:
    sheets = {
        "Annual": [
            ["Objective", "Key Result", "Target", "Quarter"],
            ["Grow", "Revenue of the year", 9, "FY26"],
        ],
        "Quarterly": [["Objective", "Key Result", "Target", "Quarter"], ["Grow", "Revenue", 3, "Q3 FY26"]],
        "Check-ins": [["Date", "KR", "Current Value"], [date(2026, 7, 10), "revenue", 1]],
    }
    result = read_file("okr", write_sheets(tmp_path / "o.xlsx", sheets), as_of_date=DAY)
    assert result.tables["objectives"].select("objective_code", "period_end_date").rows() == [
        ("grow", date(2026, 12, 31))
    ]
    assert result.tables["key_results"].select(
        "key_result_code", "period_label", "period_end_date"
    ).rows() == [
        ("grow/revenue-of-the-year", "FY26", date(2026, 12, 31)),
        ("grow/revenue", "Q3 FY26", date(2026, 9, 30)),
    ]
    assert result.tables["key_result_check_ins"]["key_result_code"].to_list() == ["grow/revenue"]


@pytest.mark.parametrize(
    ("sheet", "start", "end"),
    [
        ("Q3 FY26", date(2026, 1, 1), date(2026, 3, 31)),
        ("FY26-Q3", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026 Q3", date(2026, 1, 1), date(2026, 3, 31)),
        ("H2", date(2027, 1, 1), date(2027, 6, 30)),  # of the fiscal year of 15 August 2026
        ("Q3", date(2027, 1, 1), date(2027, 3, 31)),
        ("FY26", date(2025, 7, 1), date(2026, 6, 30)),
    ],
)
def test_a_tab_called_after_a_period_tells_it(tmp_path: Path, sheet: str, start: date, end: date) -> None:
    rows = [["Objective", "Key Result", "Target"], ["Grow", "Orders", 5]]
    path = write_sheets(tmp_path / "o.xlsx", {sheet: rows})
    result = read_file("okr", path, as_of_date=DAY, calendar=JULY_FIRST)
    assert result.tables["key_results"].select(
        "period_label", "period_start_date", "period_end_date"
    ).rows() == [(sheet, start, end)]


def test_week_columns_are_check_ins_at_the_end_of_their_week(tmp_path: Path) -> None:
    weeks = ",".join(f"W{week}" for week in range(1, 14))
    values = ",".join(str(week * 10) if week <= 3 else "" for week in range(1, 14))
    content = (
        f"Objective,Key Result,Start Value,Target Value,Quarter,{weeks}\nGrow,Orders,0,100,2026 Q3,{values}\n"
    )
    result = read_text("okr", tmp_path, content, as_of_date=DAY)
    assert result.tables["key_result_check_ins"].select("check_in_date", "value").rows() == [
        (date(2026, 7, 7), 10.0),
        (date(2026, 7, 14), 20.0),
        (date(2026, 7, 21), 30.0),
    ]
    assert result.tables["key_results"]["extra"].to_list() == [None]


@pytest.mark.parametrize(
    ("word", "start", "target", "direction"),
    [
        ("Reach", 10, 20, "increase"),
        ("Reach", 20, 10, "decrease"),
        ("Increase", 1, 2, "increase"),
        ("Decrease", 2, 1, "decrease"),
        ("Stay above", "", 9, "maintain_at_least"),
        ("Stay below", "", 9, "maintain_at_most"),
        ("Baseline", "", "", "baseline"),
        ("Committed", 1, 2, None),
    ],
)
def test_types_of_viva_goals_are_directions(
    tmp_path: Path, word: str, start: object, target: object, direction: str | None
) -> None:
    content = f"Objective,Key Result,Type,Start Value,Target Value\nGrow,Orders,{word},{start},{target}\n"
    result = read_text("okr", tmp_path, content, as_of_date=DAY)
    row = only(result, "grow/orders")
    assert (row["direction"], row["key_result_type"]) == (direction, word)


@pytest.mark.parametrize(("word", "value"), [("done", 1.0), ("No", 0.0), ("1", 1.0)])
def test_a_milestone_is_done_or_not(tmp_path: Path, word: str, value: float) -> None:
    content = f"Objective,Key Result,Type,Current Value\nGrow,Office open,Binary,{word}\n"
    result = read_text("okr", tmp_path, content, as_of_date=DAY)
    assert result.tables["key_result_check_ins"]["value"].to_list() == [value]
    assert only(result, "grow/office-open")["direction"] == "milestone"


@pytest.mark.parametrize(
    ("start", "target", "current", "unit", "expected"),
    [
        ("10%", "70%", "35%", "", 35.0),  # all in percent: points
        ("10", "70", "35", "%", 35.0),
        ("10", "70", "35%", "%", 35.0),
        ("0.1", "0.7", "0.35", "", 0.35),  # no unit, all alike: as it stands
        ("0", "1", "35%", "share", 0.35),
        ("10", "70", "0.35", "%", None),  # 0.35 points, or 35?
        ("10", "70", "35%", "", None),  # points, or a share of something counted?
        ("10%", "70%", "35", "", None),
    ],
)
def test_the_scale_of_percentages_is_decided_for_a_key_result_or_refused(
    tmp_path: Path, start: str, target: str, current: str, unit: str, expected: float | None
) -> None:
    header = "Objective,Key Result,Start Value,Target Value,Current Value,Unit"
    row = f"Grow,Share,{start},{target},{current},{unit}"
    result = read_text("okr", tmp_path, f"{header}\n{row}\n", as_of_date=DAY)
    values = result.tables["key_result_check_ins"]["value"].to_list()
    assert values == ([] if expected is None else [expected])
    assert result.rejected["reason"].to_list() == (["percent_scale"] if expected is None else [])


def test_confidences_of_two_scales_in_one_column_are_refused(tmp_path: Path) -> None:
    head = "Objective,Key Result,Confidence,Current Value\n"
    rows = "Grow,Sales,70,5\nGrow,Leads,0.7,5\nGrow,Calls,0,5\nGrow,Mails,50%,5\nGrow,Visits,1,5\n"
    result = read_text("okr", tmp_path, head + rows, as_of_date=DAY)
    assert result.rejected.select("row_number", "reason").rows() == [(2, "not_a_confidence")]
    assert result.tables["key_result_check_ins"]["confidence"].to_list() == [0.7, 0.0, 0.5, 0.01]


def test_a_quarter_to_come_hides_no_value_of_today(tmp_path: Path) -> None:
    head = "Objective,Key Result,Quarter,Baseline,Target,Current Value\n"
    rows = "Grow,Sales,2026 Q4,20,80,\nGrow,Sales,2026 Q3,9,50,20\nGrow,Sales,2026 Q2,0,10,\n"
    result = read_text("okr", tmp_path, head + rows, as_of_date=date(2026, 8, 15))
    check_ins = result.tables["key_result_check_ins"].select("check_in_date", "value").rows()
    assert sorted(check_ins) == [(date(2026, 6, 30), None), (date(2026, 8, 15), 20.0)]
    (key_result,) = result.tables["key_results"].rows(named=True)
    assert (key_result["target_value"], key_result["period_end_date"]) == (80.0, date(2026, 12, 31))


def test_x07_a_formula_that_failed_sets_its_row_aside_where_it_matters(tmp_path: Path) -> None:
    rows = [
        ["Objective", "Key Result", "Target Value", "Current Value", "Progress"],
        ["Grow", "Orders", 10, 5, "#DIV/0!"],
        ["Grow", "Visits", 10, "#REF!", 1],
        ["Grow", "Carts", "#DIV/0!", 1, 1],
    ]
    path = write_sheets(tmp_path / "o.xlsx", {"OKRs": rows})
    workbook = load_workbook(path)
    for cell in ("E2", "D3", "C4"):
        workbook["OKRs"][cell].data_type = "e"
    workbook.save(path)
    result = read_file("okr", path, as_of_date=DAY)
    assert result.rejected.sort("row_number").select("row_number", "column_name", "detail").rows() == [
        (2, "Current Value", "#REF!"),
        (3, "Target Value", "#DIV/0!"),
    ]
    assert result.tables["key_results"].select("key_result_code", "extra").rows() == [
        ("grow/orders", '{"Progress":"#DIV/0!"}')
    ]


def test_x09_hidden_rows_are_read_and_hidden_sheets_are_counted(tmp_path: Path) -> None:
    sheets = {"OKRs": COMPANY, "Old": [*COMPANY, ["Old", "Old", "", 0, 1, 0]]}
    path = write_sheets(tmp_path / "o.xlsx", sheets, hidden=["Old"])
    workbook = load_workbook(path)
    workbook["OKRs"].row_dimensions[3].hidden = True
    workbook.save(path)
    result = read_file("okr", path, as_of_date=DAY)
    assert result.tables["key_results"]["key_result_name"].to_list() == [
        "Revenue",
        "Orders",
        "Incidents",
        "Uptime",
    ]
    assert result.ignored == {"hidden_sheet": 6}
    assert result.rows_read == 4 + 6


def test_an_objective_of_its_own_row_keeps_its_unknown_columns(tmp_path: Path) -> None:
    content = "Objective,Key Result,Target Value,Sponsor\nGrow,,,Board\n,Orders,10,Sales\n"
    result = read_text("okr", tmp_path, content, as_of_date=DAY)
    assert result.tables["objectives"].select("extra", "row_number").rows() == [('{"Sponsor":"Board"}', 1)]
    assert result.tables["key_results"]["extra"].to_list() == ['{"Sponsor":"Sales"}']


def test_a_file_of_no_known_layout_names_those_that_were_tried(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_text("okr", tmp_path, "Colour,Size\nred,1\n")
    for name in ("Objective and Key Result", "Betterworks", "Culture Amp", "Peoplebox", "Engagedly"):
        assert name in caught.value.problem
    assert "read.columns" in caught.value.remedy


def test_a_reworded_key_result_has_another_code(tmp_path: Path) -> None:
    codes = [
        read_text("okr", tmp_path, f"Objective,Key Result,Target\nGrow,{name},10\n").tables["key_results"]
        for name in ("Orders", "Orders a week")
    ]
    assert pl.concat(codes)["key_result_code"].to_list() == ["grow/orders", "grow/orders-a-week"]


CURVES = """Objective ID,Objective,Parent Objective,Key Result,Start,Target,Progress Curve,Progress Steps
O-1,Grow the group,,,,,,
O-2,Grow online,grow  the Group,Orders,1,5,S-curve,
,,,Visits,1,5,step(4),
,,,Baskets,1,5,Milestones,3
,,,Returns,5,1,zigzag,
O-3,Grow shops,O-1,Shops,1,5,,
O-4,Grow abroad,O-9,Countries,1,5,Back loaded,
"""


def test_parents_and_curves(tmp_path: Path) -> None:
    result = read_text("okr", tmp_path, CURVES, as_of_date=DAY)
    assert result.rejected.rows() == []
    parents = result.tables["objectives"].select("objective_code", "parent_objective_code").rows()
    # By the text of an objective of the file, by code, and a code that another file may have.
    assert parents == [("O-1", None), ("O-2", "O-1"), ("O-3", "O-1"), ("O-4", "O-9")]
    assert result.tables["key_results"].select(
        "key_result_name", "progress_curve", "progress_steps"
    ).rows() == [
        ("Orders", "s_curve", None),
        ("Visits", "step", 4),
        ("Baskets", "step", 3),
        ("Returns", "zigzag", None),  # kept as it is: no progress is expected along it
        ("Shops", None, None),
        ("Countries", "back_loaded", None),
    ]


def test_goals_under_a_parent_name_it(tmp_path: Path) -> None:
    text = (
        "Row ID,Parent Row IDs,Goal ID,Goal Title,Starting Value,Target Value,Current Value\n"
        "1,,G-1,Company,,,\n2,1,G-2,Department,,,\n3,2,G-3,Orders,1,5,2\n"
    )
    result = read_text("okr", tmp_path, text, as_of_date=DAY)
    parents = result.tables["objectives"].select("objective_code", "parent_objective_code").rows()
    assert parents == [("G-1", None), ("G-2", "G-1")]
