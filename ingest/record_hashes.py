"""The records of a delimited file by the sha256 of their bytes, and those of them that are not known yet.

All of it looks at the file through a map: 130 MB are neither copied nor held.
"""

import hashlib
import json
import mmap
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from ingest.delimited_scan import Scan
from ingest.reading import KnownRecords, Records
from ingest.table import ROW_NUMBER


def layout_name(names: Sequence[str], delimiter: str) -> str:
    """Return a name that only files of the same header and delimiter share."""
    return hashlib.sha256(json.dumps([names, delimiter]).encode()).hexdigest()


def records_of(text: Path, start: int, account: Scan, layout: str, known: KnownRecords) -> Records:
    """Tell the records that are known from the others; of two equal ones, neither is known.

    `start` is the offset of the first record, `account` the scan from there on.
    """
    sha256 = hashlib.sha256
    with _mapped(text, account) as content:
        bounds = pairwise(_bounds(start, account, len(content)).tolist())
        hashes = [sha256(content[begin:end]).digest() for begin, end in bounds]
    records = pl.DataFrame({"record_hash": hashes}, schema={"record_hash": pl.Binary}).select(
        pl.int_range(1, pl.len() + 1).alias(ROW_NUMBER), "record_hash"
    )
    if known.layout != layout:
        return Records(layout, records, records.clear())
    is_known = pl.col("record_hash").is_in(known.hashes.implode()) & pl.col("record_hash").is_unique()
    return Records(layout, records.filter(~is_known), records.filter(is_known))


def write_records(text: Path, start: int, account: Scan, row_numbers: pl.Series, target: Path) -> None:
    """Write the records of these numbers (from 1) to a file of their own."""
    with _mapped(text, account) as content, target.open("wb") as file:
        bounds = _bounds(start, account, len(content))
        places = row_numbers.to_numpy() - 1
        for begin, end in zip(bounds[places].tolist(), bounds[places + 1].tolist(), strict=True):
            file.write(content[begin:end])
            if content[end - 1] != ord("\n"):
                file.write(b"\n")


@contextmanager
def _mapped(text: Path, account: Scan) -> Generator[memoryview]:
    """Map a file; one without records may be empty, and then there is nothing to map."""
    if not account.records:
        yield memoryview(b"")
        return
    with (
        text.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
        memoryview(mapped) as content,
    ):
        yield content


def _bounds(start: int, account: Scan, size: int) -> np.ndarray:
    """Return where each record starts, and where the last one ends."""
    ends = np.concatenate([np.array([-1]), *account.ends]) + start + 1
    return np.minimum(ends, max(size, start))
