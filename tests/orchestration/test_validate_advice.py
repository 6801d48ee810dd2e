"""`portfolio validate`: advice is printed, and fails nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.configuration_file import load_configuration
from ingest.landing import land_source
from ingest.workspace import Workspace
from orchestration.commands.validate import validate
from orchestration.exit_codes import Exit

CONFIGURATION = """\
organisation: {name: Harbour}
reporting: {currency: EUR}
sources:
  - {name: okrs, format: okr, files: inbox/okrs/*.csv}
"""
HEADER = "Objective,Key Result,Target Value,Current Value,Unit,Start Value\n"


def test_advice_fails_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = Workspace(tmp_path)
    workspace.configuration_path.write_text(CONFIGURATION)
    folder = tmp_path / "inbox" / "okrs"
    folder.mkdir(parents=True)
    (folder / "okrs-2026-07-31.csv").write_text(f"{HEADER}Grow,Orders per week,100,40,orders,10\n")
    configuration = load_configuration(workspace.configuration_path)
    land_source(workspace, configuration, configuration.sources[0], datetime(2026, 8, 1, tzinfo=UTC))
    (folder / "okrs-2026-08-31.csv").write_text(f"{HEADER}Grow,Weekly orders,100,55,orders,10\n")
    assert validate(workspace, as_json=False) == Exit.DONE
    told = capsys.readouterr().out
    assert "advice: inbox/okrs/okrs-2026-08-31.csv" in told
    assert told.endswith("no problem found\n")
    assert validate(workspace, as_json=True) == Exit.DONE
    assert [each["severity"] for each in json.loads(capsys.readouterr().out)] == ["advice"]
