"""What reading Jira REST answers with their changelog costs beside DuckDB's typed `read_json` of the same.

    python -m benchmarks.ingest.jira_json [--rows 100000] [--runs 5]

DuckDB is given the types of the fields it shall read and writes issues and status changes into tables.
Reading gives work items, status changes and links as typed columns, keeps unknown custom fields and
tells broken records. The bare parse drops what it parsed.
"""

from pathlib import Path

import duckdb
import msgspec

from benchmarks.generators.jira_answers import write_answers
from benchmarks.timing import Benchmark, Way, run
from ingest.configuration import FiscalCalendar, ReadOptions, Source
from ingest.readers import reader_for
from ingest.reading import ReadContext

NAME = "issues.jsonl"
COLUMNS = {
    "story_points": "customfield_10016",
    "sprints": "customfield_10020",
    "initiative_code": "customfield_10030",
}
SOURCE = Source(name="jira", format="jira_json", files="inbox/*", read=ReadOptions(columns=COLUMNS))
READER = reader_for(SOURCE.format)
PERSON = 'STRUCT("displayName" VARCHAR)'
NAMED = "STRUCT(name VARCHAR)"
FIELDS = f"""STRUCT(summary VARCHAR, project STRUCT("key" VARCHAR),
    issuetype STRUCT(name VARCHAR, subtask BOOLEAN),
    status STRUCT(name VARCHAR, "statusCategory" STRUCT("key" VARCHAR)), priority {NAMED},
    assignee {PERSON}, reporter {PERSON}, labels VARCHAR[], components {NAMED}[],
    parent STRUCT("key" VARCHAR),
    created VARCHAR, updated VARCHAR, resolutiondate VARCHAR, customfield_10016 DOUBLE,
    customfield_10020 {NAMED}[], customfield_10030 STRUCT("value" VARCHAR))"""
CHANGELOG = f"""STRUCT(histories STRUCT(id VARCHAR, author {PERSON}, created VARCHAR,
    items STRUCT(field VARCHAR, "fieldId" VARCHAR, "fromString" VARCHAR, "toString" VARCHAR)[])[])"""
ANSWERS = f"""read_json($1, format = 'newline_delimited', maximum_object_size = 100000000,
    columns = {{id: 'VARCHAR', key: 'VARCHAR', fields: '{FIELDS}', changelog: '{CHANGELOG}'}})"""
# Two passes cost half of keeping the nested changelog in a table first.
ISSUES = f"create table issues as select id, key, unnest(fields) from {ANSWERS}"  # noqa: S608
TRANSITIONS = f"""create table transitions as
    with entries as (select id as issue_id, unnest(changelog.histories) as entry from {ANSWERS}),
    items as (
        select issue_id, entry.id, entry.created, entry.author, unnest(entry.items) as item from entries
    )
    select issue_id, id, author."displayName", created::timestamptz, item."fromString", item."toString"
    from items where item.field = 'status'"""  # noqa: S608


def write(exports: Path, row_count: int) -> None:
    """Write one file of answers."""
    write_answers(exports / NAME, row_count)


def read_with_duckdb(exports: Path, folder: Path) -> None:
    """Make tables of issues and of status changes with DuckDB alone."""
    with duckdb.connect(folder / "raw.duckdb") as connection:
        connection.execute(ISSUES, [str(exports / NAME)])
        connection.execute(TRANSITIONS, [str(exports / NAME)])


def parse(exports: Path, folder: Path) -> None:
    """Parse each line into Python objects and drop them."""
    decode = msgspec.json.Decoder().decode
    with (exports / NAME).open("rb") as file:
        for line in file:
            decode(line)


def read(exports: Path, folder: Path) -> None:
    """Read the answers into contract tables."""
    result = READER.read(exports / NAME, SOURCE, ReadContext(FiscalCalendar()))
    if result.rejected.height or result.tables["work_items"].is_empty():
        raise SystemExit(f"reading failed: {result.rejected}")


if __name__ == "__main__":
    ways = {"DuckDB, typed": Way(read_with_duckdb), "reading": Way(read), "bare parse": Way(parse)}
    run(Benchmark("benchmarks.ingest.jira_json", __doc__, ways, write, 100_000))
