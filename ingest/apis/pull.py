"""A pull: one source asked, and one file left in its inbox folder once all of it has come."""

import fcntl
import gzip
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.apis import SERVICES, client_for
from ingest.apis.answers import FetchError, Line
from ingest.apis.plan import Plan, file_name, plan_pull
from ingest.configuration import Api, Source
from ingest.credentials import value_of, variable_of
from ingest.durable_files import sync_path
from ingest.load_records import load_records
from ingest.workspace import Workspace

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Pulled:
    """What a pull brought."""

    path: Path
    plan: Plan
    page_count: int
    item_count: int  # a page may repeat items of another


@dataclass(frozen=True)
class Puller:
    """Pulls sources of one workspace. The environment is where credentials are looked up."""

    workspace: Workspace
    zone: ZoneInfo
    environment: Mapping[str, str]
    tell: Tell = lambda _: None

    def pull(
        self, source: Source, started_at: datetime, *, full: bool = False, since: date | None = None
    ) -> Pulled:
        """Pull a source that has an `api`; `started_at` is an aware instant in UTC.

        Raises FetchError when anything at all is missing, and OSError when the inbox cannot be written.
        """
        assert source.api is not None  # noqa: S101 - the caller's promise
        loads = load_records(self.workspace, source.name)
        plan = plan_pull(source.api, loads, started_at, full=full, since=since)
        folder = (self.workspace.root / source.files).parent
        target = folder / file_name(source, source.api, plan, self.zone)
        with self._alone(source):
            self.tell(f"{source.name}: pulling {plan}")
            return self._write(target, source, source.api, plan)

    def _write(self, target: Path, source: Source, api: Api, plan: Plan) -> Pulled:
        """Write the pages to a hidden file, and give it its name when the last one is there."""
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.parent / f".{source.name}.part"
        if unfinished.exists():
            self.tell(f"{source.name}: the pull before was interrupted; it starts anew")
        pages = items = 0
        try:
            # The name and the time in a gzip header would make the same answers other bytes.
            with unfinished.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, 0) as file:
                for pages, line in enumerate(self._lines(api, plan), start=1):
                    file.write(line.encoded())
                    items += len(line.page.records) if line.kind == "items" else 0
                    self.tell(f"{source.name}: {items:,} items, {pages:,} pages, now {line.kind}")
            sync_path(unfinished)
            unfinished.rename(target)
            sync_path(target.parent)
        finally:
            unfinished.unlink(missing_ok=True)
        return Pulled(target, plan, pages, items)

    def _lines(self, api: Api, plan: Plan) -> Iterator[Line]:
        client = client_for(api.kind)
        from ingest.apis.connection import Connection  # its library costs two seconds

        token, user = self._credential(api.token), self._credential(api.user)
        connection = Connection(
            api.url or SERVICES[api.kind].url or "",
            client.authorization(user, token),
            variable_of(api.token),
            (token,),
            allow_http=api.allow_http,
        )
        for line in client.pull(connection, api.query, plan.since):
            _refuse_fast_clock(connection.answered_at, api, plan)
            yield line
        if plan.with_keys:
            yield from client.keys(connection, api.query)

    def _credential(self, reference: str | None) -> str:
        if reference is None:
            return ""
        value = value_of(reference, self.environment)
        if not value:
            name = variable_of(reference)
            raise FetchError(f"the environment variable {name} is not set", f"export {name} before fetching")
        if not value.isascii() or not value.isprintable():
            raise FetchError(f"{variable_of(reference)} holds signs that no credential has", "set it anew")
        return value

    @contextmanager
    def _alone(self, source: Source) -> Generator[None]:
        """Keep a second pull of the same source out until this one is done."""
        folder = self.workspace.build / "fetch"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{source.name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise FetchError("another process is pulling this source", "wait for it") from None
            yield


def _refuse_fast_clock(answered_at: datetime | None, api: Api, plan: Plan) -> None:
    """Raise FetchError when what changes between the service's time and ours would never be pulled."""
    if answered_at is None:
        return
    ahead = plan.started_at - answered_at
    if ahead > timedelta(minutes=api.overlap_minutes):
        minutes = ahead // timedelta(minutes=1)
        raise FetchError(
            f"this machine's clock is {minutes:,} minutes ahead of the service's", "set the clock"
        )


def unset_variables(api: Api, environment: Mapping[str, str]) -> list[str]:
    """Return the names of the credentials that the environment lacks."""
    references = [reference for reference in (api.token, api.user) if reference]
    return [variable_of(reference) for reference in references if not value_of(reference, environment)]
