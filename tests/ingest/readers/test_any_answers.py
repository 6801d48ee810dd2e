"""Whatever stands at a place of a record, the readers of trackers' answers account for each record."""

import copy
import json
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.contracts import TABLES
from ingest.reading import UnreadableFile
from tests.ingest.readers import (
    test_asana_json,
    test_azure_json,
    test_github_json,
    test_gitlab_json,
    test_linear_json,
    test_trello_json,
)
from tests.ingest.readers.reading import FIXTURES, read_text

PROJECT = FIXTURES / "github_json" / "project_items.json"
LINKED = {"nodes": [{"type": "blocks", "relatedIssue": {"identifier": "PAY-20"}}]}
RECORDS: dict[str, list[Any]] = {
    "github_json": [test_github_json.ISSUE, json.loads(PROJECT.read_text())],
    "gitlab_json": [
        test_gitlab_json.ISSUE
        | {"links": [{"iid": 5, "project_id": 9, "link_type": "blocks"}]}
        | {"resource_state_events": [test_gitlab_json.event(1, "closed", 2)]}
    ],
    "azure_json": [
        test_azure_json.ITEM,
        *test_azure_json.UPDATES,
        *test_azure_json.REVISIONS,
        test_azure_json.odata("WorkItems", test_azure_json.ROW),
    ],
    "linear_json": [
        test_linear_json.page(
            test_linear_json.ISSUE | {"history": {"nodes": test_linear_json.NODES}, "relations": LINKED}
        )
    ],
    "asana_json": [test_asana_json.TASK | {"stories": test_asana_json.STORIES}],
    "trello_json": [test_trello_json.BOARD, test_trello_json.card(actions=test_trello_json.BOARD["actions"])],
}
VALUES = (
    None, True, False, 0, -1, 10**18, 1.234, 1e300, "", " ", "x", "9999-01-01T00:00:00Z", "2026-02-30",
    "a\nb", "\u0000", "Ω", [], [None], [[]], [{}], ["a", 1], {}, {"name": None}, {"name": []},
    {"nodes": None}, {"nodes": [None]}, {"id": {"id": 1}}, {"newValue": 3}, "10,5", "12.000",
)  # fmt: skip


def places(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """Yield the path of each value within nested lists and objects."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*path, key)
        yield from places(part, (*path, key))


def _keys(value: Any) -> Collection:
    return range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ()


def put(record: Any, path: tuple, value: Any) -> None:
    """Put a value at a path, unless an earlier one has taken the path away."""
    for key in path[:-1]:
        if key not in _keys(record):
            return
        record = record[key]
    if path[-1] in _keys(record):
        record[path[-1]] = value


@pytest.mark.parametrize("source_format", RECORDS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_any_value_at_any_place(source_format: str, data: st.DataObject) -> None:
    records = copy.deepcopy(RECORDS[source_format])
    found = list(places(records))
    changes = st.lists(st.tuples(st.sampled_from(found), st.sampled_from(VALUES)), min_size=1, max_size=5)
    for path, value in data.draw(changes):
        put(records, path, copy.deepcopy(value))
    kind = data.draw(st.sampled_from(("items", "history", None)))
    lines = [
        {"request": {"kind": kind, "item": "501"}, "response": record} if kind else record
        for record in records
    ]
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = read_text(source_format, Path(folder), "\n".join(map(json.dumps, lines)))
        except UnreadableFile:
            return
    for name, frame in result.tables.items():
        assert TABLES[name].schema.items() <= dict(frame.schema).items()
        assert all(frame[column].null_count() == 0 for column in TABLES[name].required)
