"""The board pack of a version. The dashboards make it, in a process of their own: no room imports them."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from ingest.workspace import Workspace

LONGEST_SECONDS = 300


def make_board_pack(workspace: Workspace, version: str) -> list[str]:
    """Make the pack of a version that was just published; return a warning when it could not be made."""
    try:
        done = subprocess.run(
            _command(workspace, "--version", version),
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return [_warning(version, str(error))]
    if done.returncode == 0:
        return []
    lines = done.stderr.strip().splitlines()
    return [_warning(version, lines[-1] if lines else f"exit code {done.returncode}")]


def run_board_pack(
    workspace: Workspace, version: str | None, as_known_on: date | None, output: Path | None
) -> int:
    """Make the pack of a version, of a past review, or of what is served; return the exit code."""
    chosen = [
        *(["--version", version] if version else []),
        *(["--as-known-on", as_known_on.isoformat()] if as_known_on else []),
        *(["--output", str(output.resolve())] if output else []),
    ]
    return subprocess.run(_command(workspace, *chosen), check=False).returncode


def _command(workspace: Workspace, *options: str) -> list[str]:
    published = str(workspace.published)
    return [sys.executable, "-m", "analytics_app.board_pack", "--published", published, *options]


def _warning(version: str, reason: str) -> str:
    return f"version {version} is published without its board pack: {reason}; run `portfolio board-pack`"
