"""Quarantine: deciding about files that were refused or held."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.quarantine import Action, decide, find_receipt, quarantined_files, quarantined_rows
from ingest.receipts import DamagedArchiveError
from ingest.workspace import Workspace
from tests.ingest.inboxes import Inbox, make_inbox

WHEN = datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def held(tmp_path: Path) -> Inbox:
    """An inbox whose second file lists one of ten initiatives."""
    inbox = make_inbox(tmp_path, "initiatives")
    inbox.register("bets-2026-03-30.csv", *(f"I-{number} Funnel" for number in range(1, 11)))
    inbox.register("bets-2026-03-31.csv", "I-1 Done")
    inbox.land()
    return inbox


def decide_on_held(inbox: Inbox, action: Action, when: datetime = WHEN) -> None:
    (load,) = quarantined_files(inbox.workspace, inbox.configuration)
    decide(inbox.workspace, inbox.configuration, load.file_sha256[:12], action, when, "agreed")


def test_a_held_file_waits_and_is_not_read_again(held: Inbox) -> None:
    (load,) = quarantined_files(held.workspace, held.configuration)
    assert (load.file_name, load.status) == ("inbox/books/bets-2026-03-31.csv", "held")
    assert f"portfolio accept {load.file_sha256[:12]}" in str(load.remedy)
    assert held.land("2026-04-02").new_loads == []


def test_f07_an_accepted_file_is_loaded_in_spite_of_all(held: Inbox) -> None:
    decide_on_held(held, "accept")
    assert [load.status for load in held.land("2026-04-02").loads] == ["loaded", "loaded"]
    assert held.stages() == {"I-1": "Done"}
    assert quarantined_files(held.workspace, held.configuration) == []
    assert held.land("2026-04-03").new_loads == []


def test_a_discarded_file_is_never_loaded(held: Inbox) -> None:
    decide_on_held(held, "discard")
    load = held.land("2026-04-02")
    assert [file.status for file in load.loads] == ["loaded", "discarded"]
    assert (load.held, load.problems) == ([], [])
    assert len(held.stages()) == 10


def test_each_decision_to_read_a_file_again_reads_it_once_more(held: Inbox) -> None:
    for hour in (10, 11):
        decide_on_held(held, "read_again", WHEN.replace(hour=hour))
        assert [load.status for load in held.land("2026-04-02").new_loads] == ["held"]
    assert held.land("2026-04-03").new_loads == []


def test_a_loaded_file_can_be_discarded_afterwards(held: Inbox) -> None:
    (first, _) = held.land().loads
    decide(held.workspace, held.configuration, first.file_sha256, "discard", WHEN)
    assert [load.status for load in held.land("2026-04-02").loads] == ["discarded", "loaded"]
    assert held.stages() == {"I-1": "Done"}


def test_decisions_outlive_input_and_quarantine(held: Inbox) -> None:
    decide_on_held(held, "accept")
    held.land("2026-04-02")
    before = held.hashes("input", "quarantine")
    shutil.rmtree(held.root / "input")
    shutil.rmtree(held.root / "quarantine", ignore_errors=True)
    held.land("2026-04-03")
    assert held.hashes("input", "quarantine") == before


@pytest.mark.parametrize(("sha256", "words"), [("abc", "too short"), ("00000000", "fits 0 files")])
def test_a_hash_that_fits_no_file_says_so(held: Inbox, sha256: str, words: str) -> None:
    with pytest.raises(LookupError, match=words):
        decide(held.workspace, held.configuration, sha256, "accept", WHEN)


def test_bytes_that_two_sources_share_need_the_source_named(tmp_path: Path) -> None:
    books = make_inbox(tmp_path, "initiatives")
    shelf = books.with_source(name="shelf")
    books.register("bets-2026-03-31.csv", "I-1 Funnel")
    (load,) = books.land().loads
    shelf.land()
    both = books.configuration.model_copy(update={"sources": (books.source, shelf.source)})
    workspace = Workspace(tmp_path)
    with pytest.raises(LookupError, match=r"fits 2 files .*books.*shelf"):
        find_receipt(workspace, both, load.file_sha256)
    decide(workspace, both, load.file_sha256, "discard", WHEN, source_name="shelf")
    assert [file.status for file in shelf.land("2026-04-02").loads] == ["discarded"]
    assert books.land("2026-04-02").new_loads == []


def test_where_one_of_two_sources_holds_the_file_that_one_is_meant(tmp_path: Path) -> None:
    books = make_inbox(tmp_path, "initiatives")
    ledger = books.with_source(name="ledger", format="ledger")
    books.register("bets-2026-03-31.csv", "I-1 Funnel")
    (load,) = books.land().loads
    assert [file.status for file in ledger.land().loads] == ["refused"]
    both = books.configuration.model_copy(update={"sources": (books.source, ledger.source)})
    assert find_receipt(Workspace(tmp_path), both, load.file_sha256).source_name == "ledger"


def test_rejected_rows_are_listed_with_their_lineage(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "initiatives")
    assert quarantined_rows(inbox.workspace).is_empty()
    inbox.register("bets-2026-03-31.csv", *(f"I-{number} Funnel" for number in range(1, 20)), "I-1 Done")
    (load,) = inbox.land().loads
    (row,) = quarantined_rows(inbox.workspace, "books").to_dicts()
    assert (row["source_name"], row["table_name"], row["file_sha256"]) == (
        "books",
        "initiatives",
        load.file_sha256,
    )
    assert (row["file_name"], row["row_number"]) == ("inbox/books/bets-2026-03-31.csv", 20)
    assert row["known_at"] == datetime(2026, 3, 31)
    assert quarantined_rows(inbox.workspace, "shelf").is_empty()


def test_a_decision_that_cannot_be_read_is_not_taken_for_none(held: Inbox) -> None:
    decide_on_held(held, "discard")
    held.land("2026-04-02")
    (decision,) = (held.root / "archive" / "decisions").rglob("*.json")
    decision.write_text("{")
    with pytest.raises(DamagedArchiveError, match=f"{decision.name}: the decision cannot be read"):
        held.land("2026-04-03")


def test_a_discarded_file_can_be_read_again(held: Inbox) -> None:
    decide_on_held(held, "discard")
    held.land("2026-04-02")
    (_, discarded) = held.land("2026-04-02").loads
    decide(held.workspace, held.configuration, discarded.file_sha256, "read_again", WHEN.replace(hour=10))
    assert [load.status for load in held.land("2026-04-03").loads] == ["loaded", "held"]


@pytest.mark.parametrize(("former", "status"), [("release", "loaded"), ("retry", "held")])
def test_decisions_of_older_archives_still_hold(held: Inbox, former: str, status: str) -> None:
    decide_on_held(held, "discard")
    held.land("2026-04-02")
    (decision,) = (held.root / "archive" / "decisions").rglob("*.json")
    decision.write_text(decision.read_text().replace("discard", former))
    assert [load.status for load in held.land("2026-04-03").loads] == ["loaded", status]
