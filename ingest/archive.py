"""The archive: every byte ever received, named by its sha256, with a receipt. The system of record.

`archive/<first two digits>/<sha256>` holds the bytes, read-only. The inbox is left as it is.
"""

import hashlib
import os
import stat
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from ingest.configuration import Source
from ingest.durable_files import sha256_of, sync_path
from ingest.problems import Problem
from ingest.receipts import RESTORE, DamagedArchiveError, Receipt, ReceiptBook
from ingest.workspace import Workspace

BLOCK = 1 << 20


class _NotTakenError(Exception):
    """A file of the inbox cannot be archived now."""


def archived_path(workspace: Workspace, sha256: str) -> Path:
    """Return where bytes with that hash are kept."""
    return workspace.archive / sha256[:2] / sha256


def is_archived(workspace: Workspace, sha256: str) -> bool:
    """Tell whether bytes with that hash were ever received."""
    return archived_path(workspace, sha256).exists()


def check_archived(workspace: Workspace, sha256: str, file_name: str) -> None:
    """Raise DamagedArchiveError when a file is missing in the archive or its bytes changed."""
    path = archived_path(workspace, sha256)
    if not path.is_file() or sha256_of(path) != sha256:
        raise DamagedArchiveError(f"{path}: the bytes of {file_name} are gone or changed; {RESTORE}")


def missing_bytes(workspace: Workspace, source: Source, receipts: list[Receipt]) -> list[Problem]:
    """Return a problem for each file whose bytes are gone or cut: by their length, before anything is read.

    Their hashes are compared by the audit of a build, which stops publishing.
    """
    return [
        Problem(
            str(archived_path(workspace, receipt.sha256).relative_to(workspace.root)),
            f"source {source.name}",
            f"the archived bytes of {receipt.file_name} are gone or cut",
            RESTORE,
        )
        for receipt in receipts
        if not _has_length(archived_path(workspace, receipt.sha256), receipt.byte_count)
    ]


def _has_length(path: Path, byte_count: int) -> bool:
    try:
        return path.stat().st_size == byte_count
    except OSError:
        return False


def receive(workspace: Workspace, source: Source, received_at: datetime) -> list[Problem]:
    """Archive what the inbox holds for a source; return a problem for each file that cannot be taken.

    `received_at` is an aware instant in UTC. Raises OSError when the archive cannot be written.
    """
    _remove_leftovers(workspace)
    book = ReceiptBook(workspace, source)
    problems = unreadable_folders(workspace, source)
    for path in inbox_files(workspace, source):
        try:
            _take(workspace, path, book, received_at)
        except _NotTakenError as error:
            remedy = "drop a plain, complete, readable file there"
            problems.append(Problem(shown_name(workspace, path), f"source {source.name}", str(error), remedy))
    return problems


def keep_bytes(workspace: Workspace, path: Path) -> str:
    """Archive a file that lies anywhere; return its sha256. Raises OSError, also when it changes."""
    workspace.archive.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file:
        try:
            return _copy(workspace, file, os.fstat(file.fileno()))
        except _NotTakenError as error:
            raise OSError(f"{path}: {error}") from error


def unreadable_folders(workspace: Workspace, source: Source) -> list[Problem]:
    """Return a problem when the folder of a source's pattern is there but cannot be listed.

    Looking for files in it finds none then, which would pass for an inbox without news.
    """
    parts = Path(source.files).parts
    fixed = takewhile(lambda part: not set(part) & set("*?["), parts[:-1])
    folder = workspace.root.joinpath(*fixed)
    if not folder.is_dir() or os.access(folder, os.R_OK | os.X_OK):
        return []
    place, remedy = f"source {source.name}", "let the user of the refresh read it"
    return [Problem(shown_name(workspace, folder), place, "the folder cannot be read", remedy)]


def inbox_files(workspace: Workspace, source: Source) -> list[Path]:
    """Return the files that match a source's pattern, hidden and unfinished ones left out."""
    return delivered_files(workspace.root, source.files)


def delivered_files(root: Path, pattern: str) -> list[Path]:
    """Return the files that match a pattern below `root`, hidden and unfinished ones left out."""
    found = (path for path in root.glob(pattern) if not path.is_dir())
    return sorted(path for path in found if not path.name.startswith((".", "~$")) and path.suffix != ".part")


def shown_name(workspace: Workspace, path: Path) -> str:
    """Return a file's path below the workspace; what cannot be printed in it is escaped."""
    name = str(path.relative_to(workspace.root))
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in name)


def _take(workspace: Workspace, path: Path, book: ReceiptBook, received_at: datetime) -> None:
    """Archive one file, unless it is what was last seen under its name."""
    name = shown_name(workspace, path)
    with _open(workspace, path) as file:
        details = os.fstat(file.fileno())
        if book.known_sha256(name, details) is None:
            book.note(name, _copy(workspace, file, details), details, received_at)


def _open(workspace: Workspace, path: Path) -> BinaryIO:
    """Open a plain file that lies where it seems to lie: no link, pipe or device is followed."""
    roots = (workspace.root.resolve(), workspace.inbox.resolve())
    if not any(path.parent.resolve().is_relative_to(root) for root in roots):
        raise _NotTakenError("a linked folder leads out of the workspace")
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        reason = "it is a link" if path.is_symlink() else error.strerror
        raise _NotTakenError(f"it cannot be opened: {reason}") from error
    file = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        file.close()
        raise _NotTakenError("it is not a plain file")
    return file


def _copy(workspace: Workspace, file: BinaryIO, before: os.stat_result) -> str:
    """Copy a file's bytes once into the archive and return their sha256."""
    temporary = workspace.archive / f".arriving-{os.getpid()}"
    digest = hashlib.sha256()
    with temporary.open("wb") as copy:
        while block := file.read(BLOCK):
            digest.update(block)
            copy.write(block)
    after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        temporary.unlink()
        raise _NotTakenError("it changed while it was read; the next refresh takes it")
    _move_into_archive(temporary, archived_path(workspace, digest.hexdigest()))
    return digest.hexdigest()


def _move_into_archive(temporary: Path, target: Path) -> None:
    if target.exists():
        temporary.unlink()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.chmod(0o444)
    sync_path(temporary)
    temporary.rename(target)
    sync_path(target.parent)
    sync_path(target.parent.parent)


def _remove_leftovers(workspace: Workspace) -> None:
    """Remove copies that a killed refresh left half done: the workspace's lock lets only one run."""
    workspace.archive.mkdir(parents=True, exist_ok=True)
    for path in workspace.archive.glob(".arriving-*"):
        path.unlink()
