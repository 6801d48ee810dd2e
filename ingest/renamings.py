"""Advice of `portfolio validate`: codes that are new while others are gone, and may be the same reworded."""

from collections.abc import Iterator

import polars as pl
from rapidfuzz import fuzz, process, utils

from ingest.configuration import Source
from ingest.contracts import TABLES
from ingest.problems import Problem
from ingest.reading import ReadResult
from ingest.segments import current_state
from ingest.workspace import Workspace

LOWEST_SCORE = 50  # of 100; below it nobody would take one wording for the other
CANDIDATES = 5  # of the gone codes, for each new one
KINDS = {"objectives": "objective", "key_results": "key_result"}


def renamings(workspace: Workspace, file_name: str, source: Source, result: ReadResult) -> Iterator[Problem]:
    """Yield for each unknown code of a file the most alike of those that the file no longer holds.

    Asks only of full snapshots: an increment that does not name a key result tells nothing about it.
    """
    if source.delivery != "full_snapshot":
        return
    for table, stem in KINDS.items():
        if table not in result.tables:
            continue
        columns = (f"{stem}_code", f"{stem}_name")
        known = _names(current_state(workspace, TABLES[table], source.name).select(columns))
        now = _names(result.tables[table].select(columns))
        gone = {code: name for code, name in known.items() if code not in now}
        new = {code: name for code, name in now.items() if code not in known}
        for code, old_code, score in _most_alike(new, gone):
            yield _advice(file_name, source, stem, (code, new[code]), (old_code, gone[old_code]), score)


def _names(frame: pl.DataFrame) -> dict[str, str]:
    rows = frame.drop_nulls(frame.columns[0]).iter_rows()
    return {code: name or code for code, name in rows}


def _most_alike(new: dict[str, str], gone: dict[str, str]) -> list[tuple[str, str, float]]:
    """Pair new with gone codes, the most alike first, each at most once: new, gone, score of 100."""
    pairs = [
        (score, code, old_code)
        for code, name in new.items()
        for _, score, old_code in process.extract(
            name,
            gone,
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
            score_cutoff=LOWEST_SCORE,
            limit=CANDIDATES,
        )
    ]
    found: dict[str, tuple[str, str, float]] = {}
    taken: set[str] = set()
    for score, code, old_code in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if code not in found and old_code not in taken:
            found[code] = (code, old_code, score)
            taken.add(old_code)
    return [*found.values()]


def _advice(
    file_name: str, source: Source, stem: str, new: tuple[str, str], old: tuple[str, str], score: float
) -> Problem:
    kind = stem.replace("_", " ")
    problem = f"{new[1]!r} is a new {kind}, and {old[1]!r} is gone; they are alike by {score:.0f} of 100"
    lines = f"{stem}_aliases:\n  - {{source: {source.name}, from: {_quoted(new[0])}, to: {_quoted(old[0])}}}"
    remedy = f"if it was only reworded, approve it in portfolio.yml:\n{lines}"
    return Problem(file_name, f"{stem}s, column {stem}_code", problem, remedy, severity="advice")


def _quoted(code: str) -> str:
    """Write a code as YAML: in quotes, with the two characters escaped that end or escape there."""
    escaped = code.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
