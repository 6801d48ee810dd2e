"""What a workbook must pass before a parser may open it, and the names of its sheets.

A workbook is a zip archive of XML: small ones can unpack to gigabytes or claim billions of cells.
"""

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from copy import copy
from functools import partial
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from isal import isal_zlib
from isal.igzip_lib import IsalError

from ingest.reading import UnreadableFile, is_machine_fault

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_WORKBOOK = 300 << 20  # bytes unpacked
LARGEST_RATIO = 200
RATIO_MATTERS_FROM = 1 << 20
MOST_CELLS = 5_000_000
BLOCK = (
    1 << 18
)  # bytes of XML: what the memory allocator hands back again and again; 1 << 19 costs a fifth more
PACKED_BLOCK = 1 << 16
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CELL_REFERENCE = re.compile(rb'r(?:ef)?="(?:[A-Z]+[0-9]+:)?([A-Z]{1,3})([0-9]{1,7})"')
ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
NO_ELEMENT = re.compile(rb"<\?.*?\?>\s*|<!--.*?-->\s*", re.DOTALL)
ELEMENT = re.compile(rb"<[A-Za-z_]")
LONGEST_PROLOG = 1 << 16
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    IsalError,
    EOFError,
    KeyError,
    RuntimeError,
    ElementTree.ParseError,
    OSError,
)
SAVE_SMALLER = "copy the table into a new workbook, or save it as CSV"


def visible_sheets(path: Path) -> dict[str, str]:
    """Check a workbook; return its visible sheets, name -> member of the archive. Raises UnreadableFile."""
    with path.open("rb") as file:
        if file.read(8) == OLE_MAGIC:
            problem = "it is protected by a password, or an .xls of Excel 97-2003"
            raise UnreadableFile(path, "the file", problem, "save it as .xlsx without a password")
    with opened(path) as archive:
        _check_sizes(path, archive)
        _refuse_doctype(path, archive)
        return _sheets(archive, is_visible=True)


def row_counts(path: Path, *, is_visible: bool) -> dict[str, int]:
    """Return how many rows each visible, or each hidden, sheet of a checked workbook holds."""
    with opened(path) as archive:
        sheets = _sheets(archive, is_visible=is_visible)
        return {name: len(ROW.findall(archive.read(member))) for name, member in sheets.items()}


@contextmanager
def opened(path: Path) -> Generator[zipfile.ZipFile]:
    """Open a workbook's archive; what is broken in it, found now or later, raises UnreadableFile."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except BROKEN as error:  # ty: ignore[invalid-exception-caught] - its stub calls a class an instance
        if is_machine_fault(error):
            raise
        raise UnreadableFile(path, "the file", f"it is no sound workbook ({error})", SAVE_SMALLER) from error


def unpacked(archive: zipfile.ZipFile, member: str) -> Generator[bytes]:
    """Yield a member block by block, its checksum compared. ISA-L takes half of the time of zlib."""
    packed = copy(archive.getinfo(member))
    size, checksum, deflated = packed.file_size, packed.CRC, packed.compress_type == zipfile.ZIP_DEFLATED
    if deflated:  # then the archive itself hands out the bytes as they lie in it
        packed.compress_type, packed.file_size = zipfile.ZIP_STORED, packed.compress_size
        del packed.CRC
    found = 0
    with archive.open(packed) as file:
        for block in _inflated(file) if deflated else iter(partial(file.read, BLOCK), b""):
            size, found = size - len(block), isal_zlib.crc32(block, found)
            if size < 0:
                break
            yield block
    if size or found != checksum:
        raise zipfile.BadZipFile(f"Bad CRC-32 for file '{member}'")


def _inflated(file: IO[bytes]) -> Generator[bytes]:
    """Yield blocks of a deflated stream."""
    inflate = isal_zlib.decompressobj(-zlib.MAX_WBITS)
    while not inflate.eof and (packed := inflate.unconsumed_tail or file.read(PACKED_BLOCK)):
        if block := inflate.decompress(packed, BLOCK):
            yield block
    if rest := inflate.flush():
        yield rest


def _check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if doubled := [name for name, count in Counter(archive.namelist()).items() if count > 1]:
        raise UnreadableFile(
            path, doubled[0], "is twice in the archive; readers differ on which", SAVE_SMALLER
        )
    if sum(member.file_size for member in members) > LARGEST_WORKBOOK:
        raise UnreadableFile(
            path, "the file", f"unpacks to more than {LARGEST_WORKBOOK >> 20} MB", SAVE_SMALLER
        )
    for member in members:
        if member.file_size > max(RATIO_MATTERS_FROM, LARGEST_RATIO * member.compress_size):
            raise UnreadableFile(
                path, member.filename, f"unpacks to {member.file_size:,} bytes", SAVE_SMALLER
            )


def _refuse_doctype(path: Path, archive: zipfile.ZipFile) -> None:
    for member in archive.namelist():
        if not member.lower().endswith((".xml", ".rels")):
            continue
        with archive.open(member) as file:
            if not _begins_with_element(file):
                problem = "declares XML entities or is not UTF-8, which no export does"
                raise UnreadableFile(path, member, problem, SAVE_SMALLER)


def _begins_with_element(file: IO[bytes]) -> bool:
    """Tell whether nothing but comments and instructions stands before the first element."""
    start = b""
    while block := file.read(4096):
        start = NO_ELEMENT.sub(b"", (start + block).removeprefix(b"\xef\xbb\xbf")).lstrip()
        if len(start) > LONGEST_PROLOG or not start.startswith((b"<!--", b"<?")):
            break
    return ELEMENT.match(start) is not None


def _sheets(archive: zipfile.ZipFile, *, is_visible: bool) -> dict[str, str]:
    """Return the visible, or the hidden, worksheets in their order."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    workbook = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    found = {}
    for sheet in workbook.iter():
        member = targets.get(sheet.get(RELATIONSHIP), "")
        if (
            sheet.tag.endswith("}sheet")
            and (sheet.get("state", "visible") == "visible") == is_visible
            and "worksheets/" in member
        ):
            found[sheet.get("name", "")] = member.lstrip("/") if member.startswith("/") else f"xl/{member}"
    return found


def check_bounds(path: Path, name: str, start: bytes, end: bytes) -> None:
    """Refuse a sheet whose declared area, or whose first and last cells, span too many cells.

    Only the start and the end are looked at: sheets are written in order, and what lies about that as well
    is stopped by the limits of the process that parses it. Raises UnreadableFile.
    """
    references = CELL_REFERENCE.findall(start) + CELL_REFERENCE.findall(end)
    columns = max((column_number(letters) for letters, _ in references), default=0)
    rows = max((int(number) for _, number in references), default=0)
    if columns * rows > MOST_CELLS:
        problem = f"its cells span {rows:,} rows and {columns:,} columns"
        raise UnreadableFile(
            path, f"sheet {name!r}", problem, "delete stray cells far from the table, or save it as CSV"
        )


def column_number(letters: bytes) -> int:
    """Return the number of an Excel column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
