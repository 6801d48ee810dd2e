"""Tables of a Markdown text (GitHub's dialect): their cells as plain text, below their headings.

A row of a table may lack cells at its end; one with too many has a pipe that is not escaped. Tables in
code blocks are examples, not data.
"""

import html
import re
from dataclasses import dataclass, field

HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*")
FENCE = re.compile(r" {0,3}(```+|~~~+)")
DELIMITER_CELL = re.compile(r"\s*:?-+:?\s*")
PIPE = re.compile(r"(?<!\\)\|")
BOLD = re.compile(r"\s*(\*\*|__)(?P<text>.*)\1\s*", re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_PRIVATE = 0xE000  # where escaped characters wait until the marks around them are gone
_TARGET = r"\(\s*<?(?P<url>[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_IMAGE = re.compile(r"!\[(?P<text>[^\]]*)\]" + _TARGET)
_LINK = re.compile(r"\[(?P<text>[^\]]*)\]" + _TARGET)
_MARKS = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"<br\s*/?>", re.IGNORECASE), "\n"),
    (re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE), ""),
    (re.compile(r"\*\*(.*?)\*\*|(?<!\w)__(.*?)__(?!\w)|~~(.*?)~~|`+([^`]*)`+"), r"\1\2\3\4"),
    (re.compile(r"(?<!\w)[*_](\S(?:[^*_]*\S)?)[*_](?!\w)"), r"\1"),
)


@dataclass
class MarkdownTable:
    """A table below its headings, the outermost first; cells are as written."""

    headings: tuple[str, ...]
    header: list[str]
    rows: list[list[str]] = field(default_factory=list)


def markdown_tables(text: str) -> list[MarkdownTable]:
    """Return the tables of a text, in its order."""
    found: list[MarkdownTable] = []
    headings: dict[int, str] = {}
    fence, table, before = "", None, ""
    for line in text.splitlines():
        opening = FENCE.match(line)
        if fence or opening:
            if opening and (not fence or line.strip() == fence):
                fence = "" if fence else opening[1]
            table, before = None, ""
        elif heading := HEADING.fullmatch(line):
            level = len(heading[1])
            headings = {depth: title for depth, title in headings.items() if depth < level}
            headings[level] = plain_text(heading[2])
            table = None
        elif table is not None and PIPE.search(line):
            table.rows.append(_cells(line))
        else:
            table = _opened(before, line, tuple(headings.values()))
            found += [table] if table else []
        before = line
    return found


def _opened(header: str, line: str, headings: tuple[str, ...]) -> MarkdownTable | None:
    """Return a table whose second line this is: a row of hyphens below a header of as many cells."""
    names, rule = _cells(header), _cells(line)
    if "|" not in header + line or len(names) != len(rule):
        return None
    is_rule = all(DELIMITER_CELL.fullmatch(cell) for cell in rule)
    return MarkdownTable(headings, names) if is_rule else None


def _cells(line: str) -> list[str]:
    text = line.strip()
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [cell.strip() for cell in PIPE.split(text)]


def plain_text(cell: str) -> str:
    """Return what a reader sees: without marks, images as their text, links too, where it has any word."""
    text = _ESCAPED.sub(lambda found: chr(_PRIVATE + ord(found[1])), cell)
    text = _IMAGE.sub(lambda found: found["text"], text)
    text = _LINK.sub(lambda found: found["text"] if re.search(r"\w", found["text"]) else found["url"], text)
    for mark, plain in _MARKS:
        text = mark.sub(plain, text)
    text = "".join(
        chr(ord(each) - _PRIVATE) if _PRIVATE < ord(each) < _PRIVATE + 128 else each for each in text
    )
    lines = (" ".join(line.split()) for line in html.unescape(text).split("\n"))
    return "\n".join(lines).strip()


def is_bold(cell: str) -> bool:
    """Tell whether all of a cell is bold."""
    found = BOLD.fullmatch(cell)
    return bool(found and found["text"].strip() and found[1] not in found["text"])
