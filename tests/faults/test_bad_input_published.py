"""Bad input through the whole refresh: what people are told, and what is published all the same."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.faults.bad_files import AMOUNT, LINES, ROW_COUNT, csv_text, gzip_truncated, replaced
from tests.faults.test_bad_input import workspace_with

pytestmark = [pytest.mark.pipeline, pytest.mark.slow]

PUBLISHED_WITH_WARNINGS, NOTHING_PUBLISHED = 3, 1


def published_spend(root: Path) -> list[tuple]:
    pointer = json.loads((root / "published" / "CURRENT").read_text())
    query = "select source_name, mart_amount, line_count from marts.mart_reconciliation order by all"
    with duckdb.connect(root / "published" / pointer["file"], read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_refused_file_is_told_and_the_rest_is_published(tmp_path: Path, portfolio: Callable) -> None:
    root = workspace_with(tmp_path, "2026-03-31.csv.gz", gzip_truncated())
    outcome = portfolio("--workspace", root, "refresh")
    told = outcome.stdout + outcome.stderr
    assert outcome.returncode == PUBLISHED_WITH_WARNINGS, told
    assert "inbox/suspect/2026-03-31.csv.gz" in told
    assert published_spend(root) == [("healthy", AMOUNT, ROW_COUNT)]


def test_a_rejected_row_is_published_with_its_reason(tmp_path: Path, portfolio: Callable) -> None:
    content = replaced(7, "2026-03-07,C-101,6400,Line 7,1O0")
    root = workspace_with(tmp_path, "2026-03-31.csv", content)
    outcome = portfolio("--workspace", root, "refresh")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert published_spend(root) == [
        ("healthy", AMOUNT, ROW_COUNT),
        ("suspect", AMOUNT - 7.25, ROW_COUNT - 1),
    ]
    pointer = json.loads((root / "published" / "CURRENT").read_text())
    with duckdb.connect(root / "published" / pointer["file"], read_only=True) as connection:
        query = "select source_name, row_number, reason, column_name from marts.mart_quarantined_rows"
        assert connection.execute(query).fetchall() == [("suspect", 7, "not_a_number", "amount")]


def test_f07_a_held_file_publishes_nothing_until_somebody_decides(
    tmp_path: Path, portfolio: Callable
) -> None:
    lines = tuple(line.replace(".25", ".x5") if number < 6 else line for number, line in enumerate(LINES))
    root = workspace_with(tmp_path, "2026-03-31.csv", csv_text(lines).encode())
    outcome = portfolio("--workspace", root, "refresh")
    told = outcome.stdout + outcome.stderr
    assert outcome.returncode == NOTHING_PUBLISHED, told
    assert not (root / "published" / "CURRENT").exists()
    assert "inbox/suspect/2026-03-31.csv" in told
    sha256 = told.split("portfolio accept ")[1][:12]
    assert portfolio("--workspace", root, "accept", sha256).returncode == 0
    outcome = portfolio("--workspace", root, "refresh")
    assert outcome.returncode in (0, PUBLISHED_WITH_WARNINGS), outcome.stdout + outcome.stderr
    spoilt = sum(number + 0.25 for number in range(1, 7))
    assert published_spend(root)[1] == ("suspect", AMOUNT - spoilt, ROW_COUNT - 6)
