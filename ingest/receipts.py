"""Receipts: when a source's files lay in the inbox, under which names, and which days they speak of.

`archive/receipts/<source>/<sha256>.json` states facts only. Which day a file speaks of follows from
them and the source's `as_of`, so that mending that setting dates the files of the past anew.
"""

import json
import os
import re
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.configuration import Source
from ingest.durable_files import write_json_atomically
from ingest.workspace import Workspace

DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
COLUMN_RULE = "column "
SHORT_SHA256 = 12  # digits of a sha256 that people are shown, and may give
RESTORE = "restore the folder `archive` from a backup"


class DamagedArchiveError(Exception):
    """The archive does not hold what it once received."""


@dataclass(frozen=True)
class Arrival:
    """One time that a file with these bytes was found in the inbox."""

    number: int  # counts the arrivals of a source
    file_name: str  # below the workspace
    received_at: str  # UTC, ISO 8601
    modified_ns: int  # beside name and size: what need not be hashed again

    def received_on(self, zone: ZoneInfo) -> date:
        """Return the day of the arrival in a time zone."""
        return datetime.fromisoformat(self.received_at).astimezone(zone).date()


@dataclass(frozen=True)
class Receipt:
    """The bytes of one file as the export of one day. `as_of_date` is None where a column tells it."""

    source_name: str
    sha256: str
    byte_count: int
    as_of_date: str | None
    arrivals: tuple[Arrival, ...]  # oldest first

    @property
    def stem(self) -> str:
        """The name of all that is made from the file; its last 64 characters are the sha256."""
        return f"{self.as_of_date or 'dated-rows'}-{self.sha256}"

    @property
    def file_name(self) -> str:
        """The file's name below the workspace when it first arrived."""
        return self.arrivals[0].file_name

    @property
    def received_at(self) -> str:
        """The instant of its first arrival: UTC, ISO 8601."""
        return self.arrivals[0].received_at

    @property
    def as_of(self) -> date | None:
        """The as-of date."""
        return date.fromisoformat(self.as_of_date) if self.as_of_date else None

    def day(self, zone: ZoneInfo) -> date:
        """Return the day the file speaks of; that of its arrival where its rows carry dates of their own."""
        return self.as_of or self.arrivals[0].received_on(zone)


def receipts_of(workspace: Workspace, source: Source, zone: ZoneInfo) -> list[Receipt]:
    """Return a source's receipts by the day they speak of, those of one day by their latest arrival.

    Raises DamagedArchiveError when a receipt cannot be read.
    """
    receipts = [
        Receipt(source.name, content["sha256"], content["byte_count"], day, tuple(arrivals))
        for content in _receipt_files(_folder(workspace, source))
        for day, arrivals in _by_day(source, content["arrivals"], zone).items()
    ]
    return sorted(receipts, key=lambda receipt: (receipt.day(zone), receipt.arrivals[-1].number))


def as_of_date(source: Source, file_name: str, received_on: date) -> str | None:
    """Return the day a file speaks of, ISO; the day of arrival where its name holds no date."""
    if source.as_of.startswith(COLUMN_RULE):
        return None
    if source.as_of == "filename":
        for match in DATE_IN_NAME.finditer(Path(file_name).name):
            try:
                return date(*map(int, match.groups())).isoformat()
            except ValueError:
                continue  # eight digits that are no date
    return received_on.isoformat()


class ReceiptBook:
    """The receipts of a source on disk: what was last seen under each name, and where arrivals are noted."""

    def __init__(self, workspace: Workspace, source: Source) -> None:
        self._folder = _folder(workspace, source)
        self._source_name = source.name
        self._contents = {content["sha256"]: content for content in _receipt_files(self._folder)}
        seen = [(arrival, sha) for sha, content in self._contents.items() for arrival in content["arrivals"]]
        seen.sort(key=lambda item: item[0].number)
        self._last_as = {arrival.file_name: (arrival, sha256) for arrival, sha256 in seen}
        self._count = seen[-1][0].number if seen else 0

    def known_sha256(self, name: str, details: os.stat_result) -> str | None:
        """Return the hash of a file that is, by size and time, what was last seen under its name."""
        arrival, sha256 = self._last_as.get(name, (None, ""))
        if arrival is None or arrival.modified_ns != details.st_mtime_ns:
            return None
        return sha256 if self._contents[sha256]["byte_count"] == details.st_size else None

    def note(self, name: str, sha256: str, details: os.stat_result, received_at: datetime) -> None:
        """Write an arrival down; a file that was only touched since is no delivery of its own."""
        last, last_sha256 = self._last_as.get(name, (None, ""))
        new = {
            "source_name": self._source_name,
            "sha256": sha256,
            "byte_count": details.st_size,
            "arrivals": [],
        }
        content = self._contents.setdefault(sha256, new)
        if last and last_sha256 == sha256:
            content["arrivals"].remove(last)
            arrival = replace(last, modified_ns=details.st_mtime_ns)
        else:
            self._count += 1
            arrival = Arrival(self._count, name, received_at.isoformat(), details.st_mtime_ns)
        content["arrivals"] = sorted([*content["arrivals"], arrival], key=lambda item: item.number)
        self._last_as[name] = (arrival, sha256)
        written = content | {"arrivals": [asdict(item) for item in content["arrivals"]]}
        write_json_atomically(self._folder / f"{sha256}.json", written)


def _folder(workspace: Workspace, source: Source) -> Path:
    return workspace.archive / "receipts" / source.name


def _receipt_files(folder: Path) -> list[dict]:
    return [_read_receipt(path) for path in sorted(folder.glob("[!.]*.json"))]


def _read_receipt(path: Path) -> dict:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return content | {"arrivals": [Arrival(**arrival) for arrival in content["arrivals"]]}
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedArchiveError(f"{path}: this receipt cannot be read ({error}); {RESTORE}") from error


def _by_day(source: Source, arrivals: list[Arrival], zone: ZoneInfo) -> dict[str | None, list[Arrival]]:
    """Group the arrivals of the same bytes: an unchanged export of a later day is a file of its own."""
    days: dict[str | None, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        days[as_of_date(source, arrival.file_name, arrival.received_on(zone))].append(arrival)
    return days
