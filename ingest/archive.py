"""The archive: every byte ever received, named by its sha256, with a receipt. The system of record.

`archive/<first two digits>/<sha256>`                     the bytes, read-only
`archive/receipts/<source>/<as-of date>-<sha256>.json`    who sent them, under which names, when

A receipt is identified by source, as-of date and content: the same file delivered twice is one
receipt, and an unchanged export of a later day is another.
"""

import gzip
import hashlib
import os
import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.configuration import Configuration, Source
from ingest.durable_files import read_json, sync_path, write_json_atomically
from ingest.problems import Problem
from ingest.reading import UnreadableFile
from ingest.workspace import Workspace

CHUNK = 1 << 20
DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
COLUMN_RULE = re.compile(r"column (?P<column>.+)")
GZIP_MAGIC = b"\x1f\x8b"
MOST_INFLATED_BYTES = 20 << 30
# Tracker exports shrink 10 to 40 times; hundreds of times beyond the first 64 MB is a bomb.
HIGHEST_INFLATION, INFLATION_FREE_BYTES = 200, 64 << 20


@dataclass(frozen=True)
class Receipt:
    """One file of one source. `as_of_date` is None where a column of the export tells it."""

    source_name: str
    sha256: str
    file_name: str  # below the workspace, as it first arrived
    as_of_date: str | None
    received_at: str  # UTC, ISO 8601
    byte_count: int
    arrivals: tuple[dict, ...]  # file_name, byte_count, modified_ns: what need not be hashed again

    @property
    def stem(self) -> str:
        """The receipt's name, and that of all that is made from its file."""
        return f"{self.as_of_date or 'dated-rows'}-{self.sha256}"

    @property
    def as_of(self) -> date | None:
        """The as-of date."""
        return date.fromisoformat(self.as_of_date) if self.as_of_date else None


def archived_path(workspace: Workspace, sha256: str) -> Path:
    """Return where bytes with that hash are kept."""
    return workspace.archive / sha256[:2] / sha256


def is_archived(workspace: Workspace, sha256: str) -> bool:
    """Tell whether bytes with that hash were ever received."""
    return archived_path(workspace, sha256).exists()


def receipts_of(workspace: Workspace, source_name: str) -> list[Receipt]:
    """Return a source's receipts in the order in which their files became known."""
    folder = workspace.archive / "receipts" / source_name
    contents = filter(None, map(read_json, sorted(folder.glob("*.json"))))
    receipts = [Receipt(**{**content, "arrivals": tuple(content["arrivals"])}) for content in contents]
    return sorted(receipts, key=lambda r: (r.as_of_date or r.received_at[:10], r.received_at, r.sha256))


def newest_as_of(workspace: Workspace, configuration: Configuration) -> date | None:
    """Return the latest day that any archived file speaks of; None before the first file."""
    dates = [
        receipt.as_of_date or receipt.received_at[:10]
        for source in configuration.sources
        for receipt in receipts_of(workspace, source.name)
    ]
    return date.fromisoformat(max(dates)) if dates else None


def receive(workspace: Workspace, source: Source, zone: ZoneInfo, received_at: datetime) -> list[Problem]:
    """Archive what the inbox holds for a source; return a problem for each file that cannot be taken.

    `received_at` is an aware instant in UTC. The inbox is left as it is.
    """
    seen = _known_arrivals(receipts_of(workspace, source.name))
    problems = []
    for path in inbox_files(workspace, source):
        name = str(path.relative_to(workspace.root))
        try:
            details = path.lstat()
            if (name, details.st_size, details.st_mtime_ns) not in seen:
                _archive_one(workspace, source, path, zone, received_at)
        except OSError as error:
            problems.append(Problem(name, "file", str(error), "drop a plain, readable file there"))
    return problems


