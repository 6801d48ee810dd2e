"""What reading Jira REST answers costs beside only parsing them, with the fastest parser there is.

    python -m benchmarks.reading_json [--issues 100000] [--runs 5]

Reading gives work items, status changes and links as typed columns.
"""

from pathlib import Path

import msgspec

from benchmarks.jira_answers import write_answers
from benchmarks.timing import main
from ingest.configuration import FiscalCalendar, ReadOptions, Source
from ingest.readers import reader_for
from ingest.reading import ReadContext

COLUMNS = {
    "story_points": "customfield_10016",
    "sprints": "customfield_10020",
    "initiative_code": "customfield_10030",
}
SOURCE = Source(name="jira", format="jira_json", files="inbox/*", read=ReadOptions(columns=COLUMNS))
READER = reader_for(SOURCE.format)


def parse(export: Path, folder: Path) -> None:
    """Parse each line into Python objects and drop them."""
    decode = msgspec.json.Decoder().decode
    with export.open("rb") as file:
        for line in file:
            decode(line)


def read(export: Path, folder: Path) -> None:
    """Read the answers into contract tables."""
    result = READER.read(export, SOURCE, ReadContext(FiscalCalendar()))
    if result.rejected.height or result.tables["work_items"].is_empty():
        raise SystemExit(f"reading failed: {result.rejected}")


if __name__ == "__main__":
    main("benchmarks.reading_json", __doc__, {"parse": parse, "read": read}, write_answers, 100_000)
