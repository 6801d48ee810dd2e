"""The same comparisons on the hostile inputs, as of a day that is over: the exports tell what came later.

Decided, posted, done, checked in, approved: whatever is dated after that day must not be in any figure of it.
"""

import fcntl
import importlib
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.dbt_project.conftest import run_dbt
from tests.oracle.conftest import Judged
from tests.oracle.hostile import build

DAYS_AGO = 19  # in the middle of a fiscal period
LINKED = ("input", "quarantine", "portfolio.yml")


pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def judged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Return the hostile inputs built as of an earlier day, once for all tests of all workers."""
    if "ORACLE_DATABASE" in os.environ:
        pytest.skip("ORACLE_DATABASE holds what was made of the example")
    hostile: Judged = request.getfixturevalue("hostile")
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    root = shared / "past_workspace"
    with (shared / "past_workspace.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "BUILT").exists():
            root.mkdir()
            for name in LINKED:
                (root / name).symlink_to(hostile.root / name)
            (root / "BUILT").write_text(str(build(root, hostile.as_of - timedelta(days=DAYS_AGO))))
    return Judged(root, Path((root / "BUILT").read_text()))


def _take_over() -> None:
    """Let each comparison that is made on every build be a test of this module, with its own `judged`."""
    here = Path(__file__)
    for path in sorted({*here.parent.glob("test_*.py")} - {here}):
        module = importlib.import_module(f"{__package__}.{path.stem}")
        compared = vars(module) if hasattr(module, "pytestmark") else {}
        for name, found in compared.items():
            if name.startswith("test_"):
                globals()[name.replace("test", path.stem, 1)] = found
            elif isinstance(found, type(judged)):  # a fixture of that module
                globals()[name] = found


_take_over()


def test_every_truth_holds_of_a_day_that_is_over(judged: Judged, tmp_path: Path) -> None:
    copy = tmp_path / "portfolio.duckdb"
    shutil.copyfile(judged.database, copy)  # others read the build meanwhile
    outcome = run_dbt(copy, "test", "--select", "test_type:singular")
    assert outcome.returncode == 0, outcome.stdout[-6000:]
