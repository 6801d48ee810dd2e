"""The JSON documents of a saved answer: a document a line, or one document that is the whole file."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Raw

from ingest.reading import UnreadableFile

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
EXPORT_JSON = "save the answers of the tracker's API, one record or one page a line"


def documents(path: Path, text: Path) -> Iterator[tuple[int, bytes | Raw]]:
    """Yield line number and text of each document of `text`, a UTF-8 copy of `path`; an array by its parts.

    A line that is no JSON is yielded, too: the caller says what becomes of it. Raises UnreadableFile.
    """
    with text.open("rb") as file:
        lines = ((number, line.removeprefix(BYTE_ORDER_MARK)) for number, line in enumerate(file, start=1))
        lines = ((number, line) for number, line in lines if not line.isspace())
        number, first = next(lines, (1, b""))
        if not first.lstrip().startswith((b"{", b"[")):
            raise UnreadableFile(path, f"line {number}", "it holds no JSON", EXPORT_JSON)
        if first.lstrip().startswith(b"[") or not _is_json(first):
            whole = _whole_document(text)
            if whole is not None:
                yield from whole
                return
        yield number, first
        yield from lines


def _is_json(text: bytes) -> bool:
    try:
        msgspec.json.decode(text, type=Raw)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _whole_document(text: Path) -> list[tuple[int, bytes | Raw]] | None:
    """Return the parts of a file that is one JSON array or one indented object; None when it is neither."""
    content = text.read_bytes().removeprefix(BYTE_ORDER_MARK).strip()
    if not _is_json(content):
        return None
    parts = msgspec.json.decode(content, type=list[Raw]) if content.startswith(b"[") else [content]
    return [(1, part) for part in parts]
