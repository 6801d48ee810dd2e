"""A process that reads the served version again and again, as a page does, until its standard input ends.

    python -m tests.faults.reading FOLDER

It prints a line a read: the version, and the one text that all rows of both its tables hold, which is the
fingerprint that the version is named after.
"""

import select as waiting
import sys
from pathlib import Path

from analytics_app.row_access import WHOLE
from analytics_app.warehouse import select, served_version

TORN = "torn"


def read(folder: Path) -> str:
    """Read both tables in two queries of one version, as a page does."""
    version = served_version(folder)
    found = {
        (text, rows)
        for table in ("mart_run", "mart_spend")
        for text, rows in select(
            version, WHOLE, f"select told, count(*) from marts.{table} group by 1"
        ).rows()
    }
    told, rows = found.pop()
    is_whole = not found and rows == 1000 and told.startswith(version.name.rpartition("-")[2])
    return f"{version.name} {told if is_whole else TORN}"


if __name__ == "__main__":
    while not waiting.select([sys.stdin], [], [], 0)[0]:
        print(read(Path(sys.argv[1])), flush=True)  # noqa: T201
