"""The committed example is what its script makes, byte for byte, and its configuration is a valid one."""

from pathlib import Path

import pytest

from examples.generate import generate
from ingest.configuration_file import load_configuration
from ingest.validation import validate_workspace
from ingest.workspace import Workspace

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    generate(folder)
    return folder


def test_the_script_makes_the_committed_files_byte_for_byte(made: Path) -> None:
    files = [EXAMPLES / "facts.json", *(EXAMPLES / "inbox").rglob("*")]
    committed = {path.relative_to(EXAMPLES): path for path in files if path.is_file()}
    again = {path.relative_to(made): path for path in made.rglob("*") if path.is_file()}
    assert set(again) == set(committed)
    assert [name for name, path in again.items() if path.read_bytes() != committed[name].read_bytes()] == []


def test_the_configuration_is_valid() -> None:
    assert load_configuration(EXAMPLES / "portfolio.yml").organisation.name == "Meridian Retail"


def test_validate_finds_exactly_the_lines_that_were_broken_on_purpose() -> None:
    problems = validate_workspace(Workspace(EXAMPLES))
    assert {problem.file for problem in problems} == {"inbox/ledger/ledger_2026-10-31.csv"}
    text = " ".join(map(str, problems))
    assert "1O0,00" in text
    assert "#REF!" in text or "not_a_number" in text
    assert "3 cells where the header has 11" in text
