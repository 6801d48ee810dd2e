"""Turning whatever encoding, compression and line ends a text file came with into plain UTF-8 lines."""

import codecs
import gzip
import re
import zlib
from pathlib import Path

from ingest.reading import UnreadableFile

GZIP_MAGIC = b"\x1f\x8b"
BROKEN_GZIP = (gzip.BadGzipFile, EOFError, zlib.error)  # no OSError: a full disk is not the file's fault
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins alike
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BLOCK = 1 << 20
# Real exports deflate 5 to 50 times; what unpacks to far more is made to fill the disk.
LARGEST_RATIO = 200
RATIO_MATTERS_FROM = 256 << 20
LARGEST_INFLATED = 8 << 30
NO_TABLE = (
    (
        re.compile(rb"\s*(<!doctype html|<html|<head|<body)", re.IGNORECASE),
        "a web page, perhaps a sign-in page",
    ),
    (re.compile(rb"\s*<\?xml", re.IGNORECASE), "an XML file"),
    (re.compile(rb"%PDF-"), "a PDF file"),
    (re.compile(rb"PK\x03\x04"), "a zip archive"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Office or a password-protected file"),
)
EXPORT_AGAIN = "export the table as CSV and put that file in its place"


def is_gzip(path: Path) -> bool:
    """Tell by its first bytes whether a file is gzip."""
    with path.open("rb") as file:
        return file.read(2) == GZIP_MAGIC


def read_start(path: Path, length: int = 4096) -> bytes:
    """Return the first bytes of a file, inflated when it is gzip. Raises UnreadableFile."""
    if not is_gzip(path):
        with path.open("rb") as file:
            return file.read(length)
    try:
        with gzip.open(path) as file:
            return file.read(length)
    except BROKEN_GZIP as error:
        raise _broken_gzip(path, error) from error


def as_utf8(path: Path, encoding: str, folder: Path) -> Path:
    """Return the file itself when it is plain UTF-8, else a UTF-8 copy of it in `folder`.

    A byte-order mark wins over `encoding`. Bytes that are no text stay as they are, so that only the
    record in which they stand is rejected. Raises UnreadableFile for what is no text at all.
    """
    start = read_start(path)
    _refuse_other_content(path, start)
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if start.startswith(mark)), encoding)
    plain = _inflate(path, folder / "inflated") if is_gzip(path) else path
    if codecs.lookup(encoding).name != "utf-8":
        plain = _transcode(path, plain, encoding, folder / "utf8")
    else:
        _refuse_binary(path, start.rstrip(b"\0"))
    _refuse_zero_tail(path, plain)
    return _with_line_feeds(plain, folder / "lines", start)


def _refuse_binary(path: Path, start: bytes) -> None:
    """Refuse what is mostly NUL bytes; their position betrays UTF-16. A few are left to the records."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) <= len(start) // 8:
        return
    remedy = f"set read.encoding: utf-16-{'be' if even > odd else 'le'}"
    raise UnreadableFile(path, "its first 4 kB", "holds NUL bytes: binary, or UTF-16 without a mark", remedy)


def _refuse_other_content(path: Path, start: bytes) -> None:
    if not start.strip():
        raise UnreadableFile(
            path, "the file", "it is empty", "export it again; an export without rows has a header"
        )
    for pattern, what in NO_TABLE:
        if pattern.match(start):
            raise UnreadableFile(path, "the file", f"it is {what}, not a table", EXPORT_AGAIN)


def _refuse_zero_tail(path: Path, plain: Path) -> None:
    with plain.open("rb") as file:
        file.seek(-1, 2)
        if file.read(1) == b"\0":
            raise UnreadableFile(
                path, "its end", "it ends in NUL bytes: the copy was cut short", "copy the file again"
            )


def _broken_gzip(path: Path, error: Exception) -> UnreadableFile:
    return UnreadableFile(
        path, "the file", f"its gzip data is damaged ({error})", "copy or export the file again"
    )


def _inflate(path: Path, target: Path) -> Path:
    packed, size = path.stat().st_size, 0
    try:
        with gzip.open(path) as source, target.open("wb") as sink:
            while block := source.read(BLOCK):
                size += sink.write(block)
                if size > LARGEST_INFLATED or (size > RATIO_MATTERS_FROM and size > packed * LARGEST_RATIO):
                    raise UnreadableFile(
                        path,
                        "the file",
                        f"{packed:,} bytes unpack to more than {size:,}",
                        "deliver it unpacked",
                    )
    except BROKEN_GZIP as error:
        raise _broken_gzip(path, error) from error
    return target


def _transcode(path: Path, plain: Path, encoding: str, target: Path) -> Path:
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
    try:
        with plain.open("rb") as source, target.open("wb") as sink:
            while block := source.read(BLOCK):
                sink.write(decoder.decode(block).encode("utf-8", "surrogateescape"))
            sink.write(decoder.decode(b"", final=True).encode("utf-8", "surrogateescape"))
    except UnicodeError as error:
        raise UnreadableFile(
            path, "the file", f"it is not {encoding}: {error}", "set read.encoding, or copy it again"
        ) from error
    return target


def _with_line_feeds(plain: Path, target: Path, start: bytes) -> Path:
    """Copy a file whose lines end in carriage returns alone (old Mac software); others stay as they are."""
    if b"\n" in start or b"\r" not in start:
        return plain
    with plain.open("rb") as source:
        content = source.read()
    if b"\n" in content:
        return plain
    target.write_bytes(content.replace(b"\r", b"\n"))
    return target
