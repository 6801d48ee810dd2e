"""Which files of the inbox have arrived completely and were never archived."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.archive import delivered_files
from ingest.durable_files import sha256_of

# path below the workspace -> (size, modification time in ns, sha256 or None while it may still grow)
Sightings = dict[str, tuple[int, int, str | None]]


@dataclass(frozen=True)
class Arrivals:
    """What one look at the inbox found."""

    sightings: Sightings  # to be handed to the next look
    new_hashes: tuple[str, ...]  # complete files whose bytes were never archived

    @property
    def run_key(self) -> str:
        """Return a name for exactly this set of files, so that it starts one run only."""
        return hashlib.sha256("\n".join(self.new_hashes).encode()).hexdigest()


def look(root: Path, patterns: list[str], before: Sightings, is_archived: Callable[[str], bool]) -> Arrivals:
    """Look at the files that match the patterns below `root`; hidden and unfinished ones are none.

    A file counts as complete when size and modification time equal those of the look before;
    it is hashed then, and not again while they stay.
    """
    sightings: Sightings = {}
    found = {path for pattern in patterns for path in delivered_files(root, pattern) if path.is_file()}
    for path in sorted(found):
        name, state = str(path.relative_to(root)), path.stat()
        size, modified, digest = before.get(name, (-1, -1, None))
        if (size, modified) != (state.st_size, state.st_mtime_ns):
            sightings[name] = (state.st_size, state.st_mtime_ns, None)
        else:
            sightings[name] = (size, modified, digest or sha256_of(path))
    hashes = {digest for _, _, digest in sightings.values() if digest}
    return Arrivals(sightings, tuple(sorted(digest for digest in hashes if not is_archived(digest))))
