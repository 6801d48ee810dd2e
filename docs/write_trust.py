"""Write docs/trust.md: each case of docs/trust_cases.yml, its state, and the tests that carry its id.

Then the faults of tests/planted/faults.toml, with the tests that were seen failing over them.

python docs/write_trust.py

A test carries ids at the beginning of its name, `test_k01_k03_...`; a case of a parametrised test at the
beginning of its key in a table of cases, `"X07 a formula that failed": ...`.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
CASES = Path(__file__).with_name("trust_cases.yml")
PAGE = Path(__file__).with_name("trust.md")
FAULTS = ROOT / "tests/planted/faults.toml"
NAME = re.compile(r"test_((?:[a-z]\d\d_)+)")
KEY = re.compile(r"((?:[A-Z]\d\d )+)")
INTRODUCTION = """\
# What the warehouse survives, refuses and proves

Each case has an id, and the tests that prove it carry that id in their names:
`pytest -k k08` runs those of one case. *Passing*: tests prove what must come out. *Answered*: it is met in
another way, or has no place here, and the reason stands beside it. *Open*: something is still to be done.
Tests marked `nightly` take long; `make test-nightly` runs them.

Written by `python docs/write_trust.py` from docs/trust_cases.yml and the names of the tests; do not edit.
"""
PLANTED = """
## Seen failing

The cases that matter most, in their order: what loses money or doubles it, what is served torn or dead, what
leaks. Each has faults that are planted in a copy of the project, and tests that fail over it: a nightly test,
`pytest tests/planted -m nightly`, sees them fail. Faults of the SQL alone are those of `make test-mutants`.

| case | planted fault | where | the tests that fail |
|---|---|---|---|"""


@dataclass(frozen=True)
class Case:
    """One thing that happens, and what must come out; `answer` and `open` are None where tests say it all."""

    id: str
    happens: str
    expected: str
    answer: str | None = None
    open: str | None = None

    def state(self, tests: list[str]) -> str:
        """Return passing, answered, open, or missing where nothing stands for the case."""
        if self.open:
            return "open"
        if self.answer:
            return "answered"
        return "passing" if tests else "missing"


def sections() -> dict[str, list[Case]]:
    """Return the cases by section. Raises TypeError for an unknown key."""
    document: dict[str, list[dict[str, Any]]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return {title: [Case(**case) for case in cases] for title, cases in document.items()}


def tests_by_id() -> dict[str, list[str]]:
    """Return the places of the tests that carry an id, such as `tests/app/test_exports.py::test_s06_...`."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for ids, name in _named(ast.parse(path.read_text(encoding="utf-8"))):
            for case_id in ids:
                found.setdefault(case_id, []).append(f"{path.relative_to(ROOT)}::{name}")
    return found


def _named(module: ast.Module) -> Iterator[tuple[list[str], str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and (match := NAME.match(node.name)):
            yield match[1].upper().strip("_").split("_"), node.name
        if isinstance(node, ast.Dict | ast.DictComp):
            for key in node.keys if isinstance(node, ast.Dict) else [node.key]:
                if match := KEY.match(text := _text(key)):
                    yield match[1].split(), text


def _text(key: ast.expr | None) -> str:
    """Return the text of a key; that of an f-string up to its first value."""
    parts = key.values if isinstance(key, ast.JoinedStr) else [key]
    first = parts[0] if parts else None
    return first.value.rstrip() if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def page() -> str:
    """Return docs/trust.md."""
    tests = tests_by_id()
    lines = [INTRODUCTION, *_counts(tests)]
    for title, cases in sections().items():
        lines += ["", f"## {title}", "", "| id | what happens | what must come out | state | tests |"]
        lines.append("|---|---|---|---|---|")
        lines += [_row(case, tests.get(case.id, [])) for case in cases]
    lines += [PLANTED, *(_planted_row(fault) for fault in tomllib.loads(FAULTS.read_text())["fault"])]
    return "\n".join(lines) + "\n"


def _planted_row(fault: dict[str, Any]) -> str:
    case, where = fault["id"].partition("-")[0], fault["file"]
    return f"| {case} | {fault['breaks']} | [{where}](../{where}) | {'<br>'.join(_links(fault['tests']))} |"


def _counts(tests: dict[str, list[str]]) -> list[str]:
    states = ("passing", "answered", "open")
    lines = [f"| | {' | '.join(states)} |", "|---|---|---|---|"]
    totals = dict.fromkeys(states, 0)
    for title, cases in sections().items():
        counts = {
            state: sum(case.state(tests.get(case.id, [])) == state for case in cases) for state in states
        }
        totals = {state: totals[state] + counts[state] for state in states}
        lines.append(f"| {title} | {' | '.join(map(str, counts.values()))} |")
    return [*lines, f"| all {sum(totals.values())} | {' | '.join(map(str, totals.values()))} |"]


def _row(case: Case, tests: list[str]) -> str:
    state, reason = case.state(tests), case.open or case.answer
    told = f"**{state}**: {reason.strip()}" if reason else state
    return f"| {case.id} | {case.happens} | {case.expected.strip()} | {told} | {'<br>'.join(_links(tests))} |"


def _links(tests: list[str]) -> list[str]:
    names: dict[str, list[str]] = {}
    for test in tests:
        path, name = test.split("::")
        names.setdefault(path, []).append(f"`{name}`" if name.startswith("test_") else f"“{name}”")
    return [f"[{Path(path).name}](../{path}): {', '.join(found)}" for path, found in names.items()]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"written: {PAGE}")
