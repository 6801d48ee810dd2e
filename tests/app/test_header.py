"""The header of every page: what the version rests on, what is flagged, and what is newer."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from analytics_app.pages import PAGES
from data_quality.findings import Finding
from ingest.durable_files import sha256_of
from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables, record_refresh
from tests.app.rows import example_tables
from tests.app.test_views import page_text

HELD = Finding("money", "money_in_facts", "ledger_lines: erp EUR", "10.00", "10.00", is_ok=True)
FLAGGED = [
    Finding("volume", "volume", f"source {number}", "at most 30 %", "41 %", is_ok=False, severity="soft")
    for number in range(5)
]


@pytest.fixture(scope="module")
def flagged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, published with one thing flagged in five places."""
    root = tmp_path_factory.mktemp("flagged")
    folder = publish_tables(root, example_tables(), findings=[HELD, *FLAGGED])
    record_refresh(folder, "published")
    return folder


@pytest.mark.parametrize("page", [page.file for page in PAGES])
def test_flags_stand_in_the_header_of_every_page(flagged: Path, open_app: OpenApp, page: str) -> None:
    app = open_app(flagged, page)
    assert not app.exception
    (folded,) = [each for each in app.expander if each.label == "Published with 1 flag and 1 failed check"]
    assert folded.text[0].value == "Changed number of rows: source 0, source 1, source 2 and 2 more"
    told = page_text(app)
    assert "Checks: 6 comparisons, 5 flags" in told
    assert "Rows: " in told
    assert "compared, largest difference 0.00" in told


def test_a_flag_is_a_reason_for_care(flagged: Path, open_app: OpenApp) -> None:
    assert "◐ With care: 1 source late, 1 failed check, 1 flag" in page_text(open_app(flagged))


def test_data_health_shows_every_comparison_what_is_flagged_first(flagged: Path, open_app: OpenApp) -> None:
    app = open_app(flagged, "data_health")
    frames = [element.value for element in app.dataframe]
    (outcomes,) = [frame for frame in frames if "comparison_count" in frame]
    assert outcomes.values.tolist() == [
        ["Changed number of rows", "◐ Flagged", "Is flagged", 5, 5],
        ["Money to the cent", "● Holds", "Stops publishing", 1, 0],
    ]
    (comparisons,) = [frame for frame in frames if "expected_text" in frame]
    assert comparisons["verdict"].tolist() == ["◐ Flagged"] * 5 + ["● Holds"]
    assert comparisons["actual_text"].tolist() == ["41 %"] * 5 + ["10.00"]


def test_a_version_that_is_not_the_newest_says_so_in_red(
    flagged: Path, tmp_path: Path, open_app: OpenApp
) -> None:
    folder = tmp_path / "published"
    shutil.copytree(flagged, folder)
    record = json.loads((folder / "LAST_REFRESH").read_text())
    (folder / "LAST_REFRESH").write_text(json.dumps(record | {"version": "20260402T023000000Z-newer"}))
    (error,) = open_app(folder, "okrs").error
    assert "20260402T023000000Z-newer, which is not served" in error.value.replace("\\", "")
    (folder / "LAST_REFRESH").write_text(
        json.dumps(record | {"status": "failed", "reason": "money: it differs"})
    )
    (error,) = open_app(folder, "okrs").error
    assert "You see the last good version, published" in error.value
    assert "Reason: money: it differs" in error.value.replace("\\", "")


@pytest.mark.parametrize("storage", ["v1.0.0", "v1.2.0"])
def test_r07_a_version_of_an_earlier_release_is_read(tmp_path: Path, open_app: OpenApp, storage: str) -> None:
    """Written in an earlier format of DuckDB, without what later releases publish beside the marts."""
    folder = publish_tables(tmp_path / "new", example_tables(), with_definitions=False)
    record_refresh(folder, "published")
    (manifest_file,) = folder.glob("portfolio-*.json")
    new = manifest_file.with_suffix(".duckdb")
    old = tmp_path / "old.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{new}' as published (read_only)")
        connection.execute(f"attach '{old}' as earlier (storage_version '{storage}')")
        connection.execute("copy from database published to earlier")
    old.replace(new)
    manifest = json.loads(manifest_file.read_text()) | {"sha256": sha256_of(new)}
    for file in (manifest_file, folder / "CURRENT"):
        file.write_text(json.dumps(manifest))
    for page in PAGES:
        app = open_app(folder, page.file)
        assert not app.exception
        assert not app.error
    assert "this version holds no record of them" in page_text(app)
