"""Work items of any tool, as CSV, Excel or JSON records: portfolio.yml alone says what each column means.

    format: work_items
    read:
      columns: {work_item_key: Ref, status_name: Stage, created_at: Opened, blocked_by: Waits for}
      constants: {type_name: Task}
      list_separator: ";"

Key, type and status must have a column or a constant; the key stands in for a missing id. Lists, and the
links `blocked_by`, `blocks`, `relates_to` and `duplicate_of`, hold several values parted by
`list_separator`, or a JSON list. `status_category` is todo, in_progress or done; without it portfolio.yml
maps the statuses. `is_subtask` is yes or no. Estimates are seconds, or durations such as `2d 4h`.
"""

import json

import polars as pl

from ingest.contracts import TABLES
from ingest.parsing.durations import working_seconds
from ingest.readers._rows import Rows
from ingest.readers.trackers._work_item_table import SECONDS, WorkItemTable
from ingest.reading import UnreadableFile

NEEDED = ("work_item_key", "type_name", "status_name")
LISTS = ("labels", "components", "fix_versions", "sprints")
LINKS = {
    "blocked_by": ("Blocks", "inward"),
    "blocks": ("Blocks", "outward"),
    "relates_to": ("Relates", "outward"),
    "duplicate_of": ("Duplicate", "outward"),
}
UNIT_SEPARATOR = "\x1f"  # stands in no text
JSON_LIST = r"^\s*\[.*\]\s*$"
WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def _complete(rows: Rows) -> None:
    if missing := [name for name in NEEDED if name not in rows.present]:
        raise UnreadableFile(
            rows.path,
            "read.columns",
            f"no column is mapped to {', '.join(missing)}",
            "map it under read.columns, or fix it under read.constants",
        )
    rows.frame = rows.frame.with_columns(
        pl.coalesce("work_item_id", "work_item_key").alias("work_item_id"),
        *(working_seconds(field, rows.options) for field in SECONDS),
        *(_values(field, rows.options.list_separator).list.join(UNIT_SEPARATOR) for field in LISTS),
        *(_values(field, rows.options.list_separator).list.join(",") for field in LINKS),
    )
    rows.booleans("is_subtask", WORDS)


def _values(field: str, separator: str) -> pl.Expr:
    """Return the values in a cell: of a JSON list, or between the separators."""
    text = pl.col(field)
    listed = pl.when(text.str.contains(JSON_LIST)).then(text)
    listed = listed.map_elements(_json_values, return_dtype=pl.List(pl.String))
    return pl.coalesce(listed, text.str.split(separator)).alias(field)


def _json_values(text: str) -> list[str] | None:
    """Return the values of a JSON list as text; None for other words in brackets, such as `[URGENT]`."""
    try:
        values = json.loads(text)
    except ValueError:
        return None
    return [
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for value in values
        if value is not None
    ]


READER = WorkItemTable(
    format="work_items",
    description="work items of any tool as CSV, Excel or JSON records, mapped by read.columns alone",
    fields=dict.fromkeys((*TABLES["work_items"].schema, *LINKS), ()),
    complete=_complete,
    is_row_by_row=True,
    lists=dict.fromkeys(LISTS, UNIT_SEPARATOR),
    links=LINKS,
    may_lack=frozenset({"created_at"}),
)
