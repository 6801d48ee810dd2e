"""Landing: a source's files become segments of what changed, in any order, once."""

import json
import shutil
from itertools import permutations
from pathlib import Path

import polars as pl
import pytest

from ingest.landing import SourceLoad
from tests.ingest.inboxes import Inbox, make_inbox


@pytest.fixture
def register(tmp_path: Path) -> Inbox:
    return make_inbox(tmp_path, "initiatives")


@pytest.fixture
def ledger(tmp_path: Path) -> Inbox:
    return make_inbox(tmp_path, "ledger")


@pytest.fixture
def postings(tmp_path: Path) -> Inbox:
    return make_inbox(tmp_path, "ledger", delivery="increment")


def statuses(load: SourceLoad) -> list[str]:
    return [file.status for file in load.loads]


def test_r04_a_file_is_loaded_with_its_lineage(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv", "I-1 Funnel", "I-2 Done")
    (load,) = register.land().loads
    assert (load.status, load.row_count_read, load.row_count_accepted, load.rows_written) == (
        "loaded",
        2,
        2,
        2,
    )
    rows = register.versions("initiatives").sort("row_number")
    assert rows["initiative_code"].to_list() == ["I-1", "I-2"]
    assert rows["row_number"].to_list() == [1, 2]
    assert set(rows["file_sha256"]) == {load.file_sha256}
    assert rows["known_at"].cast(pl.String).unique().to_list() == ["2026-03-31 00:00:00.000000"]


def test_landing_again_writes_nothing(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv", "I-1 Funnel")
    register.land()
    before = register.hashes("archive", "input", "quarantine", "inbox")
    assert register.land("2026-04-02").new_loads == []
    assert register.hashes("archive", "input", "quarantine", "inbox") == before


def test_f03_the_same_bytes_under_another_name_load_nothing_twice(ledger: Inbox) -> None:
    ledger.ledger("ledger-2026-03-31.csv", "C-1 10")
    ledger.land()
    ledger.ledger("copy of ledger-2026-03-31.csv", "C-1 10")
    load = ledger.land("2026-04-02")
    assert (len(load.loads), load.new_loads) == (1, [])
    assert ledger.amounts() == [("C-1", "10")]
    (receipt,) = (ledger.root / "archive" / "receipts" / "books").glob("*.json")
    names = [arrival["file_name"] for arrival in json.loads(receipt.read_text())["arrivals"]]
    assert names == ["inbox/books/ledger-2026-03-31.csv", "inbox/books/copy of ledger-2026-03-31.csv"]


def test_only_new_changed_and_gone_rows_are_written(register: Inbox) -> None:
    register.register("bets-2026-03-30.csv", "I-1 Funnel", "I-2 Funnel", "I-3 Funnel", "I-4 Funnel")
    register.register("bets-2026-03-31.csv", "I-5 Funnel", "I-3 Done", "I-2 Funnel", "I-1 Funnel")
    first, second = register.land().loads
    assert (first.rows_written, second.rows_written) == (4, 3)
    written = register.versions("initiatives").filter(file_sha256=second.file_sha256).sort("initiative_code")
    assert written.select("initiative_code", "stage_name", "is_deleted").rows() == [
        ("I-3", "Done", False),
        ("I-4", "Funnel", True),
        ("I-5", "Funnel", False),
    ]
    assert register.stages() == {"I-1": "Funnel", "I-2": "Funnel", "I-3": "Done", "I-5": "Funnel"}


def test_d03_a_row_that_went_and_comes_back_is_written_again(register: Inbox) -> None:
    others = ("I-2 Funnel", "I-3 Funnel", "I-4 Funnel")
    register.register("bets-2026-03-29.csv", "I-1 Funnel", *others)
    register.register("bets-2026-03-30.csv", *others)
    register.register("bets-2026-03-31.csv", "I-1 Funnel", *others)
    register.land()
    history = register.versions("initiatives").filter(initiative_code="I-1").sort("known_at")
    assert history["is_deleted"].to_list() == [False, True, False]
    assert "I-1" in register.stages()
    assert "I-1" not in register.stages_known_on("2026-03-30")


def test_f05_f06_any_order_of_arrival_gives_the_same_history(tmp_path: Path) -> None:
    files = {
        "bets-2026-03-29.csv": ("I-1 Funnel", "I-2 Funnel", "I-3 Funnel", "I-4 Funnel"),
        "bets-2026-03-30.csv": ("I-1 Done", "I-2 Funnel", "I-3 Funnel"),
        "bets-2026-03-31.csv": ("I-1 Done", "I-2 Ready", "I-3 Funnel", "I-5 Funnel"),
    }
    results = []
    for number, order in enumerate(permutations(files)):
        inbox = make_inbox(tmp_path / str(number), "initiatives")
        for day, name in enumerate(order, start=1):
            inbox.register(name, *files[name])
            inbox.land(f"2026-04-0{day}")
        results.append(inbox.hashes("input/initiatives"))
    assert len(results[0]) == 3
    assert all(result == results[0] for result in results)


def test_r03_an_increment_split_in_two_is_the_whole(tmp_path: Path) -> None:
    lines = ("C-1 10", "C-1 10", "C-2 20", "C-3 30")
    whole = make_inbox(tmp_path / "whole", "ledger", delivery="increment")
    whole.ledger("ledger-2026-03-31.csv", *lines)
    whole.land()
    split = make_inbox(tmp_path / "split", "ledger", delivery="increment")
    split.ledger("ledger-2026-03-31-a.csv", *lines[:2])
    split.ledger("ledger-2026-03-31-b.csv", *lines[2:])
    split.land()
    assert split.amounts() == whole.amounts() == [("C-1", "10"), ("C-1", "10"), ("C-2", "20"), ("C-3", "30")]


def test_increments_add_up_and_change_but_nothing_goes(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "initiatives", delivery="increment")
    inbox.register("bets-2026-03-30.csv", "I-1 Funnel", "I-2 Funnel")
    inbox.register("bets-2026-03-31.csv", "I-2 Done", "I-3 Funnel")
    inbox.land()
    assert inbox.stages() == {"I-1": "Funnel", "I-2": "Done", "I-3": "Funnel"}
    assert not inbox.versions("initiatives")["is_deleted"].any()


def test_an_increment_without_news_is_a_normal_day(postings: Inbox) -> None:
    postings.ledger("ledger-2026-03-30.csv", "C-1 10")
    postings.ledger("ledger-2026-03-31.csv")
    load = postings.land()
    assert (statuses(load), load.problems) == (["loaded", "loaded"], [])
    assert postings.amounts() == [("C-1", "10")]


def test_an_increment_delivered_again_corrected_replaces_itself(postings: Inbox) -> None:
    postings.ledger("ledger-2026-03-30.csv", "C-1 10", "C-2 20")
    postings.ledger("ledger-2026-03-31.csv", "C-9 90")
    postings.land("2026-04-01")
    postings.ledger("ledger-2026-03-30.csv", "C-1 10", "C-2 25")
    postings.land("2026-04-02")
    assert postings.amounts() == [("C-1", "10"), ("C-2", "25"), ("C-9", "90")]


def test_equal_lines_of_a_ledger_are_all_real(ledger: Inbox) -> None:
    ledger.ledger("ledger-2026-03-30.csv", "C-1 10", "C-1 10", "C-2 20")
    ledger.ledger("ledger-2026-03-31.csv", "C-2 20", "C-1 10", "C-1 10", "C-1 10")
    first, second = ledger.land().loads
    assert (first.rows_written, second.rows_written) == (3, 1)
    assert ledger.amounts() == [("C-1", "10")] * 3 + [("C-2", "20")]


def test_f04_the_later_of_two_files_of_one_day_is_right(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv", "I-1 Funnel")
    register.land("2026-04-01")
    register.register("bets-2026-03-31.csv", "I-1 Done")
    register.land("2026-04-02")
    assert register.stages() == {"I-1": "Done"}
    register.register("bets-2026-03-31 final.csv", "I-1 Ready")
    register.land("2026-04-03")
    assert register.stages() == {"I-1": "Ready"}
    assert register.versions("initiatives")["known_at"].n_unique() == 3


def test_deleting_input_and_quarantine_restores_both_byte_for_byte(register: Inbox) -> None:
    register.register("bets-2026-03-30.csv", *(f"I-{number} Funnel" for number in range(1, 20)))
    register.register("bets-2026-03-31.csv", "I-1 Done", *(f"I-{number} Funnel" for number in range(1, 20)))
    register.drop("bets-2026-04-01.csv", b"<html>sign in</html>")
    register.land("2026-04-02")
    before = register.hashes("input", "quarantine")
    assert len(before) > 5
    for folder in ("input", "quarantine", "inbox"):
        shutil.rmtree(register.root / folder)
    register.land("2026-04-09")
    assert register.hashes("input", "quarantine") == before


def test_a_load_killed_before_its_record_is_done_again(register: Inbox) -> None:
    register.register("bets-2026-03-30.csv", "I-1 Funnel")
    register.register("bets-2026-03-31.csv", "I-1 Done")
    register.land()
    before = register.hashes("input", "quarantine")
    records = sorted((register.root / "input" / "file_loads" / "books").glob("*.json"))
    records[-1].unlink()
    segments = register.root / "input" / "initiatives" / "books"
    (segments / ".20260331T000000000000-half.parquet.new").write_bytes(b"PAR1 half of it")
    register.land("2026-04-02")
    assert register.hashes("input", "quarantine") == before


def test_a_changed_setting_reads_the_source_anew(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "ledger", read={"constants": {"entry_type": "actual"}})
    inbox.ledger("ledger-2026-03-31.csv", "C-1 10")
    inbox.land()
    changed = inbox.with_source(read={"constants": {"entry_type": "commitment"}})
    assert len(changed.land("2026-04-02").new_loads) == 1
    assert changed.versions("ledger_lines")["entry_type"].to_list() == ["commitment"]
    assert changed.land("2026-04-03").new_loads == []


def test_who_owns_a_source_does_not_matter_to_its_rows(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv", "I-1 Funnel")
    register.land()
    assert register.with_source(owner="Office 1", expect_every_days=7).land("2026-04-02").new_loads == []


def test_f07_a_snapshot_that_lists_far_less_is_held(register: Inbox) -> None:
    register.register("bets-2026-03-30.csv", *(f"I-{number} Funnel" for number in range(1, 11)))
    register.register("bets-2026-03-31.csv", *(f"I-{number} Funnel" for number in range(1, 7)))
    load = register.land()
    assert statuses(load) == ["loaded", "held"]
    assert load.held == [load.loads[1]]
    assert "lists 6 initiatives where the one before listed 10" in str(load.loads[1].reason)
    assert len(register.stages()) == 10


def test_a_snapshot_that_lost_a_few_rows_is_loaded(register: Inbox) -> None:
    register.register("bets-2026-03-30.csv", *(f"I-{number} Funnel" for number in range(1, 11)))
    register.register("bets-2026-03-31.csv", *(f"I-{number} Funnel" for number in range(1, 8)))
    assert statuses(register.land()) == ["loaded", "loaded"]


def test_f07_a_snapshot_with_a_header_only_is_held_once_there_were_rows(register: Inbox) -> None:
    register.register("bets-2026-03-30.csv", "I-1 Funnel")
    register.register("bets-2026-03-31.csv")
    assert statuses(register.land()) == ["loaded", "held"]
    assert register.stages() == {"I-1": "Funnel"}


def test_a_first_snapshot_without_rows_is_refused(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv")
    (load,) = register.land().loads
    assert (load.status, load.reason) == ("refused", "it holds no row")


def test_a_newer_file_that_loads_supersedes_a_held_one(register: Inbox) -> None:
    register.register("bets-2026-03-29.csv", *(f"I-{number} Funnel" for number in range(1, 11)))
    register.register("bets-2026-03-30.csv", "I-1 Funnel")
    register.register("bets-2026-03-31.csv", *(f"I-{number} Done" for number in range(1, 11)))
    load = register.land()
    assert statuses(load) == ["loaded", "held", "loaded"]
    assert load.held == []


def test_a_held_file_superseded_on_its_own_day_needs_no_decision(register: Inbox) -> None:
    register.register("bets-2026-03-30.csv", *(f"I-{number} Funnel" for number in range(1, 11)))
    held = register.register("bets-2026-03-31.csv", "I-1 Funnel")
    assert len(register.land("2026-04-01").held) == 1
    held.unlink()
    for attempt in range(8):  # whatever their hashes are, the later arrival wins
        register.register("bets-2026-03-31.csv", *(f"I-{number} Done{attempt}" for number in range(1, 11)))
        assert register.land(f"2026-04-0{attempt + 2}").held == []


BAD_LINES = ("C-1 x", "C-2 20")


@pytest.mark.parametrize(
    ("content", "status"), [(BAD_LINES, "held"), (None, "refused")], ids=["held", "refused"]
)
def test_no_later_increment_makes_up_for_one_that_was_left_out(
    postings: Inbox, content: tuple[str, ...] | None, status: str
) -> None:
    if content:
        postings.ledger("ledger-2026-03-30.csv", *content)
    else:
        postings.drop("ledger-2026-03-30.csv", "<html>sign in</html>")
    postings.ledger("ledger-2026-03-31.csv", "C-3 30")
    load = postings.land()
    assert statuses(load) == [status, "loaded"]
    assert load.not_superseded == [load.loads[0]]
    assert load.held == [file for file in load.not_superseded if status == "held"]
    postings.ledger("ledger-2026-03-30.csv", "C-1 10", "C-2 20")  # the same name and day
    load = postings.land("2026-04-02")
    assert (load.not_superseded, postings.amounts()) == ([], [("C-1", "10"), ("C-2", "20"), ("C-3", "30")])


@pytest.mark.parametrize("day", ["2026-05-01", "2099-12-31", "1899-12-31"])
def test_f12_a_file_of_an_unlikely_day_is_held(register: Inbox, day: str) -> None:
    register.register(f"bets-{day}.csv", "I-1 Funnel")
    (load,) = register.land("2026-04-01").loads
    assert load.status == "held"
    assert day in str(load.reason)
    assert register.stages() == {}


def test_a_file_of_tomorrow_is_no_wonder(register: Inbox) -> None:
    register.register("bets-2026-04-02.csv", "I-1 Funnel")
    assert statuses(register.land("2026-04-01")) == ["loaded"]


def test_rows_without_a_required_value_or_with_a_doubled_key_are_set_aside(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "initiatives")
    good = [f"I-{number} Funnel" for number in range(1, 20)]
    inbox.register("bets-2026-03-31.csv", *good, "I-7 Done")
    (load,) = inbox.land().loads
    assert (load.row_count_read, load.row_count_accepted, load.row_count_rejected) == (20, 19, 1)
    assert inbox.stages()["I-7"] == "Funnel"
    (path,) = (inbox.root / "quarantine" / "rows" / "books").glob("*.parquet")
    row = pl.read_parquet(path).row(0, named=True)
    assert (row["row_number"], row["reason"], row["column_name"]) == (20, "duplicate_key", "initiative_code")
    assert "I-7" in row["detail"]
    assert '"I-7"' in row["raw"]


def test_a_source_without_files_is_a_problem_with_its_pattern(register: Inbox) -> None:
    (problem,) = register.land().problems
    assert problem.file == "inbox/books/*"
    assert problem.remedy


def test_f01_hidden_and_unfinished_files_are_left_alone(register: Inbox) -> None:
    for name in (".bets-2026-03-31.csv", "~$bets-2026-03-31.csv", "bets-2026-03-31.csv.part"):
        register.register(name, "I-1 Funnel")
    assert register.land().loads == []
