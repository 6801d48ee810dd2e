"""Findings about work items are told at the end of a refresh, one line per source and rule."""

from pathlib import Path

from ingest.workspace import Workspace
from orchestration.work_item_notes import work_item_findings
from tests.app.published_folder import publish_tables


def _finding(source: str, rule: str, key: str) -> dict[str, object]:
    return {"source_name": source, "rule_name": rule, "work_item_key": key, "detail": "it is its own parent"}


def test_each_source_and_rule_is_counted_with_an_example(tmp_path: Path) -> None:
    rows = [
        _finding("jira", "parent_loop", "P-2"),
        _finding("jira", "parent_loop", "P-1"),
        _finding("azure", "shared_key", "7"),
        _finding("azure", "unknown_parent", "8"),
    ]
    publish_tables(tmp_path, {"marts.mart_work_item_findings": rows})
    assert work_item_findings(Workspace(tmp_path)) == [
        "source azure: shared_key: 1 of its work items, such as 7: it is its own parent; see Data health",
        "source jira: parent_loop: 2 of its work items, such as P-1: it is its own parent; see Data health",
    ]


def test_a_version_without_such_a_mart_and_no_version_have_none(tmp_path: Path) -> None:
    assert work_item_findings(Workspace(tmp_path)) == []
    publish_tables(tmp_path, {"marts.mart_reconciliation": []})
    assert work_item_findings(Workspace(tmp_path)) == []