def inbox_files(workspace: Workspace, source: Source) -> list[Path]:
    """Return the files that match a source's pattern, hidden and unfinished ones left out."""
    found = (path for path in workspace.root.glob(source.files) if not path.is_dir())
    return sorted(path for path in found if not path.name.startswith((".", "~$")) and path.suffix != ".part")


def check_gzip(path: Path) -> None:
    """Inflate a gzip file to its end; UnreadableFile when it is cut, damaged, or a bomb.

    DuckDB accepts a wrong checksum without a word, so it is checked here for every reader.
    """
    with path.open("rb") as file:
        if file.read(2) != GZIP_MAGIC:
            return
    remedy = "fetch the file again; if it is complete at its origin, export it anew"
    try:
        inflated = 0
        with gzip.open(path) as stream:
            while chunk := stream.read(CHUNK):
                inflated += len(chunk)
                if inflated > MOST_INFLATED_BYTES or _is_bomb(inflated, path.stat().st_size):
                    raise UnreadableFile(path, f"byte {inflated:,}", "it inflates without end", remedy)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableFile(path, f"inflated byte {inflated:,}", f"damaged gzip: {error}", remedy) from error


def _is_bomb(inflated: int, packed: int) -> bool:
    return inflated > INFLATION_FREE_BYTES and inflated > packed * HIGHEST_INFLATION


def _known_arrivals(receipts: list[Receipt]) -> set[tuple[str, int, int]]:
    return {
        (arrival["file_name"], arrival["byte_count"], arrival["modified_ns"])
        for receipt in receipts
        for arrival in receipt.arrivals
    }


def _archive_one(
    workspace: Workspace, source: Source, path: Path, zone: ZoneInfo, received_at: datetime
) -> None:
    sha256, details = _copy(workspace, path)
    name = str(path.relative_to(workspace.root))
    arrival = {"file_name": name, "byte_count": details.st_size, "modified_ns": details.st_mtime_ns}
    receipt = Receipt(
        source_name=source.name,
        sha256=sha256,
        file_name=name,
        as_of_date=_as_of_date(source, path.name, zone, received_at),
        received_at=received_at.isoformat(),
        byte_count=details.st_size,
        arrivals=(arrival,),
    )
    target = workspace.archive / "receipts" / source.name / f"{receipt.stem}.json"
    earlier = read_json(target)
    content = asdict(receipt) if earlier is None else {**earlier, "arrivals": [*earlier["arrivals"], arrival]}
    write_json_atomically(target, content)


def _copy(workspace: Workspace, path: Path) -> tuple[str, os.stat_result]:
    """Copy a file's bytes once, hashing them; OSError when it is no plain file or changes meanwhile."""
    workspace.archive.mkdir(parents=True, exist_ok=True)
    temporary = workspace.archive / f".arriving-{os.getpid()}"
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise OSError(f"{path.name} is not a plain file")
        digest = hashlib.sha256()
        with temporary.open("wb") as copy:
            for chunk in _chunks(file):
                digest.update(chunk)
                copy.write(chunk)
        after = os.fstat(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        temporary.unlink()
        raise OSError(f"{path.name} changed while it was read; it is taken at the next refresh")
    _move_into_archive(temporary, archived_path(workspace, digest.hexdigest()))
    return digest.hexdigest(), before


def _move_into_archive(temporary: Path, target: Path) -> None:
    if target.exists():
        temporary.unlink()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.chmod(0o444)
    sync_path(temporary)
    temporary.rename(target)
    sync_path(target.parent)


def _chunks(file) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _as_of_date(source: Source, file_name: str, zone: ZoneInfo, received_at: datetime) -> str | None:
    """Return the day a file speaks of; the day of arrival where its name holds no date."""
    if COLUMN_RULE.fullmatch(source.as_of):
        return None
    if source.as_of == "filename":
        for match in DATE_IN_NAME.finditer(file_name):
            try:
                return date(*map(int, match.groups())).isoformat()
            except ValueError:
                continue  # eight digits that are no date
    return received_at.astimezone(zone).date().isoformat()
