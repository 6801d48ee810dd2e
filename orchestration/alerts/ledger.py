"""build/alerts.json: what each channel was told, so that it is told once, and when it is over.

Safe to delete: what lasts is told once more.
"""

import fcntl
import logging
from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ingest.durable_files import read_json, write_json_atomically
from ingest.workspace import Workspace
from orchestration.alerts.conditions import Condition


@dataclass(frozen=True)
class Told:
    """A condition that a channel was told of."""

    condition: Condition
    told_at: str  # UTC, ISO 8601


@dataclass(frozen=True)
class News:
    """What a channel has to be told: what is new, what still lasts, and what is over."""

    new: list[Condition] = field(default_factory=list)
    lasting: list[Condition] = field(default_factory=list)
    over: list[Condition] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.lasting or self.over)


@dataclass
class Account:
    """What one channel was told, and why it could not be told the last time."""

    told: dict[str, Told] = field(default_factory=dict)
    problem: str | None = None
    problem_at: str | None = None

    def news(
        self, found: Sequence[Condition], known: Collection[str], now: datetime, repeat_days: int | None
    ) -> News:
        """Compare what was found with what was told; nothing is told of kinds that are not `known`.

        What goes on as another kind, such as a night that fails at another step, is not over.
        """
        news = News()
        for condition in found:
            if condition.kind not in known:
                continue
            told = self.told.get(condition.key)
            if told is None or told.condition.state != condition.state:
                news.new.append(condition)
            elif repeat_days and now - datetime.fromisoformat(told.told_at) >= timedelta(days=repeat_days):
                news.lasting.append(condition)
        keys = {condition.key for condition in found}
        news.over.extend(
            told.condition
            for key, told in self.told.items()
            if key not in keys and told.condition.kind in known
        )
        return news

    def note(self, news: News, now: datetime) -> None:
        """Keep that the channel was told."""
        at = now.isoformat(timespec="seconds")
        for condition in (*news.new, *news.lasting):
            self.told[condition.key] = Told(condition, at)
        for condition in news.over:
            del self.told[condition.key]
        self.problem = self.problem_at = None

    def note_refusal(self, problem: str, now: datetime) -> None:
        """Keep why the channel could not be told: the next attempt tells the same."""
        self.problem, self.problem_at = problem, now.isoformat(timespec="seconds")


def read_accounts(workspace: Workspace) -> dict[str, Account]:
    """Return the account of each channel that was ever told something, or could not be."""
    content = read_json(_path(workspace)) or {}
    return {name: account for name, kept in content.items() if (account := _account(kept))}


@contextmanager
def accounts(workspace: Workspace) -> Generator[dict[str, Account]]:
    """Lend the accounts to one process at a time, and write them when it is done with them."""
    path = _path(workspace)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name("alerts.lock").open("w")
    except OSError:  # a disk that cannot be written is itself what people have to be told of
        yield read_accounts(workspace)
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # each send has a time limit, so that waiting has one
        lent = read_accounts(workspace)
        try:
            yield lent
        finally:
            _write(path, lent)


def forget_accounts(workspace: Workspace) -> None:
    """Forget what was told: nobody is any more."""
    _path(workspace).unlink(missing_ok=True)


def _write(path: Path, accounts: dict[str, Account]) -> None:
    try:
        write_json_atomically(path, {name: asdict(account) for name, account in accounts.items()})
    except OSError:
        logging.getLogger(__name__).exception("what was told could not be kept; it will be told again")


def _account(kept: Any) -> Account | None:
    try:
        told = {
            key: Told(Condition(**each["condition"]), each["told_at"]) for key, each in kept["told"].items()
        }
        return Account(told, kept["problem"], kept["problem_at"])
    except (TypeError, KeyError, AttributeError):  # of a version with other fields
        return None


def _path(workspace: Workspace) -> Path:
    return workspace.build / "alerts.json"
