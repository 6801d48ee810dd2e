"""The question for known holes, where nobody can be asked."""

import os
import subprocess
from pathlib import Path

from tests.conftest import COMMAND
from tests.deploy.processes import ROOT


def test_s16_an_audit_that_could_not_ask_says_so_and_fails(tmp_path: Path) -> None:
    environment = os.environ | {
        "PATH": f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}",
        "UV_OFFLINE": "1",
        "UV_CACHE_DIR": str(tmp_path),
    }
    outcome = subprocess.run(
        [ROOT / ".ci/audit"], env=environment, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 2
    for lock in ("requirements.lock", "requirements-spark.lock"):
        assert f"{lock} was NOT audited" in outcome.stderr
    assert "no known hole" not in outcome.stdout


def test_s16_an_audit_leaves_nothing_out() -> None:
    assert "pip-audit --strict --disable-pip --require-hashes" in (ROOT / ".ci/audit").read_text()
