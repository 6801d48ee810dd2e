"""OpenProject's CSV export: English and German headers, work in hours, parents by number."""

from datetime import date, datetime
from pathlib import Path

from tests.ingest.readers.reading import FIXTURES, read_text

ENGLISH = (FIXTURES / "openproject_csv/english.csv").read_bytes().decode()
GERMAN = (FIXTURES / "openproject_csv/german.csv").read_bytes().decode()


def test_work_packages_in_english(tmp_path: Path) -> None:
    result = read_text("openproject_csv", tmp_path, ENGLISH)
    assert result.rejected.rows() == []
    feature, old, held = result.tables["work_items"].rows(named=True)
    assert (feature["work_item_key"], feature["type_name"], feature["parent_key"]) == ("31", "Feature", "12")
    assert (feature["original_estimate_seconds"], feature["time_spent_seconds"]) == (43_200, 5_400)
    assert (feature["percent_complete"], feature["story_points"]) == (0.4, 5.0)
    assert (feature["due_date"], feature["created_at"]) == (date(2026, 3, 31), datetime(2026, 2, 28, 9))
    assert (feature["fix_versions"], feature["extra"]) == ('["R 1.2"]', '{"Risk":"low"}')
    assert (old["original_estimate_seconds"], old["percent_complete"]) == (18_000, 1.0)
    assert (old["resolution_name"], held["parent_key"]) == ("Rejected", "12")
    categories = [row["status_category"] for row in (feature, old, held)]
    assert categories == ["in_progress", "done", None]


def test_work_packages_in_german(tmp_path: Path) -> None:
    items = read_text("openproject_csv", tmp_path, GERMAN).tables["work_items"]
    assert items["status_category"].to_list() == ["in_progress", "done", None]
    assert items["resolution_name"].to_list() == [None, "Zurückgewiesen", None]
    row = items.row(0, named=True)
    assert (row["due_date"], row["percent_complete"]) == (date(2026, 3, 31), 0.4)
    assert (row["title"], row["status_category"], row["parent_key"]) == ("Refunds", "in_progress", "12")
    assert (row["start_date"], row["original_estimate_seconds"]) == (date(2026, 3, 1), 45_000)


def test_a_site_with_shorter_days_says_so(tmp_path: Path) -> None:
    items = read_text("openproject_csv", tmp_path, ENGLISH, hours_per_day=6).tables["work_items"]
    assert items["original_estimate_seconds"][0] == 36_000


def test_mapped_values_win_and_a_parent_without_number_stays_as_it_is(tmp_path: Path) -> None:
    content = (
        "ID,Subject,Type,Status,Parent,Why\n1,A,Task,Rejected,Epic #12: Pay,Duplicate\n2,B,Task,New,Pay,\n"
    )
    result = read_text("openproject_csv", tmp_path, content, columns={"resolution_name": "Why"})
    assert result.tables["work_items"].select("resolution_name", "parent_key").rows() == [
        ("Duplicate", "12"),
        (None, "Pay"),
    ]
