"""YAML with the line of every value, `${NAME}` from the environment, and every problem found on the way."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import ConstructorError

from ingest.credentials import REFERENCE
from ingest.problems import Problem

MERGE = "tag:yaml.org,2002:merge"
Location = tuple[str | int, ...]
# These stay references until their value is needed.
CREDENTIALS = frozenset(
    {
        *(("api", "token"), ("api", "user"), ("privacy", "key"), ("slack", "url")),
        *(("webhook", "url"), ("webhook", "token"), ("email", "user"), ("email", "password")),
    }
)


@dataclass
class YamlDocument:
    """A document as plain values, with the line of each of them and the problems of its notation."""

    file: str
    values: Any = None
    lines: dict[Location, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, location: Location) -> int:
        """Return the line of a location, or of the nearest one around it that is written down."""
        return next((self.lines[at] for at in _upwards(location) if at in self.lines), 1)

    def problem(self, location: Location, problem: str, remedy: str) -> Problem:
        """Return a problem at a location."""
        return Problem(self.file, _place(location) or "file", problem, remedy, self.line(location))


def read_yaml(path: Path) -> YamlDocument:
    """Read a YAML file; what cannot be read at all is its one problem."""
    document = YamlDocument(str(path))
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        document.values = _value(document, root, ()) if root else {}
    except OSError as error:
        remedy = "create a workspace with `portfolio init`, or name yours with --workspace"
        document.problems.append(Problem(str(path), "file", error.strerror or str(error), remedy))
    except UnicodeDecodeError:
        document.problems.append(Problem(str(path), "file", "it is not UTF-8", "save it as UTF-8"))
    except yaml.YAMLError as error:
        document.problems.append(_syntax_problem(path, error))
    except RecursionError:
        remedy = "write it out instead of using an anchor inside itself"
        document.problems.append(Problem(str(path), "YAML", "an anchor contains itself", remedy))
    return document


def _syntax_problem(path: Path, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    problem = f"it does not parse: {getattr(error, 'problem', None) or error}"
    remedy = "check indentation, colons and quotes there"
    return Problem(str(path), "YAML", problem, remedy, mark.line + 1 if mark else None)


def _value(document: YamlDocument, node: yaml.Node, location: Location) -> Any:
    """Build a node's value; keep its line; note doubled keys and unset variables."""
    document.lines.setdefault(location, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(document, node, location)
    if isinstance(node, yaml.SequenceNode):
        return [_value(document, child, (*location, index)) for index, child in enumerate(node.value)]
    try:
        value = yaml.SafeLoader("").construct_object(node)
    except (ValueError, ConstructorError):  # 2026-02-30, !unknown tags
        problem = document.problem(location, f"{node.value!r} is no value", "correct it, or put it in quotes")
        document.problems.append(problem)
        return node.value
    return _resolve(document, value, location) if isinstance(value, str) else value


def _mapping(document: YamlDocument, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
    values: dict[str, Any] = {}
    merged: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key_node.tag == MERGE:
            merged |= _merged(document, value_node, location)
            continue
        place = (*location, key)
        document.lines[place] = key_node.start_mark.line + 1
        if key in values:
            problem = document.problem(place, "the key stands here twice", "keep one of them")
            document.problems.append(problem)
        values[key] = _value(document, value_node, place)
    return merged | values


def _merged(document: YamlDocument, node: yaml.Node, location: Location) -> dict[str, Any]:
    """Return what `<<: *anchor` adds; of several anchors the first one counts."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    found: dict[str, Any] = {}
    for each in nodes:
        value = _value(document, each, location)
        if isinstance(value, dict):
            found = value | found
        else:
            problem = document.problem(location, "`<<` needs an anchor of a mapping", "correct it")
            document.problems.append(problem)
    return found


def is_credential(location: Location) -> bool:
    """Tell whether a credential stands at a location: its value is neither kept nor shown."""
    return location[-2:] in CREDENTIALS


def _resolve(document: YamlDocument, text: str, location: Location) -> str:
    if is_credential(location):
        return text
    for name in REFERENCE.findall(text):
        if name not in os.environ:
            problem = f"the environment variable {name} is not set"
            document.problems.append(document.problem(location, problem, f"export {name} before the refresh"))
    return REFERENCE.sub(lambda match: os.environ.get(match[1], ""), text)


def _upwards(location: Location) -> Iterator[Location]:
    for length in range(len(location), -1, -1):
        yield location[:length]


def _place(location: Location) -> str:
    """Write a location as `sources[2].read.encoding`, counting from 1."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")
