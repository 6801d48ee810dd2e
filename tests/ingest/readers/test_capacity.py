"""Capacity: long and wide weeks, units that are stated, time given to initiatives."""

from datetime import date
from pathlib import Path

import pytest

from ingest.reading import ReadResult, UnreadableFile
from tests.ingest.readers.reading import read_text

W05, W06, W01 = date(2026, 1, 26), date(2026, 2, 2), date(2025, 12, 29)
WIDE = """Capacity of the teams,,,,,
Team,Initiative,Unit,2026-W05,2026-W06,Site
Team 1,,FTE,5,"4,5",Zug
Team 1,INI-07,FTE,2,,Zug
Team 2,,,3,,Bern
Team 3,,FTE,-,,Bern
"""
LONG = """Person,Team,Week,Unit,Supply,Time off,BAU,Initiative,Allocated
Owner 07,Team 1,KW 5/2026,hours,40,8,4,INI-07,20.5
Owner 08,Team 1,2026-02-02,hours,38.5,,,,
Owner 09,Team 1,2026-02-04,hours,40,,,,
Owner 10,Team 1,W99 2026,hours,40,,,,
"""


def weeks(result: ReadResult) -> list[tuple]:
    columns = ("resource_kind", "resource_name", "week_start_date", "measure", "quantity", "unit")
    return result.tables["capacity_weeks"].select(columns).rows()


def allocations(result: ReadResult) -> list[tuple]:
    columns = ("resource_kind", "resource_name", "week_start_date", "initiative_code", "quantity", "unit")
    return result.tables["capacity_allocations"].select(columns).rows()


def test_hours_of_a_week_that_its_year_does_not_have_are_refused(tmp_path: Path) -> None:
    text = "Team,Unit,2025-W52,2025-W53,2026-W53\nT1,fte,5,,7\nT2,fte,5,6,7\n"
    result = read_text("capacity", tmp_path, text)
    assert result.rejected.select("row_number", "reason").rows() == [(2, "not_a_week")]
    assert result.tables["capacity_weeks"].select("resource_name", "week_start_date", "quantity").rows() == [
        ("T1", date(2025, 12, 22), 5.0),
        ("T1", date(2026, 12, 28), 7.0),
    ]


def test_one_column_a_week(tmp_path: Path) -> None:
    result = read_text("capacity", tmp_path, WIDE)
    assert weeks(result) == [
        ("team", "Team 1", W05, "supply", 5.0, "fte"),
        ("team", "Team 1", W06, "supply", 4.5, "fte"),
    ]
    assert allocations(result) == [("team", "Team 1", W05, "INI-07", 2.0, "fte")]
    assert result.rejected.select("row_number", "reason", "column_name").rows() == [
        (3, "missing_value", "unit")
    ]
    assert result.ignored == {"above_header": 1, "no_quantity": 1}
    assert result.tables["capacity_weeks"]["extra"].to_list() == ['{"Site":"Zug"}'] * 2


def test_one_week_a_row_with_several_measures(tmp_path: Path) -> None:
    result = read_text("capacity", tmp_path, LONG)
    assert weeks(result) == [
        ("person", "Owner 07", W05, "supply", 40.0, "hours"),
        ("person", "Owner 07", W05, "time_off", 8.0, "hours"),
        ("person", "Owner 07", W05, "reserve", 4.0, "hours"),
        ("person", "Owner 08", W06, "supply", 38.5, "hours"),
    ]
    assert allocations(result) == [("person", "Owner 07", W05, "INI-07", 20.5, "hours")]
    assert result.rejected.select("row_number", "reason").rows() == [(3, "not_a_monday"), (4, "not_a_week")]


def test_a_week_without_a_year_needs_one(tmp_path: Path) -> None:
    text = "Team,Unit,W01,W05\nTeam 1,days,4,5\n"
    refused = read_text("capacity", tmp_path, text)
    assert set(refused.rejected["reason"]) == {"week_without_year"}
    result = read_text("capacity", tmp_path, text, constants={"year": "2026"})
    assert [row[2] for row in weeks(result)] == [W01, W05]


def test_weeks_headed_by_dates_are_decided_together(tmp_path: Path) -> None:
    text = "Team,Unit,02/02/2026,02/16/2026\nTeam 1,days,4,5\n"
    assert [row[2] for row in weeks(read_text("capacity", tmp_path, text))] == [W06, date(2026, 2, 16)]


def test_a_heading_may_state_the_unit_and_must_not_contradict_it(tmp_path: Path) -> None:
    assert weeks(read_text("capacity", tmp_path, "Team,Week,Hours\nTeam 1,2026-W05,190\n")) == [
        ("team", "Team 1", W05, "supply", 190.0, "hours")
    ]
    result = read_text("capacity", tmp_path, "Team,Week,Unit,Hours\nTeam 1,2026-W05,days,190\n")
    assert result.rejected["reason"].to_list() == ["contradiction"]


def test_time_off_belongs_to_no_initiative(tmp_path: Path) -> None:
    text = "Person,Week,Unit,Measure,Quantity,Initiative\nOwner 07,2026-W05,days,Leave,2,INI-1\n"
    assert read_text("capacity", tmp_path, text).rejected["reason"].to_list() == ["contradiction"]


def test_a_sheet_without_weeks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="week"):
        read_text("capacity", tmp_path, "Team,Unit,Sprint 5\nTeam 1,days,4\n")
