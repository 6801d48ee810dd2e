"""Weighted lists in one cell: `Growth 60%; Trust 40%`, `KR-01 50%; KR-07`, `WBS-1; WBS-2 40%`."""

import re
from decimal import Decimal
from typing import Literal

import polars as pl

from ingest.readers._rows import Rows
from ingest.table import ROW_NUMBER

SEPARATOR = re.compile(r"[;\n|]")
ENTRY = re.compile(r"(?P<name>.+?)\s*(?:[:=(]?\s*(?P<percent>[0-9]{1,3}(?:[.,][0-9]{1,4})?)\s*%\)?)?")
REASONS = {
    "weights_over_one": "the weights sum to more than 100 %",
    "duplicate_link": "the same name stands twice in one cell",
}

# What an entry without a weight means: an equal part of what the others leave, or the whole of it.
Unweighted = Literal["remainder", "whole"]


def parse_weights(cell: str, unweighted: Unweighted) -> list[tuple[str, Decimal]] | str:
    """Return (name, share) pairs, or the reason (of REASONS) why the cell cannot be taken."""
    found = [ENTRY.fullmatch(part.strip()) for part in SEPARATOR.split(cell) if part.strip()]
    pairs = [(match["name"], _share(match["percent"])) for match in found if match]
    if len({name for name, _ in pairs}) < len(pairs):
        return "duplicate_link"
    given = [share for _, share in pairs if share is not None]
    if unweighted == "whole":
        is_over = any(share > 1 for share in given)
        rest = Decimal(1)
    else:
        is_over = sum(given, Decimal(0)) > 1
        rest = (1 - sum(given, Decimal(0))) / max(1, len(pairs) - len(given))
    if is_over:
        return "weights_over_one"
    return [(name, rest if share is None else share) for name, share in pairs]


def _share(percent: str | None) -> Decimal | None:
    return Decimal(percent.replace(",", ".")) / 100 if percent else None


def read_links(rows: Rows, owner: str, field: str, name: str, unweighted: Unweighted) -> pl.DataFrame:
    """Make a row (`owner`, `name`, weight, row_number) of each entry in the cells of `field`."""
    links, refused = [], []
    for row_number, code, cell in rows.frame.select(ROW_NUMBER, owner, field).drop_nulls().iter_rows():
        parsed = parse_weights(cell, unweighted)
        if isinstance(parsed, str):
            refused.append((row_number, parsed))
            continue
        links += [(row_number, code, entry, float(share)) for entry, share in parsed]
    for reason, detail in REASONS.items():
        numbers = [row_number for row_number, why in refused if why == reason]
        rows.refuse(
            pl.col(ROW_NUMBER).is_in(numbers), reason, field, pl.format("'{}': {}", field, pl.lit(detail))
        )
    schema = {ROW_NUMBER: pl.Int64(), owner: pl.String(), name: pl.String(), "weight": pl.Float64()}
    return rows.with_as_of(pl.DataFrame(links, schema=schema, orient="row"))
