"""The archive: bytes are copied once and kept, and receipts tell the facts about their arrival."""

import hashlib
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

import ingest.archive
from ingest.receipts import DamagedArchiveError, receipts_of
from tests.ingest.inboxes import Inbox, make_inbox


@pytest.fixture
def register(tmp_path: Path) -> Inbox:
    return make_inbox(tmp_path, "initiatives")


def test_r04_bytes_are_kept_under_their_hash_and_read_only(register: Inbox) -> None:
    path = register.register("bets-2026-03-31.csv", "I-1 Funnel")
    register.land()
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    archived = register.root / "archive" / sha256[:2] / sha256
    assert archived.read_bytes() == path.read_bytes()
    assert archived.stat().st_mode & 0o777 == 0o444


@pytest.mark.parametrize(
    ("name", "as_of"),
    [
        ("bets-2026-03-31.csv", "2026-03-31"),
        ("bets_20260331_v2.csv", "2026-03-31"),
        ("99999999 bets 2026-03-31.csv", "2026-03-31"),
        ("bets-1234567890123.csv", "2026-04-01"),
        ("bets.csv", "2026-04-01"),
    ],
)
def test_the_day_is_that_in_the_name_or_that_of_the_arrival(register: Inbox, name: str, as_of: str) -> None:
    register.register(name, "I-1 Funnel")
    (load,) = register.land("2026-04-01").loads
    assert load.as_of_date == as_of


def test_the_day_of_an_arrival_is_that_of_the_organisation(tmp_path: Path) -> None:
    zone = {"organisation": {"name": "Harbour", "time_zone": "America/New_York"}}
    inbox = make_inbox(tmp_path, "initiatives", as_of="received")
    document = inbox.configuration.model_dump() | zone
    inbox.configuration = type(inbox.configuration).model_validate(document)
    inbox.register("bets.csv", "I-1 Funnel")
    (load,) = inbox.land("2026-04-01").loads  # 02:30 UTC is the evening before
    assert load.as_of_date == "2026-03-31"


def test_a_file_that_was_only_touched_is_no_new_delivery(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "initiatives", as_of="received")
    inbox.register("a.csv", "I-1 Funnel")
    inbox.land("2026-04-01")
    inbox.register("b.csv", "I-1 Done")
    inbox.land("2026-04-02")
    for name in ("a.csv", "b.csv"):  # as a restored or synchronised folder looks
        os.utime(inbox.folder / name, (2e9, 2e9))
    assert inbox.land("2026-04-03").new_loads == []
    assert inbox.stages() == {"I-1": "Done"}


def test_a_file_that_returns_to_earlier_bytes_is_a_new_delivery(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "initiatives", as_of="received")
    for day, stage in enumerate(("Funnel", "Done", "Funnel"), start=1):
        inbox.register("bets.csv", f"I-1 {stage}")
        inbox.land(f"2026-04-0{day}")
    assert inbox.stages() == {"I-1": "Funnel"}
    assert inbox.stages_known_on("2026-04-02") == {"I-1": "Done"}
    assert len(list((tmp_path / "archive" / "receipts" / "books").glob("*.json"))) == 2


def test_a_mended_as_of_rule_dates_the_files_of_the_past_anew(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "initiatives", as_of="received")
    inbox.register("bets-2026-03-31.csv", "I-1 Done")
    inbox.land("2026-04-01")
    inbox.register("bets-2026-03-30.csv", "I-1 Funnel")  # an older file arrives later
    inbox.land("2026-04-02")
    assert inbox.stages() == {"I-1": "Funnel"}
    mended = inbox.with_source(as_of="filename")
    mended.land("2026-04-03")
    assert mended.stages() == {"I-1": "Done"}


