"""docs/adding_a_format.md is run as it stands, so that it stays true."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

import ingest.readers
from tests.ingest.readers import reading

PAGE = Path(__file__).parents[2] / "docs" / "adding_a_format.md"
MOST_LINES = 80


def blocks() -> list[str]:
    return re.findall(r"^```(?:python|csv)\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)


def test_a_format_is_added_in_few_lines() -> None:
    assert sum(block.count("\n") for block in blocks()) < MOST_LINES


def test_the_example_reads_its_fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fixture, reader, line, test = blocks()
    name, module_name = re.findall(r'"([^"]+)"', line)
    for path, content in (("harbour_csv/tasks.csv", fixture), ("harbour_csv.py", reader), ("test.py", test)):
        target = tmp_path / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(content)
    monkeypatch.setitem(sys.modules, module_name, load(module_name, tmp_path / "harbour_csv.py"))
    monkeypatch.setattr(ingest.readers, "READERS", {**ingest.readers.READERS, name: module_name})
    monkeypatch.setattr(reading, "FIXTURES", tmp_path)
    load("test_harbour_csv", tmp_path / "test.py").test_tasks_with_their_people_points_moments_and_links()


def load(name: str, path: Path):
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
