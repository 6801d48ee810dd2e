"""docs/operations.md: each command exists with its options, all alerts are explained, the drill is run."""

import ast
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import click
import pytest
import typer

from ingest.alert_settings import ALL_KINDS
from ingest.workspace import Workspace
from orchestration.cli import app
from orchestration.exit_codes import Exit
from tests.conftest import COMMAND, Portfolio

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text()
SPANS = re.findall(r"`(portfolio(?: [^`]+)?)`", PAGE)
BLOCKS = re.findall(r"^ *```sh\n(.*?)^ *```", PAGE, re.DOTALL | re.MULTILINE)
IN_BLOCKS = re.findall(
    r"(?<![/\w])portfolio (?:--workspace|[a-z]).*?(?=\s+#|\s+>>|\s+&&|$)", "\n".join(BLOCKS), re.MULTILINE
)


def _commands() -> list[str]:
    return sorted({*SPANS, *IN_BLOCKS})


def _resolved(words: list[str]) -> Iterator[tuple[click.Command, str]]:
    """Yield each option and name of a command with the command that has to understand it."""
    command, is_value = typer.main.get_command(app), False
    for word in words:
        if is_value:
            is_value = False
        elif word.startswith("-"):
            yield command, word
            is_value = not any(getattr(of, "is_flag", False) for of in command.params if word in _names(of))
        elif isinstance(command, click.Group) and word != "...":
            yield command, word
            command = command.commands[word]


def _names(parameter: click.Parameter) -> list[str]:
    return [*parameter.opts, *parameter.secondary_opts]


def test_the_page_names_commands_enough() -> None:
    assert len(_commands()) > 20


@pytest.mark.parametrize("line", _commands())
def test_a_command_of_the_page_exists_with_its_options(line: str) -> None:
    for command, word in _resolved(shlex.split(line)[1:]):
        if word.startswith("-"):
            assert word in {name for each in command.params for name in _names(each)}, f"{word} of {line}"
        else:
            assert isinstance(command, click.Group)
            assert word in command.commands, line


def test_each_kind_of_alert_and_each_exit_code_is_explained() -> None:
    rows = [row.partition("|")[2].strip().partition(" |")[0] for row in PAGE.splitlines()]
    assert [kind for kind in ALL_KINDS if f"`{kind}`" not in rows] == []
    assert [code for code in Exit if str(code.value) not in rows] == []


def _noted_facts() -> Iterator[tuple[str, set[str]]]:
    """Yield each event that the program notes with the names of its facts."""
    for path in sorted((ROOT / "orchestration").rglob("*.py")):
        module = ast.parse(path.read_text())
        functions = {each.name: each for each in module.body if isinstance(each, ast.FunctionDef)}
        for call in (each for each in ast.walk(module) if isinstance(each, ast.Call)):
            if ast.unparse(call.func) != "note_event":
                continue
            facts: set[str] = set()
            for keyword in call.keywords:  # `fact=...`, or `**function(...)`
                made_by = ast.unparse(keyword.value).partition("(")[0]
                facts |= {keyword.arg} if keyword.arg else _keys(functions[made_by])
            yield ast.literal_eval(call.args[0]), facts


def _keys(function: ast.FunctionDef) -> set[str]:
    """Return the keys of the dictionary that a function returns."""
    (made,) = [each for each in ast.walk(function) if isinstance(each, ast.Dict)]
    return {ast.literal_eval(key) for key in made.keys if key}


def test_each_event_is_explained_with_what_it_holds() -> None:
    _, _, table = PAGE.partition("| event | with |\n|---|---|\n")
    explained = {}
    for row in takewhile(lambda line: line.startswith("| "), table.splitlines()):
        event, facts = row.strip("| ").split(" | ")
        explained[event.strip("`")] = set(re.sub(r" \([^)]*\)", "", facts).split(", "))
    noted: dict[str, set[str]] = {}
    for event, facts in _noted_facts():
        noted.setdefault(event, set()).update(facts)
    assert len(noted) > 8
    assert noted == explained


def test_every_link_within_the_page_leads_somewhere() -> None:
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ")).lower().replace(" ", "-")
        for line in PAGE.splitlines()
        if line.startswith("#")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) - headings == set()


@pytest.mark.pipeline
@pytest.mark.slow
def test_the_drill_restores_every_mart_from_archive_and_settings_and_the_copy_may_move(
    demo_workspace: Workspace, tmp_path: Path, portfolio: Portfolio
) -> None:
    (drill,) = [block for block in BLOCKS if "/srv/drill" in block]
    script = drill.replace("/srv/portfolio", str(demo_workspace.root)).replace("/srv/", f"{tmp_path}/")
    environment = os.environ | {"PATH": f"{COMMAND.parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env=environment, check=False, timeout=1800
    )
    assert done.stdout.endswith("every mart is the same, byte by byte\n"), done.stdout + done.stderr
    assert len(list((tmp_path / "marts-drilled").glob("mart_*.parquet"))) > 10
    moved = (tmp_path / "drill").rename(tmp_path / "moved")
    outcome = portfolio("-w", moved, "refresh")
    assert outcome.returncode in {0, 3}, outcome.stderr
    assert "unchanged: version" in outcome.stdout
