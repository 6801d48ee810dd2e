"""The public exports beside the checkout, and workspaces made of copies of them."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("PORTFOLIO_REAL_DATA") or ROOT.parent / "shared" / "data")

needs_exports = pytest.mark.skipif(
    not DATA.is_dir(),
    reason="no public exports beside the checkout; PORTFOLIO_REAL_DATA names their folder",
)


def make_workspace(folder: Path, name: str, files: dict[str, str]) -> Path:
    """Make a workspace of tests/real/<name>/portfolio.yml; `files` maps inbox paths to exports."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(__file__).parent / name / "portfolio.yml", folder / "portfolio.yml")
    for target, export in files.items():
        place = folder / "inbox" / target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DATA / export, place)
    return folder
