"""Landing that is killed at any moment: the next one ends where an undisturbed one does."""

import gzip
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from tests.ingest.inboxes import Inbox, make_inbox

FOLDERS = ("archive", "input", "quarantine")


class Killed(BaseException):
    """What a process would not live to see."""


def fill(root: Path) -> Inbox:
    """Make an inbox with a good file, a corrected one with bad rows, and one that cannot be read."""
    inbox = make_inbox(root, "initiatives")
    inbox.register("bets-2026-03-29.csv", *(f"I-{number} Funnel" for number in range(1, 21)))
    inbox.register("bets-2026-03-30.csv", *(f"I-{number} Done" for number in range(1, 20)), "I-1 Ready")
    inbox.drop("bets-2026-03-31.csv", b"<html>sign in</html>")
    for path in inbox.folder.iterdir():
        os.utime(path, ns=(10**18, 10**18))
    return inbox


def kill_at(step: int, patch: pytest.MonkeyPatch) -> None:
    """Have the process die just before its `step`-th renaming: all writing ends in one."""
    done = 0
    rename = os.rename
    replace = os.replace

    def dying(act: object, *paths: object) -> None:
        nonlocal done
        done += 1
        if done == step:
            raise Killed
        act(*paths)

    patch.setattr(os, "rename", lambda *paths: dying(rename, *paths))
    patch.setattr(os, "replace", lambda *paths: dying(replace, *paths))


def test_wherever_it_is_killed_the_next_landing_heals_it(tmp_path: Path) -> None:
    whole = fill(tmp_path / "whole")
    whole.land()
    expected = whole.hashes(*FOLDERS)
    deaths = 0
    for step in range(1, 100):
        inbox = fill(tmp_path / str(step))
        with pytest.MonkeyPatch.context() as patch:
            kill_at(step, patch)
            try:
                inbox.land()
            except Killed:
                deaths += 1
            else:
                break
        inbox.land()
        assert inbox.hashes(*FOLDERS) == expected, f"killed at {step}"
    # 3 files archived, 3 receipts, 2 segments, 1 file of rejected rows, 3 load records
    assert deaths == 12


@contextmanager
def full_disk(most_bytes: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes; processes that are started obey it, too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("most_bytes", [100, 1500])  # the archived copy, a segment
def test_k06_a_full_disk_is_an_error_and_not_the_files_fault(tmp_path: Path, most_bytes: int) -> None:
    inbox = fill(tmp_path)
    with full_disk(most_bytes), pytest.raises(OSError, match=r"too large|cannot be written"):
        inbox.land()
    inbox.land()
    assert len(inbox.stages()) == 19


def _packed(rows: list[list[str]]) -> bytes:
    return gzip.compress("\n".join(map(",".join, rows)).encode())


def _workbook(rows: list[list[str]]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return content.getvalue()


@pytest.mark.parametrize(("name", "pack"), [("bets.csv.gz", _packed), ("bets.xlsx", _workbook)])
def test_k06_a_disk_that_is_full_while_a_file_is_unpacked_is_not_the_files_fault(
    tmp_path: Path, name: str, pack: Callable[[list[list[str]]], bytes]
) -> None:
    inbox = make_inbox(tmp_path, "initiatives")
    rows = [["Code", "Name", "Stage"], *([f"I-{number}", "the same" * 40, "Funnel"] for number in range(400))]
    packed = pack(rows)
    inbox.drop(name, packed)
    with full_disk(len(packed)), pytest.raises(OSError, match="too large"):
        inbox.land()
    assert inbox.land().problems == []
    assert len(inbox.stages()) == 400
