"""A process that reads the served version again and again, as a page does, until its standard input ends.

    python -m tests.faults.reading FOLDER

It prints a line a read: the version, and the one text that all rows of both its tables hold.
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
    told = found.pop()[0] if len(found) == 1 and next(iter(found))[1] == 1000 else TORN
    return f"{version.name} {told}"


if __name__ == "__main__":
    while not waiting.select([sys.stdin], [], [], 0)[0]:
        print(read(Path(sys.argv[1])), flush=True)  # noqa: T201
