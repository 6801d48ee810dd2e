"""One small organisation, written out by hand: fiscal years are calendar years, today is 31 March 2026.

A module for each subject; `tables()` of each gives rows by schema-qualified table name.
"""

from tests.app.published_folder import Row, Tables
from tests.app.rows import (
    alignment,
    board,
    capacity,
    delay,
    drift,
    finance,
    flow,
    health,
    initiative,
    leadership,
    organisation,
    plans,
    sequence,
    spend,
)

# Where two have a table, the rows of the later one count.
SUBJECTS = (
    organisation,
    spend,
    delay,
    sequence,
    alignment,
    drift,
    leadership,
    finance,
    plans,
    board,
    flow,
    capacity,
    initiative,
    health,
)


def example_tables() -> dict[str, list[Row]]:
    """Return the rows of every table the dashboards read, by schema-qualified name."""
    return {name: rows for subject in SUBJECTS for name, rows in subject.tables().items()}


HOSTILE = "![x](http://127.0.0.1:9/x.png) <img src=http://127.0.0.1:9/y.png> :red[$a$] `b`"


def with_names(tables: Tables, name: str) -> dict[str, list[Row]]:
    """Return the tables with every text an export could fill replaced by `name`: a hostile title, say."""
    columns = {
        "initiative_name",
        "key_result_name",
        "objective_name",
        "entity_name",
        "evidence",
        "fix_text",
        "detail",
        "raw",
        "file_name",
        "organisation_name",
        "account_name",
        "estimation_batch",
        "owner_name",
        "provider_initiative_name",
        "source_name",
        "value_stream_name",
        "other_initiative_name",
        "loop_path",
        "resource_name",
        "team_name",
        "hypothesis",
        "kill_criterion",
        "linked_name",
        "row_text",
        "status_text",
        "title",
        "type_name",
    }
    return {
        table: [
            {column: name if column in columns else value for column, value in row.items()} for row in rows
        ]
        for table, rows in tables.items()
    }
