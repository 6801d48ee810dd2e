"""Renamed key results: told by `portfolio validate`, approved in portfolio.yml, never matched in silence."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from ingest.configuration_file import ConfigurationError, load_configuration
from ingest.contracts import TABLES
from ingest.problems import Problem
from ingest.segments import current_state
from ingest.validation import validate_workspace
from tests.ingest.inboxes import Inbox
from tests.ingest.readers.workbooks import write_sheets

CONFIGURATION = """\
organisation: {name: Harbour}
reporting: {currency: EUR}
sources:
  - {name: okrs, format: okr, files: inbox/okrs/*.csv}
  - {name: bets, format: initiatives, files: inbox/bets/*.csv}
stages:
  - {stage: Funnel, state: funnel}
"""
HEADER = "Objective,Key Result,Target Value,Current Value\n"
JULY = HEADER + "Grow,Orders per week,100,40\nGrow,Visits,900,500\nCalm,Incidents,4,9\n"
AUGUST = (
    HEADER
    + "Grow,Weekly orders,100,55\nGrow,Visits,900,600\nCalm,Incidents,4,7\nCalm,Uptime in percent,99,98\n"
)
SEPTEMBER = HEADER + "Grow faster,Orders per week,100,60\nGrow faster,Visits,900,700\nCalm,Incidents,4,7\n"


def workspace_of(root: Path, *lines: str) -> Inbox:
    path = root / "portfolio.yml"
    path.write_text(CONFIGURATION + "".join(f"{line}\n" for line in lines))
    return Inbox(root, load_configuration(path))


def codes(inbox: Inbox, table: str = "key_results") -> set[str]:
    stem = table.removesuffix("s").removesuffix("_check_in")
    return set(current_state(inbox.workspace, TABLES[table], "okrs")[f"{stem}_code"])


def advice(inbox: Inbox) -> list[Problem]:
    inbox.drop("okrs-2026-06-30.csv", JULY)
    problems = validate_workspace(inbox.workspace)
    return [problem for problem in problems if problem.severity == "advice"]


def loaded(root: Path, second: str, *lines: str) -> Inbox:
    """Load the sheet of July, and drop that of a later month."""
    inbox = workspace_of(root, *lines)
    inbox.drop("okrs-2026-07-31.csv", JULY)
    inbox.land("2026-08-01")
    inbox.drop("okrs-2026-08-31.csv", second)
    return inbox


def test_a_reworded_key_result_is_told_with_the_lines_that_approve_it(tmp_path: Path) -> None:
    (problem,) = advice(loaded(tmp_path, AUGUST))
    assert problem.file == "inbox/okrs/okrs-2026-08-31.csv"
    assert problem.problem.startswith("'Weekly orders' is a new key result, and 'Orders per week' is gone")
    _, _, lines = problem.remedy.partition("\n")
    assert yaml.safe_load(lines) == {
        "key_result_aliases": [{"source": "okrs", "from": "grow/weekly-orders", "to": "grow/orders-per-week"}]
    }
    assert str(problem).startswith("advice: ")


def test_approved_lines_end_the_advice_and_keep_the_history(tmp_path: Path) -> None:
    inbox = loaded(tmp_path, AUGUST)
    (problem,) = advice(inbox)
    _, _, lines = problem.remedy.partition("\n")
    inbox = workspace_of(tmp_path, lines)
    assert advice(inbox) == []
    inbox.land("2026-09-01")
    assert codes(inbox) == {"grow/orders-per-week", "grow/visits", "calm/incidents", "calm/uptime-in-percent"}
    check_ins = current_state(inbox.workspace, TABLES["key_result_check_ins"], "okrs")
    orders = check_ins.filter(key_result_code="grow/orders-per-week")
    assert orders["value"].to_list() == [55.0]
    (row,) = (
        current_state(inbox.workspace, TABLES["key_results"], "okrs")
        .filter(key_result_code="grow/orders-per-week")
        .rows(named=True)
    )
    assert row["key_result_name"] == "Weekly orders"


def test_without_approval_nothing_is_matched(tmp_path: Path) -> None:
    inbox = loaded(tmp_path, AUGUST)
    inbox.land("2026-09-01")
    assert {"grow/weekly-orders", "calm/uptime-in-percent"} <= codes(inbox)
    assert "grow/orders-per-week" not in codes(inbox)


def test_an_approval_rereads_what_was_loaded(tmp_path: Path) -> None:
    inbox = loaded(tmp_path, AUGUST)
    inbox.land("2026-09-01")
    line = "key_result_aliases: [{source: okrs, from: weekly  ORDERS, to: grow/orders-per-week}]"  # a wording
    inbox = workspace_of(tmp_path, line)
    load = inbox.land("2026-09-02")
    assert len(load.new_loads) == 2
    assert "grow/weekly-orders" not in codes(inbox)
    versions = inbox.versions("key_results").filter(key_result_code="grow/orders-per-week")
    assert versions.sort("known_at")["key_result_name"].to_list() == ["Orders per week", "Weekly orders"]


def test_an_approved_objective_takes_its_key_results_along(tmp_path: Path) -> None:
    inbox = loaded(tmp_path, SEPTEMBER)
    told = [problem.remedy.partition("\n")[2] for problem in advice(inbox)]
    assert yaml.safe_load(told[0]) == {
        "objective_aliases": [{"source": "okrs", "from": "grow-faster", "to": "grow"}]
    }
    assert len(told) == 3  # the objective and both of its key results
    inbox = workspace_of(tmp_path, told[0])
    assert advice(inbox) == []
    inbox.land("2026-09-01")
    assert codes(inbox, "objectives") == {"grow", "calm"}
    assert codes(inbox) == codes(inbox, "key_result_check_ins") == {
        "grow/orders-per-week", "grow/visits", "calm/incidents",
    }  # fmt: skip


def test_a_check_in_sheet_may_go_on_with_the_old_wording(tmp_path: Path) -> None:
    lines = """\
key_result_aliases:
  - {source: okrs, from: Weekly orders, to: grow/orders-per-week}
  - {source: okrs, from: Orders per week, to: grow/orders-per-week}"""
    inbox = workspace_of(tmp_path, lines)
    goals = [["Objective", "Key Result", "Start", "Target"], ["Grow", "Weekly orders", "10%", "90%"]]
    check_ins = [
        ["Date", "KR", "Current Value"],
        [date(2026, 7, 10), "Orders per week", "20%"],
        [date(2026, 7, 17), "Weekly orders", "30%"],
        [date(2026, 7, 24), "grow/orders-per-week", "40%"],
    ]
    path = inbox.folder / "okrs-2026-07-31.csv"
    path.parent.mkdir(parents=True)
    write_sheets(path.with_suffix(".xlsx"), {"OKRs": goals, "Check-ins": check_ins}).rename(path)
    load = inbox.land("2026-08-01")
    assert load.loads[0].row_count_rejected == 0
    found = current_state(inbox.workspace, TABLES["key_result_check_ins"], "okrs")
    assert found.sort("check_in_date").select("key_result_code", "value").rows() == [
        ("grow/orders-per-week", 20.0),
        ("grow/orders-per-week", 30.0),
        ("grow/orders-per-week", 40.0),
    ]


def test_links_of_the_register_follow(tmp_path: Path) -> None:
    line = "key_result_aliases: [{source: okrs, from: grow/weekly-orders, to: KR-1}]"
    inbox = workspace_of(tmp_path, line)
    content = "Code,Name,Stage,Key Results\nI-1,Bet,Funnel,grow/weekly-orders\n"
    (tmp_path / "inbox" / "bets").mkdir(parents=True)
    (tmp_path / "inbox" / "bets" / "bets-2026-07-31.csv").write_text(content)
    bets = Inbox(
        tmp_path, inbox.configuration.model_copy(update={"sources": inbox.configuration.sources[1:]})
    )
    bets.land("2026-08-01")
    links = current_state(inbox.workspace, TABLES["initiative_key_results"], "bets")
    assert links["key_result_code"].to_list() == ["KR-1"]


def test_two_names_for_one_code_in_one_file_are_set_aside(tmp_path: Path) -> None:
    line = "key_result_aliases: [{source: okrs, from: Visits, to: grow/orders-per-week}]"
    inbox = workspace_of(tmp_path, line)
    inbox.drop("okrs-2026-07-31.csv", JULY)
    load = inbox.land("2026-08-01")
    assert load.loads[0].row_count_rejected == 1
    assert load.loads[0].status == "held"  # one of three


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("[{source: other, from: a, to: b}]", "there is no source 'other'"),
        ("[{source: okrs, from: a, to: b}, {source: okrs, from: A, to: c}]", "two aliases rename okrs a"),
        ("[{source: okrs, from: a, to: b}, {source: okrs, from: b, to: c}]", "'b' is itself renamed"),
        ("[{source: okrs, form: a, to: b}]", "unknown key"),
    ],
)
def test_contradictions_are_told(tmp_path: Path, lines: str, problem: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        workspace_of(tmp_path, f"key_result_aliases: {lines}")
    assert any(problem in each.problem for each in raised.value.problems)
