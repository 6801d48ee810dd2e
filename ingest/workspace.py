"""Where everything of one workspace lies: one folder, one `portfolio.yml`, and the data below it."""

from dataclasses import dataclass
from pathlib import Path

CONFIGURATION_FILE = "portfolio.yml"


@dataclass(frozen=True)
class Workspace:
    """The folders of a workspace. Only `archive/` and `portfolio.yml` cannot be rebuilt."""

    root: Path

    @property
    def configuration_path(self) -> Path:
        """The workspace's portfolio.yml."""
        return self.root / CONFIGURATION_FILE

    @property
    def inbox(self) -> Path:
        """Where people and jobs drop exports; untrusted."""
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        """Every byte ever received, named by sha256, with receipts: the system of record."""
        return self.root / "archive"

    @property
    def input(self) -> Path:
        """Immutable Parquet segments: `<table>/<source>/<known_at>-<sha>.parquet`."""
        return self.root / "input"

    @property
    def quarantine(self) -> Path:
        """What could not be read: rows and whole files, each with its reason."""
        return self.root / "quarantine"

    @property
    def build(self) -> Path:
        """Scratch of the refresh under way; safe to delete."""
        return self.root / "build"

    @property
    def published(self) -> Path:
        """Published versions and the pointer CURRENT; safe to delete, one refresh restores it."""
        return self.root / "published"

    @property
    def dagster_home(self) -> Path:
        """Dagster's instance: run history, schedules, dagster.yaml."""
        return self.root / "dagster"
