"""A process that kills itself with SIGKILL at a step of its work on files: no clean-up, no flushing.

    python -m tests.faults.dying STEP ROOT publish FINGERPRINT KEEP
    python -m tests.faults.dying STEP ROOT land
    python -m tests.faults.dying STEP ROOT portfolio refresh ...

A step is a renaming, removing, or change of rights below ROOT, or the opening of a file for writing there;
Python's audit events tell of each before it happens. Step 0 lives on. Who lives leaves the names of the
steps in a file beside ROOT.
"""

import os
import signal
import sys
from pathlib import Path

STEPS = {"os.rename", "os.remove", "os.chmod", "os.rmdir", "open"}
WRITING = os.O_WRONLY | os.O_RDWR
OUT_OF_SCOPE = {"dagster", "logs", "dbt"}  # what Dagster and dbt keep of their own: nothing is built from it


class Death:
    """Count the steps, and die just before the one that was asked for."""

    def __init__(self, step: int, root: Path) -> None:
        self.step, self.root = step, root
        self.names: list[str] = []

    def __call__(self, event: str, arguments: tuple) -> None:
        """Take one audit event."""
        if event not in STEPS or not isinstance(arguments[0], (str, os.PathLike)):
            return
        path = Path(os.path.abspath(os.fsdecode(arguments[0])))
        if not path.is_relative_to(self.root):
            return
        place = path.relative_to(self.root)
        if OUT_OF_SCOPE & set(place.parts) or (event == "open" and not (arguments[2] or 0) & WRITING):
            return
        self.names.append(f"{event} {place}")
        if len(self.names) == self.step:
            os.kill(os.getpid(), signal.SIGKILL)


def publish(root: Path, fingerprint: str, keep_versions: int) -> None:
    """Publish a build whose two tables both say the same."""
    from datetime import date

    import duckdb

    from ingest.workspace import Workspace
    from orchestration.locking import refresh_lock
    from orchestration.publishing import BuildFacts
    from orchestration.publishing import publish as publish_build

    workspace = Workspace(root)
    with refresh_lock(workspace):
        workspace.build.mkdir(exist_ok=True)
        build = workspace.build / "portfolio.duckdb"
        for leftover in workspace.build.glob("portfolio.duckdb*"):
            leftover.unlink()
        with duckdb.connect(build) as connection:
            connection.execute("create schema marts")
            for table in ("marts.mart_run", "marts.mart_spend"):
                connection.execute(
                    f"create table {table} as select ? as told from range(1000)", [fingerprint]
                )
        publish_build(workspace, build, BuildFacts(fingerprint, date(2026, 10, 31)), keep_versions)


def _publish(root: Path, fingerprint: str, keep_versions: str) -> None:
    publish(root, fingerprint, int(keep_versions))


def _land(root: Path) -> None:
    from tests.workspaces import land

    land(root)


def _portfolio(root: Path, *arguments: str) -> None:
    from orchestration.cli import main

    sys.argv = ["portfolio", "--workspace", str(root), *arguments]
    main()


WORKS = {"publish": _publish, "land": _land, "portfolio": _portfolio}

if __name__ == "__main__":
    death = Death(int(sys.argv[1]), Path(sys.argv[2]).resolve())
    sys.addaudithook(death)
    try:
        WORKS[sys.argv[3]](death.root, *sys.argv[4:])
    finally:
        Path(death.root.with_name(f"{death.root.name}.steps")).write_text("\n".join(death.names))
