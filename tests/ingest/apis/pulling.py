"""A workspace with one source that is pulled from a loopback service."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.apis.pull import Pulled, Puller
from ingest.configuration import Configuration, Source
from ingest.contracts import TABLES
from ingest.landing import SourceLoad, land_source
from ingest.segments import current_state
from ingest.workspace import Workspace
from tests.ingest.apis.service import Service

SECRET = "s3cr3t-t0ken-value"
STARTED = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


@dataclass
class Tracker:
    """The workspace, and what pulling and landing do to it."""

    workspace: Workspace
    configuration: Configuration
    environment: dict[str, str] = field(
        default_factory=lambda: {"TRACKER_TOKEN": SECRET, "TRACKER_USER": "owner.07@example.org"}
    )
    told: list[str] = field(default_factory=list)

    @property
    def source(self) -> Source:
        return self.configuration.sources[0]

    def pull(self, started_at: datetime = STARTED, **options: object) -> Pulled:
        puller = Puller(self.workspace, ZoneInfo("Europe/Zurich"), self.environment, self.told.append)
        return puller.pull(self.source, started_at, **options)

    def rows(self, table: str, *columns: str) -> list[tuple]:
        """Return the rows of a contract table as they stand."""
        return sorted(current_state(self.workspace, TABLES[table], "tracker").select(columns).rows())

    def land(self, received_at: datetime = STARTED) -> SourceLoad:
        return land_source(self.workspace, self.configuration, self.source, received_at)

    @property
    def inbox(self) -> list[Path]:
        return sorted((self.workspace.inbox / "tracker").rglob("*"))


def tracker_for(
    root: Path, service: Service, kind: str, query: str, source_format: str, **api: object
) -> Tracker:
    """Return a workspace whose one source is pulled from a service."""
    settings = {"kind": kind, "url": service.url, "query": query, "token": "${TRACKER_TOKEN}", **api}
    if kind == "jira_cloud":
        settings["user"] = "${TRACKER_USER}"
    source = {
        "name": "tracker",
        "format": source_format,
        "files": "inbox/tracker/*.jsonl.gz",
        "delivery": "increment",
        "api": settings,
    }
    document = {
        "organisation": {"name": "Harbour", "time_zone": "Europe/Zurich"},
        "reporting": {"currency": "EUR"},
        "sources": [source],
    }
    return Tracker(Workspace(root), Configuration.model_validate(document))
