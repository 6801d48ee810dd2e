"""What was made of the archive may be lost or damaged: it is made anew; what the archive lost is told."""

import os
from pathlib import Path

import pytest

from ingest.archive import unreadable_folders
from tests.ingest.inboxes import Inbox, make_inbox


@pytest.fixture
def landed(tmp_path: Path) -> Inbox:
    """Two snapshots, the second with a change and a row that cannot be read."""
    inbox = make_inbox(tmp_path, "ledger")
    inbox.ledger("2026-03-30.csv", *(f"C-{number} {number}" for number in range(1, 30)))
    inbox.ledger("2026-03-31.csv", *(f"C-{number} {number}" for number in range(1, 31)), "C-31 x")
    inbox.land()
    return inbox


@pytest.mark.parametrize("folder", ["input/ledger_lines", "quarantine/rows"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: os.truncate(path, 100)], ids=["lost", "cut"])
def test_a_lost_or_cut_file_is_made_anew(landed: Inbox, folder: str, damage) -> None:
    before = landed.hashes("input", "quarantine")
    damage(max((landed.root / folder).rglob("*.parquet")))
    assert [load.stem[:10] for load in landed.land("2026-04-02").new_loads] == ["2026-03-31"]
    assert landed.hashes("input", "quarantine") == before
    assert landed.land("2026-04-03").new_loads == []


def test_lost_bytes_of_the_archive_are_told_though_nothing_needs_them(landed: Inbox) -> None:
    assert landed.land("2026-04-02").problems == []
    bytes_of = [path for path in (landed.root / "archive").glob("??/*") if path.is_file()]
    bytes_of[0].chmod(0o644)
    os.truncate(bytes_of[0], 3)
    (problem,) = landed.land("2026-04-03").problems
    assert problem.file == str(bytes_of[0].relative_to(landed.root))
    assert "gone or cut" in problem.problem


def test_a_workspace_may_have_wildcards_in_its_name(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path / "books [x] *", "ledger")
    inbox.ledger("2026-03-30.csv", *(f"C-{number} {number}" for number in range(1, 30)), "C-30 x")
    inbox.land()
    inbox.ledger("2026-03-31.csv", *(f"C-{number} {number}" for number in range(2, 30)))
    assert [load.status for load in inbox.land("2026-04-02").loads] == ["loaded", "loaded"]
    assert len(inbox.amounts()) == 28


def test_a_folder_that_cannot_be_read_is_no_empty_inbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = make_inbox(tmp_path, "ledger")
    inbox.folder.mkdir(parents=True)
    assert unreadable_folders(inbox.workspace, inbox.source) == []
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may read everything
    (problem,) = unreadable_folders(inbox.workspace, inbox.source)
    assert (problem.file, problem.problem) == ("inbox/books", "the folder cannot be read")
