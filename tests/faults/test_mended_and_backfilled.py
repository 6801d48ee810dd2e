"""Rows that are mended and days that come later: the published figures end as if nothing had been wrong."""

import shutil
from pathlib import Path

import duckdb
import pytest

from ingest.workspace import Workspace
from orchestration import publishing
from tests.conftest import Portfolio
from tests.faults.bad_files import AMOUNT, ROW_COUNT, good, replaced
from tests.faults.test_bad_input import workspace_with
from tests.faults.test_bad_input_published import published_spend

pytestmark = [pytest.mark.pipeline, pytest.mark.slow]

# They also tell when, and in which order, files were received.
ABOUT_ARRIVALS = ("meta.file_loads", "core.fct_file_loads", "marts.mart_file_loads")
WHOLE = [("healthy", AMOUNT, ROW_COUNT), ("suspect", AMOUNT, ROW_COUNT)]


def refresh(root: Path, portfolio: Portfolio) -> str:
    outcome = portfolio("--workspace", root, "refresh", "--as-of", "2026-03-31")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


def served(root: Path) -> publishing.Manifest:
    manifest = publishing.current(Workspace(root))
    assert manifest is not None
    return manifest


def ask(root: Path, query: str) -> list[tuple]:
    with duckdb.connect(root / "published" / served(root).file, read_only=True) as connection:
        return connection.execute(query).fetchall()


def figures(root: Path) -> dict[str, object]:
    """Checksums of all tables but those that tell of arrivals."""
    return {name: table for name, table in served(root).tables.items() if name not in ABOUT_ARRIVALS}


def test_a_mended_row_is_published_once_and_a_rebuild_from_the_archive_gives_the_same(
    tmp_path: Path, portfolio: Portfolio
) -> None:
    root = workspace_with(tmp_path, "2026-03-31.csv", replaced(7, "2026-03-08,C-101,6400,Line 7,7.2S"))
    refresh(root, portfolio)
    assert published_spend(root)[1] == ("suspect", AMOUNT - 7.25, ROW_COUNT - 1)
    assert "1 row: not_a_number; amount of 1 not read" in portfolio("-w", root, "quarantine").stdout
    out = root / "mend"
    assert portfolio("-w", root, "quarantine", "export", out, "--with-names").returncode == 0
    (path,) = out.iterdir()
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace("7.2S,", "7.25,").replace("7.2S\n", "7.25\n")
    )
    assert "1 mended row" in portfolio("-w", root, "quarantine", "replay", path).stdout
    refresh(root, portfolio)
    assert published_spend(root) == WHOLE
    assert ask(root, "select count(*) from marts.mart_quarantined_rows") == [(0,)]
    trail = """
        select lines.row_number, lines.amount, mended.mending_file_name, loads.row_count_accepted
        from core.fct_ledger_lines as lines
        join meta.mended_rows as mended using (source_name, file_sha256, row_number)
        join meta.file_loads as loads using (source_name, file_sha256)
    """
    assert [(row, float(amount), *rest) for row, amount, *rest in ask(root, trail)] == [
        (7, 7.25, path.name, ROW_COUNT)
    ]
    assert "nothing was mended" in portfolio("-w", root, "quarantine", "replay", path).stdout
    assert "unchanged" in refresh(root, portfolio)
    before = figures(root)
    for folder in ("input", "quarantine", "build", "published"):
        shutil.rmtree(root / folder)
    refresh(root, portfolio)
    assert figures(root) == before


def test_f06_a_missing_day_is_listed_and_once_it_came_all_is_as_if_it_never_had_been_missing(
    tmp_path: Path, portfolio: Portfolio
) -> None:
    roots = [tmp_path / name for name in ("late", "whole")]
    for root in roots:
        root.mkdir()
        workspace_with(root, "2026-03-27.csv", replaced(1, "2026-03-02,C-101,6400,Line 1,10.25"))
        (root / "inbox" / "suspect" / "2026-03-31.csv").write_bytes(good())
        settings = (root / "portfolio.yml").read_text()
        daily = "files: inbox/suspect/*\n    expect_every_days: 1\n"
        (root / "portfolio.yml").write_text(settings.replace("files: inbox/suspect/*\n", daily))
    missing = "select missing_from_date::varchar, missing_to_date::varchar from marts.mart_file_loads"
    missing += " where missing_from_date is not null"
    refresh(roots[0], portfolio)
    assert ask(roots[0], missing) == [("2026-03-30", "2026-03-30")]
    assert published_spend(roots[0]) == WHOLE
    for root in roots:
        backfill = replaced(2, "2026-03-03,C-102,6400,Line 2,20.25")
        (root / "inbox" / "suspect" / "2026-03-30.csv").write_bytes(backfill)
        refresh(root, portfolio)
    assert ask(roots[0], missing) == []
    assert figures(roots[0]) == figures(roots[1])
