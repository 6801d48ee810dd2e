"""A GitHub project's table: keys from URLs, drafts and pull requests left out, the project's own fields."""

from datetime import date
from pathlib import Path

from tests.ingest.readers.reading import read_text

TABLE = """Title\tURL\tAssignees\tStatus\tLabels\tSize\tTarget date
Refunds\thttps://github.com/acme/shop/issues/7\towner-07, owner-08\tIn Progress\tbug, pay\t3\t2026-04-30
Pay later\thttps://github.com/acme/shop/issues/9\t\tDone\t\t\t
An idea\t\t\tTodo\t\t\t
Fix refunds\thttps://github.com/acme/shop/pull/12\towner-07\tDone\t\t1\t
Parked\thttps://git.example.org/acme/back-office/issues/2\t\t\t\t2\t
Odd\thttps://github.com/acme/shop/issues/11\t\tWaiting for Legal\t\t\t
"""


def test_issues_are_read_and_drafts_and_pull_requests_are_counted(tmp_path: Path) -> None:
    columns = {"story_points": "Size", "due_date": "Target date"}
    result = read_text("github_projects_tsv", tmp_path, TABLE, "project.tsv", columns=columns)
    items = result.tables["work_items"]
    shown = ("work_item_key", "project_key", "type_name", "status_name", "status_category")
    assert items.select(shown).rows() == [
        ("acme/shop#7", "acme/shop", "Issue", "In Progress", "in_progress"),
        ("acme/shop#9", "acme/shop", "Issue", "Done", "done"),
        ("acme/back-office#2", "acme/back-office", "Issue", "No Status", None),
        ("acme/shop#11", "acme/shop", "Issue", "Waiting for Legal", None),
    ]  # fmt: skip
    first = items.row(0, named=True)
    assert first["work_item_id"] == "https://github.com/acme/shop/issues/7"
    assert (first["labels"], first["assignee_name"]) == ('["bug","pay"]', "owner-07")
    assert (first["story_points"], first["due_date"]) == (3.0, date(2026, 4, 30))
    assert result.ignored == {"draft_without_url": 1, "pull_request": 1}
    assert result.rejected.is_empty()


def test_fields_that_nobody_mapped_stay_in_extra(tmp_path: Path) -> None:
    result = read_text("github_projects_tsv", tmp_path, TABLE, "project.tsv")
    assert result.tables["work_items"]["extra"][0] == (
        '{"Assignees":"owner-07, owner-08","Size":"3","Target date":"2026-04-30"}'
    )
