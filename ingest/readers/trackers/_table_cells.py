"""How trackers' tables write statuses, percentages, parents and predecessors in their cells."""

import re
from collections.abc import Iterable, Mapping

import polars as pl

from ingest.contracts import TABLES
from ingest.readers._rows import Fields, Rows
from ingest.table import ROW_NUMBER

# Fields that read.columns may fill where an export has no column of its own for them. Not the key: where a
# tool has ids only, parents and links are told by them, and would not meet another key.
MAPPABLE: Fields = {
    name: () for name in TABLES["work_items"].schema if name not in {"is_subtask", "work_item_key"}
}
LISTS = {"labels": ",", "components": ",", "fix_versions": ",", "sprints": "\n"}
BARE_NUMBER = r"^[0-9]+(?:[.,][0-9]+)?$"
# `12`, `12FS +3d`, German `12EA+3t`: the row of the predecessor, which ends are tied, and the lag.
PREDECESSOR = re.compile(r"(\d+)\s*(FS|SS|FF|SF|EA|AA|EE|AE)?\s*(?:[+-].*)?", re.IGNORECASE)
TIES = {"FS": "fs", "EA": "fs", "SS": "ss", "AA": "ss", "FF": "ff", "EE": "ff", "SF": "sf", "AE": "sf"}
# A successor may not start before its predecessor ends; of the other ties none holds up the start of work.
LINKS_OF_TIES = {
    "fs": ("Blocks", "inward"),
    "ss": ("Start to start", "inward"),
    "ff": ("Finish to finish", "inward"),
    "sf": ("Start to finish", "inward"),
}


def category_of(statuses: Mapping[str, Iterable[str]], field: str = "status_name") -> pl.Expr:
    """Return the category whose words hold a status; NULL for a status that the tool does not know."""
    words = {status: category for category, names in statuses.items() for status in names}
    return pl.col(field).str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.String)


def percent_points(field: str) -> pl.Expr:
    """Write a bare number as the percentage it is: `50` becomes `50%`."""
    text = pl.col(field)
    return pl.when(text.str.contains(BARE_NUMBER)).then(text + "%").otherwise(text).alias(field)


def kept_as_extra(rows: Rows, *fields: str) -> None:
    """Keep the cells of these fields in `extra` as well: the contract takes only a part of them."""
    rows.keep_as_extra(
        (*rows.unknown, *(column for field in fields for column in rows.columns.get(field, ())))
    )


def parents_by_level(rows: Rows, levels: pl.Series) -> pl.Series:
    """Return for each row the id of the nearest row above that stands further left; NULL at the top.

    A row that was set aside, or whose level is not known, may be the parent of those that follow: below it
    the rows above no longer count.
    """
    placed = rows.frame.select(ROW_NUMBER, "work_item_id", level=levels)
    set_aside = rows.table.rejected.select(pl.col(ROW_NUMBER).unique())
    above: list[tuple[int, str | None]] = []
    parents: dict[int, str | None] = {}
    for number, key, level in pl.concat([placed, set_aside], how="diagonal").sort(ROW_NUMBER).iter_rows():
        if level is None:
            above.clear()
            continue
        while above and above[-1][0] >= level:
            above.pop()
        parents[number] = above[-1][1] if above else None
        above.append((level, key))
    return pl.Series("parent", [parents.get(number) for number in rows.frame[ROW_NUMBER]], pl.String)


def leading_blanks(texts: pl.Series) -> pl.Series:
    """Return how far each text is indented by blanks; NULL where there is no text."""
    return texts.str.len_chars().cast(pl.Int64) - texts.str.strip_chars_start().str.len_chars().cast(pl.Int64)


def ties(cells: Iterable[str | None], keys: Mapping[str, str | None]) -> dict[str, list[str | None]]:
    """Return per kind of tie the keys of each row's predecessors, joined by commas.

    `keys` leads from the number by which a predecessor is called to its key. What names no row of the
    file, such as a task of another file, is no link.
    """
    found: dict[str, list[str | None]] = {kind: [] for kind in LINKS_OF_TIES}
    for cell in cells:
        linked: dict[str, list[str]] = {kind: [] for kind in LINKS_OF_TIES}
        for part in re.split("[,;]", cell or ""):
            match = PREDECESSOR.fullmatch(part.strip())
            if match and (key := keys.get(match[1])):
                linked[TIES[(match[2] or "FS").upper()]].append(key)
        for kind, names in linked.items():
            found[kind].append(",".join(names) or None)
    return found