def test_two_sources_share_one_archived_file(tmp_path: Path) -> None:
    first = make_inbox(tmp_path, "initiatives")
    second = first.with_source(name="shelf")
    first.register("bets-2026-03-31.csv", "I-1 Funnel")
    first.land()
    second.land()
    assert first.stages() == second.stages() == {"I-1": "Funnel"}
    kept = [path for path in (tmp_path / "archive").glob("??/*") if path.is_file()]
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ("inbox/books/link*", "it cannot be opened: it is a link"),
        ("inbox/books/pipe*", "it is not a plain file"),
        ("inbox/books/folder/*.csv", "a linked folder leads out of the workspace"),
    ],
)
def test_f11_links_pipes_and_linked_folders_are_not_followed(
    register: Inbox, tmp_path_factory: pytest.TempPathFactory, files: str, expected: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret-2026-03-31.csv").write_text("Code,Name,Stage\nI-1,Bet,Funnel\n")
    register.folder.mkdir(parents=True)
    (register.folder / "link-2026-03-31.csv").symlink_to(outside / "secret-2026-03-31.csv")
    os.mkfifo(register.folder / "pipe-2026-03-31.csv")
    (register.folder / "folder").symlink_to(outside)
    load = register.with_source(files=files).land()
    assert [problem.problem for problem in load.problems] == [expected]
    assert load.loads == []


def test_a_workspace_whose_inbox_is_itself_a_link_works(
    register: Inbox, tmp_path_factory: pytest.TempPathFactory
) -> None:
    share = tmp_path_factory.mktemp("share")
    (register.root / "inbox").symlink_to(share)
    register.register("bets-2026-03-31.csv", "I-1 Funnel")
    register.land()
    assert register.stages() == {"I-1": "Funnel"}


@pytest.mark.parametrize(
    ("mode", "written", "there_in_the_end"),
    [
        pytest.param("a", "I-2,late,Funnel\n", ["I-1", "I-2"], id="it grows"),
        pytest.param("r+", "Code,Name,Stage\nI-9,Bet I-9,Funnel\n", ["I-9"], id="rewritten at its size"),
    ],
)
def test_f02_a_file_that_changes_while_it_is_read_waits(
    register: Inbox, monkeypatch: pytest.MonkeyPatch, mode: str, written: str, there_in_the_end: list[str]
) -> None:
    path = register.register("bets-2026-03-31.csv", "I-1 Funnel")
    os.utime(path, ns=(10**18, 10**18))

    def hash_while_somebody_writes() -> object:
        with path.open(mode) as file:
            file.write(written)
        return hashlib.sha256()

    with monkeypatch.context() as patch:
        patch.setattr(ingest.archive, "hashlib", SimpleNamespace(sha256=hash_while_somebody_writes))
        load = register.land()
    assert load.loads == []
    assert "changed while it was read" in load.problems[0].problem
    assert [item.name for item in (register.root / "archive").iterdir()] == []
    register.land("2026-04-02")
    assert sorted(register.stages()) == there_in_the_end


def test_f11_names_that_cannot_be_printed_are_escaped(register: Inbox) -> None:
    register.register("line\nbreak-2026-03-31.csv", "I-1 Funnel")
    odd = Path(os.fsdecode(bytes(register.folder) + b"/\xff-2026-03-31.csv"))
    odd.write_text("Code,Name,Stage\nI-2,Bet,Funnel\n")
    names = [load.file_name for load in register.land().loads]
    assert names == ["inbox/books/line\\x0abreak-2026-03-31.csv", "inbox/books/\\xdcff-2026-03-31.csv"]


def test_a_damaged_archive_is_reported_not_read(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv", "I-1 Funnel")
    (load,) = register.land().loads
    archived = register.root / "archive" / load.file_sha256[:2] / load.file_sha256
    archived.chmod(0o644)
    archived.write_text("Code,Name,Stage\nI-1,Bet,Done\n")
    assert register.land("2026-04-02").new_loads == []  # what is loaded stays
    shutil.rmtree(register.root / "input")
    with pytest.raises(DamagedArchiveError, match="restore the folder `archive`"):
        register.land("2026-04-03")


def test_a_damaged_receipt_is_reported_not_skipped(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv", "I-1 Funnel")
    register.land()
    (receipt,) = (register.root / "archive" / "receipts" / "books").glob("*.json")
    receipt.write_text("{")
    with pytest.raises(DamagedArchiveError, match=receipt.name):
        receipts_of(register.workspace, register.source, register.configuration.zone)


def test_what_a_killed_copy_left_is_removed(register: Inbox) -> None:
    register.register("bets-2026-03-31.csv", "I-1 Funnel")
    (register.root / "archive").mkdir()
    (register.root / "archive" / ".arriving-123").write_bytes(b"half")
    register.land()
    assert not list((register.root / "archive").glob(".*"))
