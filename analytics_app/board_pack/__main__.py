"""`python -m analytics_app.board_pack --published DIR`: write the board pack of one version."""

import argparse
import logging
import os
import sys
from pathlib import Path

from analytics_app.warehouse import (
    FOLDER_VARIABLE,
    NothingPublished,
    Version,
    past_version,
    published_versions,
    served_version,
)

USAGE, FAILED = 2, 1


def main() -> int:
    """Write the pack in each of its forms, print the files' names, and return the exit code."""
    options = _parser().parse_args()
    logging.disable(logging.WARNING)  # Streamlit's: it misses its server
    from analytics_app.board_pack.making import file_name, make

    target = options.output or options.published
    try:
        version = _version(options.published, options.version, options.as_known_on)
        target.mkdir(parents=True, exist_ok=True)
        for form, content in make(version).items():
            sys.stdout.write(f"{_write(target / file_name(version, form), content)}\n")
    except NothingPublished as nothing:
        sys.stderr.write(f"{nothing}\n")
        return USAGE
    except OSError as error:
        sys.stderr.write(f"{error.filename or target}: {error.strerror}\n")
        return FAILED
    return 0


def _version(folder: Path, name: str | None, day: str | None) -> Version:
    """Return the version asked for, else the one that is served. Raises NothingPublished."""
    if name is None and day is None:
        return served_version(folder)
    if name is None:
        reviews = [version.name for version in published_versions(folder) if version.as_known_on == day]
        if not reviews:
            remedy = f"run `portfolio refresh --as-known-on {day}` first"
            raise NothingPublished(f"{folder} holds no review as known on {day}; {remedy}")
        name = reviews[0]
    version = past_version(folder, name)
    if version is None:
        raise NothingPublished(f"{folder} holds no version {name}, or its bytes changed")
    return version


def _write(target: Path, content: bytes) -> Path:
    """Write a file whole or not at all: somebody may be downloading the one before."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analytics_app.board_pack", description=main.__doc__)
    parser.add_argument(
        "--published", type=Path, default=Path(os.environ.get(FOLDER_VARIABLE, "published")), help="folder"
    )
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--version", help="a published version; the served one by default")
    chosen.add_argument("--as-known-on", metavar="DAY", help="the past review of this day")
    parser.add_argument("--output", type=Path, help="folder to write to; the published one by default")
    return parser


if __name__ == "__main__":
    sys.exit(main())
