"""`python -m tests.golden.accept`: take the marts of the example as they are now for the right ones.

Run it when an edit or an upgrade was meant to change figures; the diff of marts.csv then shows which marts.
"""

import csv
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from ingest.workspace import Workspace
from orchestration.publishing import current

LIST = Path(__file__).with_name("marts.csv")
HEADER = ("mart", "rows", "sha256")
CLOCK = ("received_at",)  # when a file arrived is no figure
DIGITS = 9  # of doubles: the last ones differ between processors

Golden = dict[str, tuple[int, str]]  # mart -> rows, sha256 of its rows as sorted text


def measured(workspace: Workspace) -> Golden:
    """Return what the served version's marts hold, told so that no release, machine or clock changes it."""
    manifest = current(workspace)
    assert manifest is not None
    with duckdb.connect(workspace.published / manifest.file, read_only=True) as connection:
        marts = sorted(name for name in manifest.tables if name.startswith("marts."))
        return {mart: _measured(connection, mart) for mart in marts}


def accepted() -> Golden:
    """Return what was accepted last."""
    with LIST.open(newline="", encoding="utf-8") as file:
        return {row["mart"]: (int(row["rows"]), row["sha256"]) for row in csv.DictReader(file)}


def _measured(connection: duckdb.DuckDBPyConnection, mart: str) -> tuple[int, str]:
    columns = connection.execute(f"describe {mart}").fetchall()
    written = ", ".join(_written(name, kind) for name, kind, *_ in columns if name not in CLOCK)
    rows = sorted(map(str, connection.execute(f"select {written} from {mart}").fetchall()))
    named = str([(name, kind) for name, kind, *_ in columns])
    return len(rows), hashlib.sha256("\n".join([named, *rows]).encode()).hexdigest()


def _written(name: str, kind: str) -> str:
    return f'round("{name}", {DIGITS}) + 0.0' if kind == "DOUBLE" else f'cast("{name}" as varchar)'


def _lines(golden: Golden) -> Iterator[tuple[str, int, str]]:
    return ((mart, rows, checksum) for mart, (rows, checksum) in sorted(golden.items()))


def main() -> None:
    """Build the example anew and write the list."""
    with TemporaryDirectory() as folder:
        command = [Path(sys.executable).with_name("portfolio"), "demo", folder, "--no-serve"]
        subprocess.run(command, check=True)
        golden = measured(Workspace(Path(folder)))
    with LIST.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *_lines(golden)])


if __name__ == "__main__":
    main()
