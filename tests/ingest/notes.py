"""A tracker's exports in a few words, and a reader of them: for tests of what landing makes of them."""

from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.reading import REJECTED_SCHEMA, ReadContext, ReadResult


class Notes:
    """Reads lines of a test: `item 1 Open`, `link 1 K-2`, `change 1 7`, `whole 1 2`, `listed 1 2`."""

    format = "jira_json"
    tables = ("work_items", "work_item_transitions", "work_item_links")
    description = "lines of a test"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        lines = [line.split() for line in path.read_text().splitlines()]
        rows = [(number, *line) for number, line in enumerate(lines, start=1)]
        items = [(row, item, f"K-{item}", "Task", status) for row, kind, item, status in _of(rows, "item")]
        changes = [
            (row, item, change, "Done", "2026-01-05T10:00") for row, _, item, change in _of(rows, "change")
        ]
        links = [(row, item, "blocks", "outward", key) for row, _, item, key in _of(rows, "link")]
        tables = {
            "work_items": _frame(items, "work_item_id work_item_key type_name status_name"),
            "work_item_transitions": _frame(
                changes, "work_item_id transition_id to_status_name changed_at"
            ).with_columns(pl.col("changed_at").str.to_datetime("%Y-%m-%dT%H:%M")),
            "work_item_links": _frame(links, "work_item_id link_type direction linked_key"),
        }
        whole = pl.Series(
            [item for line in lines if line[0] == "whole" for item in line[1:]], dtype=pl.String
        )
        listed = [line[1:] for line in lines if line[0] == "listed"]
        return ReadResult(
            tables,
            pl.DataFrame(schema=REJECTED_SCHEMA),
            len(items) + len(changes) + len(links),
            {},
            whole={"work_item_transitions": whole, "work_item_links": whole} if whole.len() else {},
            listing=pl.Series(listed[0], dtype=pl.String) if listed else None,
        )


def _of(rows: list[tuple], kind: str) -> list[tuple]:
    return [row for row in rows if row[1] == kind]


def _frame(rows: list[tuple], names: str) -> pl.DataFrame:
    columns = {"row_number": pl.Int64(), **dict.fromkeys(names.split(), pl.String())}
    return pl.DataFrame(rows, schema=columns, orient="row")
