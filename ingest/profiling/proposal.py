"""The entry for portfolio.yml: what is proven as settings, what is only likely as comments."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from ingest.configuration import ReadOptions, Source
from ingest.profiling.facts import Finding, Match, Profile
from ingest.receipts import DATE_IN_NAME

LONGEST_NAME = 60
SUFFIXES = re.compile(r"(\.[A-Za-z]{2,5}){1,2}$")
CHOICES = {"decimal_mark": ('"."', '","'), "date_order": ("dmy", "mdy")}
SETTING_WIDTH = 44


def source_name(path: Path) -> str:
    """Return a name for the source: the file's own, without the date that changes from file to file."""
    stem = SUFFIXES.sub("", path.name)
    words = re.sub("[^a-z0-9]+", "_", DATE_IN_NAME.sub(" ", stem).casefold()).strip("_")
    return words[:LONGEST_NAME].strip("_") if words[:1].isalpha() else "export"


def propose(profile: Profile) -> str:
    """Return an entry of `sources:`; lines that the file does not prove are comments."""
    name = source_name(profile.path)
    suffix = SUFFIXES.search(profile.path.name)
    lines = [
        f"  - name: {name}",
        *_format(profile),
        f"    files: inbox/{name}/*{suffix[0] if suffix else ''}",
        *_comment("    ", "delivery: increment", "when each file holds only what is new since the last"),
        *_as_of(profile.as_of),
        *_block("    read:", [*_read(profile), *_columns(profile.matches)]),
    ]
    return "\n".join(lines) + "\n"


def proposed_source(profile: Profile) -> Source:
    """Return the entry's settings as the reader gets them."""
    (entry,) = yaml.safe_load(profile.proposal)
    known = {"format": profile.format.value} if profile.format.value else {"format": "unknown"}
    return Source.model_validate(known | entry)


def plain_source(path: Path, encoding: str | None) -> Source:
    """Return a source without settings but the encoding, for trying formats."""
    read = ReadOptions(encoding=encoding or "utf-8")
    return Source(name=source_name(path), format="unknown", files="unknown", read=read)


def _format(profile: Profile) -> Iterator[str]:
    finding = profile.format
    if finding.value is None:
        yield from _comment("    ", "format: ...", finding.evidence)
    elif finding.is_proven:
        yield from _line("    ", f"format: {finding.value}", _likeness(profile, 0))
    else:
        for place, candidate in enumerate(profile.candidates[:3]):
            yield from _comment("    ", f"format: {candidate.format}", _likeness(profile, place))


def _likeness(profile: Profile, place: int) -> str:
    candidate = profile.candidates[place]
    if candidate.headers:
        columns = len(profile.structure.columns) if profile.structure else 0
        return f"{len(candidate.headers)} of {columns} headers known"
    return f"{candidate.rows_accepted:,} records accepted"


def _as_of(finding: Finding) -> Iterator[str]:
    make = _line if finding.is_proven else _comment
    yield from make("    ", f"as_of: {_scalar(finding.value or '')}", finding.evidence)


def _read(profile: Profile) -> Iterator[str]:
    encoding, structure = profile.encoding, profile.structure
    if encoding and encoding.value != "utf-8":
        yield from _setting("encoding", encoding)
    if structure:
        if structure.delimiter and structure.delimiter.value != ",":
            yield from _setting("delimiter", structure.delimiter)
        if structure.sheet and structure.sheet.value != structure.sheets[0]:
            yield from _setting("sheet", structure.sheet)
        if not structure.header_row.is_proven:
            yield from _setting("header_row", structure.header_row)
    for key, finding in (("decimal_mark", profile.decimal_mark), ("date_order", profile.date_order)):
        yield from _setting(key, finding)


def _setting(key: str, finding: Finding) -> Iterator[str]:
    """Yield a line of a proven setting; of another its choices as comments, with the cells in question."""
    if finding.value is not None:
        make = _line if finding.is_proven else _comment
        yield from make("      ", f"{key}: {_quoted(key, finding.value)}", finding.evidence)
    elif not finding.is_proven:
        first, *others = CHOICES[key]
        cells = "; ".join(map(str, finding.cells[:2])) or finding.evidence
        yield from _comment("      ", f"{key}: {first}", f"or {', '.join(others)}: {cells}")


def _columns(matches: tuple[Match, ...]) -> list[str]:
    similar = (match for match in matches if match.similarity < 100)
    lines = [
        line
        for match in similar
        for line in _comment(
            "        ", f"{match.field}: {_scalar(match.column)}", f"similar by {match.similarity} of 100"
        )
    ]
    return _block("      columns:", lines)


def _block(head: str, lines: list[str]) -> list[str]:
    """Return a mapping below its key; a mapping of comments alone would be empty, so its key is one too."""
    if not lines:
        return []
    is_comment = all(line.lstrip().startswith("#") for line in lines)
    indent = head[: len(head) - len(head.lstrip())]
    return [f"{indent}# {head.strip()}" if is_comment else head, *lines]


def _quoted(key: str, value: str) -> str:
    """Return a value as it stands in the entry; marks always in quotes, in which they can be seen."""
    if key in ("delimiter", "decimal_mark"):
        return json.dumps(value)
    return value if key == "header_row" else _scalar(value)


def _scalar(text: str) -> str:
    """Return a text as YAML writes it in a mapping."""
    return yaml.safe_dump({"": text}, allow_unicode=True, width=10_000).partition(": ")[2].strip()


def _line(indent: str, setting: str, why: str) -> Iterator[str]:
    yield f"{indent}{setting:<{SETTING_WIDTH - len(indent)}} # {_on_one_line(why)}"


def _comment(indent: str, setting: str, why: str) -> Iterator[str]:
    yield f"{indent}{'# ' + setting:<{SETTING_WIDTH - len(indent)}} # {_on_one_line(why)}"


def _on_one_line(text: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
