"""Reading registers that people keep as YAML: a list of records, or a mapping that holds one such list.

Everything is text until a reader gives it a meaning, so that `yes`, `2026-01-05` and `0.30` are read by the
same rules as a cell of a spreadsheet. A scalar beside the list (`policy_version: 2026-1`) belongs to each
record. The file is untrusted: aliases, which unfold a few lines into gigabytes, deep nesting, large files
and keys that stand twice are refused.
"""

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from ingest.configuration import ReadOptions
from ingest.json_records import number_text, records_table
from ingest.reading import UnreadableFile
from ingest.table import Table
from ingest.text_file import as_utf8

LARGEST_FILE = 4 << 20
DEEPEST_NESTING = 8
KEY = re.compile(r"""["']?\w[^:,;\t"']*["']?:(?:\s.*)?""")
ITEM = re.compile(r"""-(?:\s+["']?\w[^:,;\t"']*["']?:(?:\s.*)?|\s+\{.*)?""")
SEPARATOR = "; "
TAG = "tag:yaml.org,2002:"
WRITE_A_LIST = "write a list of records, or a mapping with one such list"


def is_yaml_start(start: bytes) -> bool:
    """Tell whether a file begins as a YAML list of records: `- key:`, after `---`, `key: value` or comments.

    A CSV with lines such as `Report: X` above its header is no YAML: its header is neither key nor item.
    """
    for line in _lines(start):
        if line.lstrip().startswith("-"):
            return bool(ITEM.fullmatch(line.strip()))
        if not KEY.fullmatch(line):
            return False
    return False


def _lines(start: bytes) -> Iterator[str]:
    """Yield the first lines that say anything: no comments, no marks of a document, no continued texts."""
    has_key = False
    for line in start.decode("utf-8", "ignore").splitlines():
        text = line.rstrip()
        is_continued = has_key and text.startswith(" ") and not text.lstrip().startswith("-")
        if not text or text.lstrip().startswith("#") or text.startswith(("---", "%YAML")) or is_continued:
            continue
        has_key = True
        yield text


def read_yaml_records(path: Path, options: ReadOptions, expected: Collection[str]) -> Table:
    """Read records; one that is no mapping is rejected. Raises UnreadableFile."""
    with TemporaryDirectory(prefix="portfolio-") as folder:
        plain = as_utf8(path, options.encoding, Path(folder))
        if (size := plain.stat().st_size) > LARGEST_FILE:
            problem = f"{size:,} bytes of YAML; more than {LARGEST_FILE:,} are not read"
            raise UnreadableFile(path, "the file", problem, "deliver it as CSV")
        content = plain.read_bytes()
    try:
        text = content.decode("utf-8-sig")
        _refuse_dangerous(path, text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, f"byte {error.start}", "it is not UTF-8", "set read.encoding") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "YAML"
        problem = f"it does not parse: {getattr(error, 'problem', None) or error}"
        raise UnreadableFile(path, place, problem, "check indentation, colons and quotes there") from error
    return records_table(path, _records(path, root), expected)


def _refuse_dangerous(path: Path, text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            problem, remedy = f"it uses an alias, *{event.anchor}", "write out what the alias stands for"
            raise UnreadableFile(path, _place(event), problem, remedy)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST_NESTING:
            problem = f"it nests deeper than {DEEPEST_NESTING} levels"
            raise UnreadableFile(path, _place(event), problem, WRITE_A_LIST)


def _place(at: yaml.Event | yaml.Node) -> str:
    return f"line {at.start_mark.line + 1}" if at.start_mark else "the file"


def _records(path: Path, root: yaml.Node | None) -> list[Any]:
    if isinstance(root, yaml.SequenceNode):
        return [_value(path, node) for node in root.value]
    if not isinstance(root, yaml.MappingNode):
        raise UnreadableFile(path, "the file", "it holds no list of records", WRITE_A_LIST)
    values = _mapping(path, root)
    lists = [key for key, node in root.value if isinstance(node, yaml.SequenceNode)]
    if len(lists) != 1:
        names = ", ".join(str(key.value) for key in lists) or "none"
        problem = f"it holds {len(lists)} lists ({names}), not one"
        raise UnreadableFile(path, "the file", problem, WRITE_A_LIST)
    listed = next(node for _, node in root.value if isinstance(node, yaml.SequenceNode))
    shared = {key: value for key, value in values.items() if key != lists[0].value}
    records = [_value(path, node) for node in listed.value]
    return [{**shared, **record} if isinstance(record, dict) else record for record in records]


def _mapping(path: Path, node: yaml.MappingNode) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in values:
            raise UnreadableFile(path, _place(key), f"the key {name!r} stands here twice", "keep one of them")
        values[name] = _value(path, value)
    return values


def _value(path: Path, node: yaml.Node) -> Any:
    """Return a record, a scalar as written, or the text of what is nested in a record."""
    if isinstance(node, yaml.MappingNode):
        return _mapping(path, node)
    if isinstance(node, yaml.SequenceNode):
        values = [_value(path, child) for child in node.value]
        is_flat = all(isinstance(value, str) for value in values)
        return SEPARATOR.join(values) if is_flat else json.dumps(values, ensure_ascii=False)
    if node.tag == f"{TAG}null":
        return None
    return number_text(node.value) if node.tag == f"{TAG}float" else node.value
