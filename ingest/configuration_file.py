"""Reading portfolio.yml: every problem at once, each with its line."""

import difflib
import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ingest.alert_settings import Alerts
from ingest.configuration import Configuration
from ingest.configuration_checks import check_configuration
from ingest.problems import Problem
from ingest.yaml_document import Location, YamlDocument, is_credential, read_yaml

WHOLE = re.compile(r"(?P<key>\w+): (?P<problem>.*)", re.DOTALL)  # a message about all that stands below a key


class ConfigurationError(Exception):
    """portfolio.yml cannot be used; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load_configuration(path: Path) -> Configuration:
    """Read and check a portfolio.yml; `${NAME}` comes from the environment. Raises ConfigurationError."""
    document = read_yaml(path)
    if document.values is None:
        raise ConfigurationError(document.problems)
    configuration, found = _validated(document)
    notation = {problem.line for problem in document.problems}  # the rest of such a line only follows
    problems = [*document.problems, *(problem for problem in found if problem.line not in notation)]
    if configuration is None or problems:
        raise ConfigurationError(_distinct(problems))
    return configuration


def load_alerts(path: Path) -> Alerts | None:
    """Return who is told, though all else of portfolio.yml may be wrong; None when nobody is."""
    values = read_yaml(path).values
    try:
        return Alerts.model_validate(values["alerts"])
    except (TypeError, KeyError, ValidationError):
        return None


def _distinct(problems: list[Problem]) -> list[Problem]:
    """Sort by line; what an anchor repeats elsewhere is told once."""
    distinct: dict[tuple, Problem] = {}
    for problem in problems:
        distinct.setdefault((problem.line, problem.problem, problem.remedy, _key(problem)), problem)
    return sorted(distinct.values(), key=lambda problem: problem.line or 0)


def _key(problem: Problem) -> str:
    return problem.place.rpartition(".")[2]


def _validated(document: YamlDocument) -> tuple[Configuration | None, list[Problem]]:
    try:
        configuration = Configuration.model_validate(document.values)
    except ValidationError as error:
        return None, [_problem(document, details) for details in _innermost(error.errors())]
    return configuration, [document.problem(*finding) for finding in check_configuration(configuration)]


def _innermost(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out what only follows from errors further in: a list of invalid items counts as empty."""
    places = [error["loc"] for error in errors]

    def has_inner(place: Location) -> bool:
        return any(len(other) > len(place) and other[: len(place)] == place for other in places)

    return [error for error in errors if not has_inner(error["loc"])]


def _problem(document: YamlDocument, details: ErrorDetails) -> Problem:
    location: Location = details["loc"]
    if details["type"] == "extra_forbidden":
        return document.problem(location, "unknown key", _suggestion(location))
    if details["type"] == "missing":
        return document.problem(location, "it is missing", "add it")
    message = details["msg"].removeprefix("Value error, ")
    if not location and (about := WHOLE.fullmatch(message)) and (about["key"],) in document.lines:
        location, message = (about["key"],), about["problem"]
    return document.problem(location, message, _expected(details))


def _expected(details: ErrorDetails) -> str:
    if is_credential(details["loc"]):
        return "what stands there is not shown"
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
    return [field.alias or name for name, field in model.model_fields.items()]
