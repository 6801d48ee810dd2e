"""`portfolio validate`: what is wrong with a workspace, found without loading anything."""

from pathlib import Path

import pytest

from data_quality.runner import batch_check
from ingest.configuration_file import load_configuration
from ingest.problems import Problem
from ingest.validation import validate_workspace
from ingest.workspace import Workspace
from tests.ingest.inboxes import Inbox

CONFIGURATION = """\
organisation: {name: Harbour}
reporting: {currency: EUR}
sources:
  - {name: books, format: FORMAT, files: inbox/books/*}
stages:
  - {stage: Funnel, state: funnel}
statuses:
  - {status: Open, category: todo}
"""


def workspace_of(root: Path, source_format: str) -> Inbox:
    path = root / "portfolio.yml"
    path.write_text(CONFIGURATION.replace("FORMAT", source_format))
    return Inbox(root, load_configuration(path))


@pytest.fixture
def register(tmp_path: Path) -> Inbox:
    return workspace_of(tmp_path, "initiatives")


def found(inbox: Inbox) -> list[Problem]:
    problems = validate_workspace(inbox.workspace)
    assert all(problem.remedy for problem in problems)
    return problems


def test_a_sound_workspace_has_no_problem_and_nothing_is_loaded(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv", "I-1 Funnel")
    assert found(register) == []
    assert sorted(path.name for path in register.root.iterdir()) == ["inbox", "portfolio.yml"]


def test_problems_of_the_configuration_come_with_their_lines(register: Inbox) -> None:
    path = register.workspace.configuration_path
    path.write_text(path.read_text().replace("format: initiatives", "format: initiative"))
    (problem,) = found(register)
    assert (problem.line, problem.place) == (4, "sources[1].format")
    assert "'initiatives'" in problem.remedy


def test_a_pattern_that_matches_nothing_is_named(register: Inbox) -> None:
    (problem,) = found(register)
    assert (problem.file, problem.place) == ("portfolio.yml", "source books")
    assert "inbox/books/*" in problem.problem


def test_an_emptied_inbox_is_no_problem_once_files_are_loaded(register: Inbox) -> None:
    path = register.register("bets-2026-03-31.csv", "I-1 Funnel")
    register.land()
    path.unlink()
    assert found(register) == []


def test_a_file_that_cannot_be_read_is_told_with_place_and_remedy(register: Inbox) -> None:
    register.drop("bets-2026-03-31.csv", b"<html>sign in</html>")
    (problem,) = found(register)
    assert problem.file == "inbox/books/bets-2026-03-31.csv"
    assert "web page" in problem.problem


def test_a_column_that_the_configuration_names_in_vain_is_told(tmp_path: Path) -> None:
    inbox = workspace_of(tmp_path, "initiatives, read: {columns: {stage_name: Phase}}")
    inbox.register("bets-2026-03-31.csv", "I-1 Funnel")
    (problem,) = found(inbox)
    assert "no column 'Phase'" in problem.problem


def test_rejected_rows_are_told_by_reason_with_the_first_of_them(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv", *["I-1 Funnel"] * 6, "I-2 Funnel")
    (problem,) = found(register)
    assert problem.place == "row 2, 3, 4 and 2 more, column initiative_code"
    assert "duplicate_key" in problem.problem
    assert "5 of 7 rows" in problem.remedy


def test_words_without_a_meaning_are_told(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv", "I-1 Funnel", "I-2 Paused", "I-3 Parked")
    (problem,) = found(register)
    assert (problem.place, problem.problem) == (
        "initiatives, column stage_name",
        "not in portfolio.yml: 'Parked', 'Paused'",
    )
    assert "stages:" in problem.remedy


def test_a_currency_without_a_rate_is_told(tmp_path: Path) -> None:
    inbox = workspace_of(tmp_path, "ledger")
    rows = "2026-03-05,C-1,rent,10,EUR\n2026-03-05,C-1,rent,10,CHF\n"
    inbox.drop("ledger-2026-03-31.csv", f"Posting Date,Cost Object,Text,Amount,Currency\n{rows}")
    (problem,) = found(inbox)
    assert problem.problem == "not in portfolio.yml: 'CHF'"
    assert "exchange_rates" in problem.remedy


@pytest.mark.parametrize(("status", "count"), [("Open", 0), ("Odd", 1)])
def test_d16_a_status_without_a_meaning_is_told(tmp_path: Path, status: str, count: int) -> None:
    inbox = workspace_of(tmp_path, "jira_csv")
    header = "Summary,Issue key,Issue id,Issue Type,Status,Created"
    inbox.drop("jira-2026-03-31.csv", f"{header}\nA title,P-1,1,Story,{status},2026-01-01 10:00\n")
    assert len([p for p in found(inbox) if f"'{status}'" in p.problem]) == count


def test_an_export_without_rows_is_told(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv")
    (problem,) = found(register)
    assert "holds no row" in problem.problem


def test_loaded_files_are_not_read_again_until_their_settings_change(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv", *(f"I-{number} Funnel" for number in range(1, 20)), "I-1 Funnel")
    assert len(found(register)) == 1
    register.land()
    assert found(register) == []
    path = register.workspace.configuration_path
    path.write_text(path.read_text().replace("files: inbox", "delivery: increment, files: inbox"))
    assert len(found(register)) == 1


def test_the_quality_suites_judge_too_when_asked(register: Inbox) -> None:
    register.register(
        "bets-2026-03-31.csv", *(f"I-{number} Funnel" for number in range(1, 20)), "I-20 Funnel"
    )
    path = register.folder / "bets-2026-03-31.csv"
    text = (
        path.read_text().replace("Code,Name,Stage", "Code,Name,Stage,Remaining weeks").replace("\n", ",4\n")
    )
    path.write_text(
        text.replace("Weeks,4", "Weeks")
        .replace("weeks,4", "weeks")
        .replace("I-20,Bet I-20,Funnel,4", "I-20,Bet I-20,Funnel,-4")
    )
    assert found(register) == []
    (problem,) = validate_workspace(Workspace(register.root), batch_check)
    assert problem.place == "row 20, column remaining_duration_weeks"
