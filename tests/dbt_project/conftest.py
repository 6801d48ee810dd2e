"""dbt as people run it: a process of its own, its files in a scratch folder."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2] / "dbt_project"
DBT = Path(sys.executable).with_name("dbt")

Dbt = Callable[..., "subprocess.CompletedProcess[str]"]


def run_dbt(
    database: Path, *arguments: str, profiles: Path = PROJECT, time_zone: str | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a dbt command over a build file; its artifacts go beside that file.

    The machine may be in another time zone, and the profile of another folder.
    """
    scratch = database.parent
    folders = {
        "--project-dir": PROJECT,
        "--profiles-dir": profiles,
        "--target-path": scratch / "target",
        "--log-path": scratch / "logs",
    }
    options = [str(part) for pair in folders.items() for part in pair]
    return subprocess.run(
        [DBT, "--no-version-check", *arguments, *options],
        env=os.environ
        | {"PORTFOLIO_BUILD_DATABASE": str(database)}
        | ({"TZ": time_zone} if time_zone else {}),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """dbt's own account of the project."""
    scratch = tmp_path_factory.mktemp("dbt_parse")
    outcome = run_dbt(scratch / "portfolio.duckdb", "parse")
    assert outcome.returncode == 0, outcome.stdout
    return json.loads((scratch / "target" / "manifest.json").read_text())
