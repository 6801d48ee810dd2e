"""A copy of dbt_project with a build of the example: mutants are put into it and the suite is asked.

dbt runs in this process and parses only the file that changed; each answer is checked to speak of the
edited text. The checkout is read and never written.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingest.workspace import Workspace
from orchestration.dbt_runner import build_database, run_dbt
from tests.differing import differing_rows
from tests.mutants.catalogue import PROJECT, Mutant

ROOT = Path(__file__).parents[2]
STAGES = {1: "unit tests", 2: "rebuild", 3: "recomputation"}
RECOMPUTATION = ("tests/oracle",)
PASSED = {"pass", "success", "no-op", "warn", "skipped"}
RECOMPUTATION_SECONDS = 600


@dataclass(frozen=True)
class Answer:
    """What a stage said: nothing noticed, noticed by a test, or the SQL does not even run."""

    noticed_by: str | None = None
    error: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant; a survivor tells which tables of the example it changed."""

    mutant: Mutant
    seconds: float
    stage: int | None = None
    noticed_by: str | None = None
    error: str | None = None
    changed_tables: tuple[str, ...] = ()


class Bench:
    """One copy of the project and of the build, for one process."""

    def __init__(self, folder: Path, base_database: Path, inputs: Path) -> None:
        self.base_database = base_database
        self.inputs = inputs
        self.workspace = Workspace(folder / "workspace")
        self.project = folder / "dbt_project"
        self.database = build_database(self.workspace)
        self.database.parent.mkdir(parents=True)
        ignored = shutil.ignore_patterns("target", "logs", "dbt_packages")
        shutil.copytree(PROJECT, self.project, ignore=ignored)
        shutil.copyfile(base_database, self.database)
        self.is_rebuilt = False
        self.manifest = self._parse()
        self.base = _texts(self.manifest)

    def judge(self, mutant: Mutant, stages: Iterable[int]) -> Verdict:
        """Put the mutant in, ask the stages until one notices it, take it out again."""
        begun = time.perf_counter()
        path = self.project / mutant.file
        text = path.read_text()
        path.write_text(mutant.edited(text))
        try:
            self._read(mutant)
            for stage in stages:
                answer = self._ask(stage, mutant)
                if answer.noticed_by or answer.error:
                    seconds = time.perf_counter() - begun
                    return Verdict(mutant, seconds, stage, answer.noticed_by, answer.error)
            changed = tuple(self.changed_tables()) if 2 in stages else ()
            return Verdict(mutant, time.perf_counter() - begun, changed_tables=changed)
        finally:
            path.write_text(text)
            self._restore_database()

    def ask_unmutated(self, stage: int) -> Answer:
        """Ask a whole stage about the project as it is."""
        if stage == 1:
            return self._dbt("test", "--select", "test_type:unit")
        if stage == 2:
            return self._dbt("build", "--exclude-resource-type", "unit_test")
        return self._recompute()

    def changed_tables(self) -> list[str]:
        """Return the tables of core and marts whose rows are not those of the unmutated build."""
        with duckdb.connect() as connection:
            connection.execute(f"attach '{self.base_database}' as base (read_only)")
            connection.execute(f"attach '{self.database}' as here (read_only)")
            names = connection.execute(
                "select schema_name || '.' || table_name from duckdb_tables()"
                " where database_name = 'base' and schema_name in ('core', 'marts') order by 1"
            ).fetchall()
            return [
                name
                for (name,) in names
                if differing_rows(connection, f"from base.{name}", f"from here.{name}")
            ]

    def _ask(self, stage: int, mutant: Mutant) -> Answer:
        models = self._models(mutant)
        if not models:
            return Answer(error="no model uses what was edited")
        if stage == 3:
            if not self.is_rebuilt:
                self._rebuild(models)
            return self._recompute()
        if stage == 2:
            return self._rebuild(models, "--fail-fast")
        tests = self._unit_tests(models, with_children=mutant.file.startswith("models/"))
        return self._dbt("test", "--fail-fast", "--select", *tests) if tests else Answer()

    def _rebuild(self, models: set[str], *options: str) -> Answer:
        self.is_rebuilt = True
        selected = [f"{model.rpartition('.')[2]}+" for model in sorted(models)]
        return self._dbt("build", *options, "--exclude-resource-type", "unit_test", "--select", *selected)

    def _recompute(self) -> Answer:
        outcome = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-x",
                "--no-header",
                "-p",
                "no:cacheprovider",
                *RECOMPUTATION,
            ],
            cwd=ROOT,
            env=os.environ | self._tested(),
            capture_output=True,
            text=True,
            timeout=RECOMPUTATION_SECONDS,
            check=False,
        )
        if outcome.returncode == 0:
            return Answer()
        failed = [line for line in outcome.stdout.splitlines() if line.startswith("FAILED")]
        if not failed:
            return Answer(error=outcome.stdout[-600:] + outcome.stderr[-600:])
        return Answer(noticed_by=failed[0].removeprefix("FAILED ").partition(" - ")[0])

    def _tested(self) -> dict[str, str]:
        """Return what tells the recomputation of what inputs and of which build it is to speak."""
        return {
            "ORACLE_WORKSPACE": str(self.inputs),
            "ORACLE_DATABASE": str(self.database),
            "PYTHONPATH": str(ROOT),
        }

    def _dbt(self, *arguments: str) -> Answer:
        outcome = run_dbt(self.workspace, [*arguments, *self._options()], manifest=self.manifest)
        results = getattr(outcome.result, "results", None) or []
        failed = [result.node.name for result in results if str(result.status) == "fail"]
        broken = [
            f"{result.node.name}: {result.message}"
            for result in results
            if str(result.status) not in PASSED | {"fail"}
        ]
        if failed:
            return Answer(noticed_by=failed[0])
        if broken or not outcome.success:
            return Answer(error=(broken or [str(outcome.exception)])[0])
        return Answer()

    def _parse(self) -> Any:
        """Return the manifest of the project as its files are now."""
        # Whole: reading a changed model anew, dbt 1.12 finds the metrics in its yml twice.
        outcome = run_dbt(self.workspace, ["parse", *self._options(), "--no-partial-parse"])
        if not outcome.success:
            raise RuntimeError(f"dbt cannot parse {self.project}: {outcome.exception}")
        return outcome.result

    def _read(self, mutant: Mutant) -> None:
        """Let dbt read the edited project; RuntimeError unless it sees this edit and no other."""
        self.manifest = self._parse()
        now = _texts(self.manifest)
        changed = {file for name, (file, text) in self.base.items() if now[name] != (file, text)}
        if changed != {mutant.file}:
            raise RuntimeError(f"{mutant.id}: dbt read edits of {sorted(changed)}, not of {mutant.file}")

    def _options(self) -> list[str]:
        folders = {
            "--project-dir": self.project,
            "--profiles-dir": self.project,
            "--target-path": self.database.parent / "target",
            "--log-path": self.database.parent / "logs",
        }
        quiet = ["--quiet", "--log-level", "none", "--log-level-file", "none"]
        lean = ["--no-write-json", "--no-version-check"]
        return [*(str(part) for pair in folders.items() for part in pair), *quiet, *lean]

    def _models(self, mutant: Mutant) -> set[str]:
        """Return the models that an edit reaches: its own, or those whose macros use the edited one."""
        models = {name: node for name, node in self.manifest.nodes.items() if name.startswith("model.")}
        if mutant.file.startswith("models/"):
            return {name for name, node in models.items() if node.original_file_path == mutant.file}
        macros = self.manifest.macros
        reached = {
            name for name, (_, text) in self.base.items() if name in macros and macros[name].macro_sql != text
        }
        size = 0
        while len(reached) > size:
            size = len(reached)
            reached |= {name for name, each in macros.items() if reached & set(each.depends_on.macros)}
        return {name for name, node in models.items() if reached & set(node.depends_on.macros)}

    def _unit_tests(self, models: set[str], with_children: bool) -> list[str]:
        """Return the unit tests of the models, and those of their direct children."""
        children = {
            name
            for name, node in self.manifest.nodes.items()
            if with_children and name.startswith("model.") and models & set(node.depends_on.nodes)
        }
        tests = self.manifest.unit_tests.values()
        return [test.name for test in tests if test.depends_on.nodes[0] in models | children]

    def _restore_database(self) -> None:
        if self.is_rebuilt:
            shutil.copyfile(self.base_database, self.database)
            self.is_rebuilt = False


def _texts(manifest: Any) -> dict[str, tuple[str, str]]:
    """Return file and text of each model and each macro of the project."""
    texts = {
        name: (node.original_file_path, node.raw_code)
        for name, node in manifest.nodes.items()
        if name.startswith("model.")
    }
    return texts | {
        name: (macro.original_file_path, macro.macro_sql)
        for name, macro in manifest.macros.items()
        if macro.package_name == "portfolio_warehouse"
    }


_bench: list[Bench] = []  # of a worker process: its own


def start_worker(folder: Path, base_database: Path, inputs: Path) -> None:
    """Give this process a bench."""
    _bench.append(Bench(folder / f"worker_{os.getpid()}", base_database, inputs))


def judge(mutant: Mutant, stages: list[int]) -> Verdict:
    """Judge a mutant on this process's bench."""
    return _bench[0].judge(mutant, stages)
