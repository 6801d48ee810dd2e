"""Which encoding a text file is in: proven by its mark or its bytes, or else one of several."""

import codecs
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.profiling.facts import Finding
from ingest.text_file import BYTE_ORDER_MARKS, as_utf8, read_start

CANDIDATES = ("cp1252", "latin-1")  # what Windows and old servers write; nothing in a file tells them apart
SHOWN_LENGTH = 60


def find_encoding(path: Path) -> Finding:
    """Look at every byte of a text file. Raises UnreadableFile for what is no text."""
    start = read_start(path)
    for mark, name in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return Finding(name, True, f"byte-order mark {mark.hex(' ')}")
    if found := _utf_16(start):
        return found
    with TemporaryDirectory(prefix="portfolio-") as folder:
        return _of_lines(as_utf8(path, "utf-8", Path(folder)))


def _utf_16(start: bytes) -> Finding | None:
    """Text of Western languages in UTF-16 has a NUL at every other place."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) <= len(start) // 4:
        return None
    name = "utf-16-be" if even > odd else "utf-16-le"
    try:
        codecs.getincrementaldecoder(name)().decode(start)
    except UnicodeDecodeError:
        return None
    return Finding(name, True, f"NUL bytes at {max(even, odd):,} of the first {len(start):,} places")


def _of_lines(text: Path) -> Finding:
    foreign: tuple[int, bytes] | None = None
    proof: tuple[int, str] | None = None
    possible = list(CANDIDATES)
    with text.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            if _decodes(line, "utf-8"):
                proof = proof or (number, line.decode())
                continue
            foreign = foreign or (number, line)
            possible = [name for name in possible if _decodes(line, name)]
    if foreign:
        number, line = foreign
        shown = "; ".join(f"{name} reads {_cut(line.decode(name))!r}" for name in possible)
        return Finding(possible[0], False, f"not UTF-8; line {number}: {shown}")
    if proof:
        return Finding(
            "utf-8", True, f"every byte is UTF-8, beyond ASCII in line {proof[0]}: {_cut(proof[1])!r}"
        )
    return Finding("utf-8", True, "ASCII only, which is alike in UTF-8, cp1252 and latin-1")


def _decodes(line: bytes, name: str) -> bool:
    try:
        line.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _cut(line: str) -> str:
    """Return the surroundings of the first character beyond ASCII."""
    place = next(index for index, character in enumerate(line) if not character.isascii())
    return line[max(0, place - SHOWN_LENGTH // 2) : place + SHOWN_LENGTH // 2].strip()
