"""What changed in the columns of a source is noted with the file, and a renaming is never read as nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.drift import drift, standing_changes
from ingest.load_records import DriftNote, FileLoad, load_records
from ingest.quarantine import decide
from tests.ingest.inboxes import Inbox, make_inbox

HEADER = "Code,Name,Stage,Owner,Colour"
WHEN = datetime(2026, 4, 1, 9, tzinfo=UTC)


def register(inbox: Inbox, day: str, header: str = HEADER, *, value: str = "x") -> FileLoad:
    """Drop and land a register with that header; its columns hold what they are called."""
    names = header.split(",")
    rows = [
        ",".join(f"I-{number}" if name == "Code" else f"{name} {value}" for name in names)
        for number in range(30)
    ]
    inbox.drop(f"bets-{day}.csv", "\n".join([header, *rows]) + "\n")
    return inbox.land(day).loads[-1]


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    inbox = make_inbox(tmp_path, "initiatives")
    assert register(inbox, "2026-03-30").drift == ()
    return inbox


def told(load: FileLoad) -> list[tuple[str, str, str]]:
    return [(note.change, note.column, note.severity) for note in load.drift]


def test_p12_a_file_like_the_one_before_has_no_notes(inbox: Inbox) -> None:
    assert told(register(inbox, "2026-03-31", "Colour,Owner,Stage,Name,Code", value="y")) == []


def test_p12_a_new_column_is_kept_and_noted(inbox: Inbox) -> None:
    load = register(inbox, "2026-03-31", f"{HEADER},Mood")
    assert (load.status, told(load)) == ("loaded", [("added", "Mood", "info")])
    assert '"Mood":"Mood x"' in inbox.versions("initiatives")["extra"].to_list()[-1]


def test_p12_a_known_column_that_is_gone_is_missing_and_a_warning(inbox: Inbox) -> None:
    load = register(inbox, "2026-03-31", "Code,Name,Stage,Colour")
    assert (load.status, told(load)) == ("loaded", [("gone", "Owner", "warning")])
    assert inbox.versions("initiatives").filter(file_sha256=load.file_sha256)["owner_name"].null_count() == 30


def test_p12_a_column_that_no_reader_knew_may_go(inbox: Inbox) -> None:
    assert told(register(inbox, "2026-03-31", "Code,Name,Stage,Owner")) == [("gone", "Colour", "info")]


def test_p12_a_column_that_rows_need_and_that_is_gone_loads_nothing(inbox: Inbox) -> None:
    load = register(inbox, "2026-03-31", "Name,Stage,Owner,Colour")
    assert load.status in {"held", "refused"}


def test_p12_a_renamed_column_holds_the_file_until_it_is_configured_or_accepted(inbox: Inbox) -> None:
    load = register(inbox, "2026-03-31", "Code,Name,Stage,Boss,Colour")
    assert (load.status, told(load)) == ("held", [("renamed", "Owner", "critical")])
    assert load.reason == "columns were probably renamed: renamed 'Owner' to 'Boss'"
    configured = inbox.with_source(read={"columns": {"owner_name": "Boss"}})
    assert configured.land("2026-04-01").loads[-1].status == "loaded"
    decide(inbox.workspace, inbox.configuration, load.file_sha256, "accept", WHEN)
    assert [file.status for file in inbox.land("2026-04-02").loads] == ["loaded", "loaded"]
    assert told(register(inbox, "2026-04-03", "Code,Name,Stage,Boss,Colour", value="z")) == []


def test_p12_a_column_read_under_its_other_name_is_no_reason_to_hold(inbox: Inbox) -> None:
    load = register(inbox, "2026-03-31", "Code,Name,Stage,Epic Owner,Colour")
    assert (load.status, told(load)) == ("loaded", [("renamed", "Owner", "info")])


def test_p12_what_a_column_holds_is_compared_by_kind() -> None:
    before = {"Amount": "known number", "Day": "known date", "Few": "known", "Mine": "new"}
    after = {"Amount": "known text", "Day": "known date", "Few": "known text", "Mine": "new"}
    assert drift(before, after) == [DriftNote("type", "Amount", "warning", " from number to text")]
    assert drift({}, after) == []


def test_p12_files_of_another_kind_are_not_compared(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "jira_data_pipeline", delivery="increment")
    issues = "id,key,issue_type,status,summary\n" + "".join(f"{n},P-{n},Story,Open,x\n" for n in range(20))
    history = "issue_id,changelog_id,field,from,to,created\n"
    for day, mood in (("2026-03-30", ""), ("2026-03-31", ",mood")):
        rows = [line + (mood if number == 0 else mood and ",x") for number, line in enumerate(issues.split())]
        inbox.drop(f"issues_job-{day}.csv", "\n".join(rows) + "\n")
        inbox.drop(f"issue_history_job-{day}.csv", history)
    loads = inbox.land("2026-04-01").loads
    assert [told(load) for load in loads if load.drift] == [[("added", "mood", "info")]]


def test_p12_what_changed_stands_until_a_newer_file_of_that_kind(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "jira_data_pipeline", delivery="increment")

    def standing(day: str, header: str, *more: str) -> list[tuple[str, str]]:
        rows = [",".join([f"{number}", f"P-{number}", "Story", "Open", *more]) for number in range(20)]
        inbox.drop(f"issues_job-{day}.csv", "\n".join([header, *rows]) + "\n")
        inbox.land("2026-04-05")
        inbox.drop(f"issue_history_job-{day}.csv", "issue_id,changelog_id,field,from,to,created\n")
        changed = standing_changes(inbox.source, inbox.land("2026-04-05").loads)
        return [(Path(load.file_name).name, *map(str, notes)) for load, notes in changed]

    kept, gone = "id,key,issue_type,status", ("issues_job-2026-03-31.csv", "gone 'summary'")
    assert standing("2026-03-30", f"{kept},summary", "x") == []
    assert standing("2026-03-31", kept) == [gone]
    assert standing("2026-04-01", f"{kept},mood", "x") == []


def test_p12_the_notes_stay_with_the_file(inbox: Inbox) -> None:
    load = register(inbox, "2026-03-31", f"{HEADER},Mood")
    assert load_records(inbox.workspace, "books")[-1].drift == load.drift


def test_p12_numbers_that_become_words_are_told(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "ledger", delivery="increment")
    inbox.ledger("rent-2026-03-31.csv", *(f"C-{number} {number}" for number in range(1, 41)))
    inbox.ledger("rent-2026-04-30.csv", *(f"C-{number} n/a" for number in range(1, 41)))
    *_, load = inbox.land("2026-05-01").loads
    assert load.status == "held"
    assert told(load) == [("type", "Amount", "warning")]
