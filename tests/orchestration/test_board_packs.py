"""The board pack as a refresh leaves it: beside the version it is of, and never in the way of publishing."""

import json
import os
from pathlib import Path

import pytest
from pypdf import PdfReader

from ingest.workspace import Workspace
from orchestration import publishing
from orchestration.board_packs import make_board_pack
from tests.conftest import Portfolio

pytestmark = [pytest.mark.pipeline, pytest.mark.slow]


def _packs(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("board-pack-*"))


def _current(workspace: Workspace) -> publishing.Manifest:
    manifest = publishing.current(workspace)
    assert manifest is not None
    return manifest


def test_a_refresh_leaves_the_pack_of_what_it_published(
    demo_workspace: Workspace, portfolio: Portfolio, tmp_path: Path
) -> None:
    version = _current(demo_workspace).version
    assert _packs(demo_workspace.published) == [f"board-pack-{version}.html", f"board-pack-{version}.pdf"]
    text = " ".join(
        " ".join(page.extract_text().split())
        for page in PdfReader(demo_workspace.published / f"board-pack-{version}.pdf").pages
    )
    assert "Data as of 31 Oct 2026" in text
    assert "money ties to the cent" in text

    made = portfolio("-w", demo_workspace.root, "board-pack", "--output", tmp_path)
    assert made.returncode == 0, made.stderr
    for name in _packs(demo_workspace.published):  # the very same bytes, made anew
        assert (tmp_path / name).read_bytes() == (demo_workspace.published / name).read_bytes()
    unknown = portfolio("-w", demo_workspace.root, "board-pack", "--as-known-on", "2020-01-01")
    assert unknown.returncode == 2
    assert "portfolio refresh --as-known-on 2020-01-01" in unknown.stderr


def test_a_pack_that_cannot_be_made_is_a_warning(
    demo_copy: Workspace, portfolio: Portfolio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _current(demo_copy)
    (tmp_path / "typst.py").write_text("raise ImportError('no wheel for this machine')")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    outcome = portfolio("-w", demo_copy.root, "refresh", "--as-of", "2026-10-30")
    assert outcome.returncode == 3, outcome.stderr
    after = _current(demo_copy)
    assert after.version != before.version
    warning = f"version {after.version} is published without its board pack: ImportError: no wheel"
    assert warning in outcome.stderr
    record = json.loads((demo_copy.published / "LAST_REFRESH").read_text())
    assert record["status"] == "published"
    assert any(warning in line for line in record["warnings"])
    assert not [name for name in _packs(demo_copy.published) if after.version in name]


def test_a_pack_of_no_version_is_a_warning(tmp_path: Path) -> None:
    (warning,) = make_board_pack(Workspace(tmp_path), "20260101T000000000Z-00000000")
    assert "holds no version 20260101T000000000Z-00000000" in warning
    assert warning.endswith("run `portfolio board-pack`")
