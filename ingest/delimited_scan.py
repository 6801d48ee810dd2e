"""An account of a delimited file that does not depend on the parser that later reads it.

Parsers pad short rows, swallow rows after an unclosed quote or skip blank lines without a word.
Counting records and delimiters over the raw bytes first (0.14 CPU s for 50 MB) proves that the
parser returned every record with every cell, or shows that the file needs the careful way.
"""

import mmap
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

QUOTE, NEWLINE, RETURN, NUL = 34, 10, 13, 0
CHUNK = 1 << 20


@dataclass
class Scan:
    """What the bytes of a file hold, from the first data record on."""

    records: int = 0  # blank ones included
    blank: int = 0  # records without any byte
    delimiters: int = 0  # outside quotes
    longest: int = 0  # bytes of the longest record
    is_well_quoted: bool = True  # every quote opens or closes a whole cell
    has_nul: bool = False
    ends: list[np.ndarray] = field(default_factory=list)  # offsets from `start` behind each record's content

    def is_rectangular(self, width: int) -> bool:
        """Tell whether the delimiters suffice for exactly `width` cells in each record."""
        return self.delimiters == (self.records - self.blank) * (width - 1)


def scan(path: Path, start: int, delimiter: str) -> Scan:
    """Account for the bytes of a UTF-8 file from offset `start`, where a record begins."""
    size = path.stat().st_size
    if size <= start:
        return Scan()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        content = np.frombuffer(mapped, dtype=np.uint8)
        try:
            return _scan(content[start:], ord(delimiter), mapped.find(b"\0", start) >= 0)
        finally:
            del content  # an exported buffer would keep the map from closing


def _scan(content: np.ndarray, delimiter: int, has_nul: bool) -> Scan:
    result = Scan(has_nul=has_nul)
    inside = 0  # 1 while a quoted cell runs on from the chunk before
    last_end = -1
    for offset in range(0, len(content), CHUNK):
        chunk = content[offset : offset + CHUNK]
        is_quote = chunk == QUOTE
        outside = ~_inside_quotes(_bits(is_quote), inside)
        quotes = np.flatnonzero(is_quote) + offset
        if len(quotes) and result.is_well_quoted:
            result.is_well_quoted = _quotes_wrap_cells(content, quotes, inside, delimiter)
        inside ^= len(quotes) & 1
        result.delimiters += int(np.bitwise_count(_bits(chunk == delimiter) & outside).sum())
        newlines = np.flatnonzero(chunk == NEWLINE)
        is_end = (outside[newlines >> 6] >> (newlines & 63).astype(np.uint64)) & np.uint64(1)
        ends = newlines[is_end == 1] + offset
        last_end = _count_records(result, content, ends, last_end)
    result.is_well_quoted = result.is_well_quoted and not inside
    if last_end < len(content) - 1:  # the last record has no line end
        _count_records(result, content, np.array([len(content)]), last_end)
    return result


def _bits(mask: np.ndarray) -> np.ndarray:
    """Pack a mask into words of 64, the first byte in the lowest bit."""
    packed = np.packbits(mask, bitorder="little")
    return np.pad(packed, (0, -len(packed) % 8)).view("<u8")


def _inside_quotes(quotes: np.ndarray, inside: int) -> np.ndarray:
    """Set the bits of all bytes with an odd number of quotes up to and including them."""
    parity = quotes.copy()
    for shift in (1, 2, 4, 8, 16, 32):  # each bit becomes the parity of those below it in its word
        parity ^= parity << np.uint64(shift)
    until = np.bitwise_xor.accumulate(parity >> np.uint64(63))
    before = np.concatenate(([np.uint64(0)], until[:-1])) ^ np.uint64(inside)
    return parity ^ -before  # the words before hold an odd number of quotes: all bits turn


def _count_records(result: Scan, content: np.ndarray, ends: np.ndarray, last_end: int) -> int:
    """Add the records that stop at `ends`; return the last of them."""
    if not len(ends):
        return last_end
    lengths = np.diff(ends, prepend=last_end) - 1
    is_return_only = (lengths == 1) & (content[ends - 1] == RETURN)
    result.records += len(ends)
    result.ends.append(ends)
    result.blank += int(np.count_nonzero((lengths == 0) | is_return_only))
    result.longest = max(result.longest, int(lengths.max()))
    return int(ends[-1])


def _quotes_wrap_cells(content: np.ndarray, quotes: np.ndarray, inside: int, delimiter: int) -> bool:
    """Check that opening quotes follow, and closing quotes precede, a delimiter, a line end or a quote."""
    opening, closing = quotes[inside::2], quotes[1 - inside :: 2]
    before = np.where(opening == 0, NEWLINE, content[opening - 1])
    after = np.where(closing + 1 == len(content), NEWLINE, content[np.minimum(closing + 1, len(content) - 1)])
    return bool(
        np.isin(before, (delimiter, NEWLINE, QUOTE)).all()
        and np.isin(after, (delimiter, NEWLINE, RETURN, QUOTE)).all()
    )
