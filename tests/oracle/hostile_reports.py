"""Reports, check-ins, links and budgets as the example does not have them.

Reports of several days, some of them still to come, in capitals, of initiatives that nobody has, told by two
sources at once; check-ins that two sources tell differently; links to key results and themes that nobody
has, and beyond the whole; plans of revenue.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.oracle.inputs import Row

if TYPE_CHECKING:
    from tests.oracle.hostile import Hostile

STATUSES = ("Green", "GREEN", "green", "Amber", "red", "On hold")
OTHER_SOURCES = {
    "status_reports": ("decisions", "roadmap_storefront"),
    "key_result_check_ins": ("okr_storefront", "decisions"),
}


def _report(made: "Hostile", row: Row) -> Row:
    made.set(row, "reported_status", 0.6, *STATUSES)
    made.set(row, "status_text", 0.3, None, "Waits for a decision")
    made.set(row, "initiative_code", 0.03, "I-999")
    return row


def _another_report(made: "Hostile", row: Row) -> Row:
    """One of another day: before the first posting, or still to come."""
    day = row["report_date"] + timedelta(days=made.random.randint(-500, 60))
    return _report(made, row | {"report_date": day, "initiative_code": made.random.choice(made.codes)})


def _link(made: "Hostile", row: Row, name: str, code: str) -> Row:
    """One to what nobody has, perhaps beyond the whole."""
    weight = made.random.choice([None, 0.0, 0.1, 0.1, 0.9])
    return row | {"initiative_code": made.random.choice(made.codes), name: code, "weight": weight}


def _check_in(made: "Hostile", row: Row) -> Row:
    made.set(row, "value", 0.5, None, 3.0, -1.0, 250.0)
    made.set(row, "confidence", 0.3, None, 0.3)
    made.set(row, "key_result_code", 0.05, "KR-99")
    return row


def _tell_twice(made: "Hostile", table: str, change: Callable[["Hostile", Row], Row]) -> None:
    """Let others tell of the same days: earlier than the source that is there, at once, or later."""
    rows = made.rows(table)
    for source in OTHER_SOURCES[table]:
        sha256 = hashlib.sha256(f"{table} of {source}".encode()).hexdigest()
        lineage = {"source_name": source, "file_sha256": sha256}
        told = []
        for number, row in enumerate(rows, start=1):
            if row["source_name"] != source and made.maybe(0.3):
                known_at = row["known_at"] + timedelta(days=made.random.choice([-20, 0, 0, 3]))
                told.append(change(made, row | lineage | {"row_number": number, "known_at": known_at}))
        made.write_file(table, source, sha256, told)


def make_reports_hostile(made: "Hostile") -> None:
    """Edit the tables of reports, check-ins and links, and turn some lines of the budget into revenue."""
    made.edit("status_reports", lambda row: _report(made, row))
    made.add("status_reports", lambda row: _another_report(made, row), 150)
    _tell_twice(made, "status_reports", _report)
    _tell_twice(made, "key_result_check_ins", _check_in)
    made.add("initiative_key_results", lambda row: _link(made, row, "key_result_code", "KR-99"), 12)
    made.add("initiative_themes", lambda row: _link(made, row, "theme_name", "Regional Growth"), 6)
    made.edit("budget_lines", lambda row: made.set(row, "line_type", 0.01, "revenue", "expense", None))
