"""Reading portfolio.yml: every problem at once, each with its line."""

import difflib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ingest.configuration import Configuration
from ingest.problems import Problem

REFERENCE = re.compile(r"\$\{(\w+)\}")
Location = tuple[str | int, ...]


class ConfigurationError(Exception):
    """portfolio.yml cannot be used; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass
class _Document:
    """A YAML document as plain values, with the line of each of them."""

    file: str
    values: Any
    lines: dict[Location, int]
    problems: list[Problem]


def load_configuration(path: Path) -> Configuration:
    """Read and check a portfolio.yml; `${NAME}` comes from the environment. Raises ConfigurationError."""
    document = _read(path)
    if document.problems:
        raise ConfigurationError(document.problems)
    try:
        return Configuration.model_validate(document.values)
    except ValidationError as error:
        problems = [_problem(document, details) for details in _innermost(error.errors())]
        raise ConfigurationError(sorted(problems, key=lambda problem: problem.line or 0)) from error


def _innermost(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out what only follows from errors further in: a list of invalid items counts as empty."""
    places = [error["loc"] for error in errors]

    def has_inner(place: Location) -> bool:
        return any(len(other) > len(place) and other[: len(place)] == place for other in places)

    return [error for error in errors if not has_inner(error["loc"])]


def _read(path: Path) -> _Document:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        remedy = "create a workspace with `portfolio init`, or name yours with --workspace"
        raise ConfigurationError(
            [Problem(str(path), "file", error.strerror or str(error), remedy)]
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            [Problem(str(path), "file", "it is not UTF-8", "save it as UTF-8")]
        ) from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ConfigurationError([_syntax_problem(path, error)]) from error
    document = _Document(str(path), None, {}, [])
    document.values = _value(document, root, ()) if root else {}
    return document


def _syntax_problem(path: Path, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else None
    problem = getattr(error, "problem", None) or str(error)
    return Problem(
        str(path), "YAML", f"it does not parse: {problem}", "check indentation, colons and quotes there", line
    )


def _value(document: _Document, node: yaml.Node, location: Location) -> Any:
    """Build a node's value; keep its line; note doubled keys and unset variables."""
    document.lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(document, node, location)
    if isinstance(node, yaml.SequenceNode):
        return [_value(document, child, (*location, index)) for index, child in enumerate(node.value)]
    value = yaml.SafeLoader("").construct_object(node)
    return _resolve(document, value, location) if isinstance(value, str) else value


def _mapping(document: _Document, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in values:
            place = _place((*location, key))
            document.problems.append(
                Problem(document.file, place, "the key stands here twice", "keep one of them", line)
            )
        values[key] = _value(document, value_node, (*location, key))
        document.lines[*location, key] = line
    return values


def _resolve(document: _Document, text: str, location: Location) -> str:
    for name in REFERENCE.findall(text):
        if name not in os.environ:
            problem = f"the environment variable {name} is not set"
            remedy = f"export {name} before the refresh"
            document.problems.append(
                Problem(document.file, _place(location), problem, remedy, document.lines[location])
            )
    return REFERENCE.sub(lambda match: os.environ.get(match[1], ""), text)


def _problem(document: _Document, details: ErrorDetails) -> Problem:
    location: Location = details["loc"]
    line = next((document.lines[at] for at in _upwards(location) if at in document.lines), 1)
    message = details["msg"].removeprefix("Value error, ")
    if details["type"] == "extra_forbidden":
        return Problem(document.file, _place(location), "unknown key", _suggestion(location), line)
    if details["type"] == "missing":
        return Problem(document.file, _place(location), "it is missing", "add it", line)
    return Problem(document.file, _place(location) or "file", message, _expected(details), line)


def _upwards(location: Location) -> Iterator[Location]:
    for length in range(len(location), -1, -1):
        yield location[:length]


def _expected(details: ErrorDetails) -> str:
    shown = str(details.get("input"))
    return "see the comments that `portfolio init` writes" if len(shown) > 60 else f"it is {shown!r} now"


def _suggestion(location: Location) -> str:
    known = _known_keys(Configuration, location[:-1])
    close = difflib.get_close_matches(str(location[-1]), known, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known here: {', '.join(known)}" if known else "remove it"


def _known_keys(model: Any, location: Location) -> list[str]:
    """Return the keys that the model knows at a location."""
    for part in location:
        if isinstance(part, int):
            continue
        annotation = model.model_fields[part].annotation
        model = next(
            (a for a in (annotation, *getattr(annotation, "__args__", ())) if hasattr(a, "model_fields")),
            None,
        )
        if model is None:
            return []
    return list(model.model_fields)


def _place(location: Location) -> str:
    """Write a location as `sources[2].read.encoding`."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")
