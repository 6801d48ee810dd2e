"""Faults planted on purpose, in the cases that matter most: a guard that no fault breaks guards nothing.

They are data, in `faults.toml`: which case the fault is of, what is edited, and the tests that must notice.
The order of the file is that of the damage: first what loses money or doubles it, what is served torn or
dead, what leaks.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.mutants.catalogue import Edit

ROOT = Path(__file__).parents[2]
FAULTS = Path(__file__).with_name("faults.toml")
NOT_COPIED = (".git", ".venv", "workspace", "target", "__pycache__", ".hypothesis", ".*_cache", "logs")
TIMEOUT_SECONDS = 1200
OUTCOMES = {"failure": "failed", "error": "error", "skipped": "skipped"}


@dataclass(frozen=True)
class Fault(Edit):
    """One edit of one file below the root of the project, and the tests that notice it."""

    tests: tuple[str, ...]  # as pytest is told them

    @property
    def case(self) -> str:
        """Return the case of docs/trust.md: the id without its number."""
        return self.id.partition("-")[0]


def load_faults() -> list[Fault]:
    """Return all faults, in the order of their file."""
    edits = tomllib.loads(FAULTS.read_text())["fault"]
    return [Fault(**edit | {"tests": tuple(edit["tests"])}) for edit in edits]


def copy_project(folder: Path) -> Path:
    """Copy what the tests need of the project to `folder`, and return it."""
    return shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))


def plant(fault: Fault, copy: Path) -> None:
    """Edit a copy of the project. Raises ValueError unless the old text stands there once."""
    path = copy / fault.file
    path.write_text(fault.edited(path.read_text()))


def run_tests(copy: Path, tests: Iterable[str]) -> dict[str, set[str]]:
    """Run tests of a copy over the code of the copy; return name of a test -> how its cases came out.

    Outcomes are `passed`, `failed`, `skipped`, and `error` where not the test failed but what it stands on.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    report = copy / "report.xml"
    command = ["pytest", "-q", "-o", "addopts=", "-p", "no:cacheprovider", f"--junitxml={report}", *tests]
    outcome = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=copy,
        env=environment | {"PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_SECONDS,
    )
    if not report.exists():
        raise RuntimeError(f"pytest could not begin: {outcome.stdout}{outcome.stderr}")
    return _outcomes(report)


def _outcomes(report: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        kinds = {OUTCOMES[part.tag] for part in case if part.tag in OUTCOMES} or {"passed"}
        found.setdefault(name_of(case.get("name", "")), set()).update(kinds)
    return found


def name_of(test: str) -> str:
    """Return the bare name of a test: without its file and its case."""
    return test.rpartition("::")[2].partition("[")[0]
