"""The mutants still fit the SQL: each finds its place, changes what is computed, and says what it breaks."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from ingest.workspace import Workspace
from orchestration.locking import refresh_lock
from tests.mutants.bench import ROOT
from tests.mutants.catalogue import PROJECT, Mutant, load_mutants, meaning

MUTANTS = load_mutants()
SUBJECTS = {
    "capacity",
    "decisions",
    "delay",
    "initiatives",
    "macros",
    "money",
    "okr",
    "staging",
    "strategy",
    "trust",
    "work",
}


def test_every_subject_has_mutants() -> None:
    counts = Counter(mutant.subject for mutant in MUTANTS)
    assert set(counts) == SUBJECTS
    assert min(counts.values()) >= 3
    assert len(MUTANTS) >= 60


def test_no_edit_is_there_twice() -> None:
    assert len({mutant.id for mutant in MUTANTS}) == len(MUTANTS)
    edits = Counter((mutant.file, mutant.old, mutant.new) for mutant in MUTANTS)
    assert [edit for edit, count in edits.items() if count > 1] == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.id)
def test_o05_an_edit_has_one_place_and_changes_the_meaning(mutant: Mutant) -> None:
    text = (PROJECT / mutant.file).read_text()
    assert meaning(mutant.edited(text)) != meaning(text)
    assert mutant.breaks


def test_comments_spaces_and_case_mean_nothing_and_words_in_quotes_do() -> None:
    assert meaning("select a -- one\n from  b") == meaning("SELECT a{# two #} from b")
    assert meaning("'a' < b") != meaning("'A' < b")
    assert meaning("a <= b") != meaning("a < b")


def test_a_workspace_that_is_being_refreshed_is_not_judged(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.mutants", "--workspace", str(tmp_path), "--only", MUTANTS[0].id]
    with refresh_lock(Workspace(tmp_path)):
        outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 1
    assert "another refresh is running" in outcome.stderr
    assert "wait for it, then try again" in outcome.stderr
    assert [path.name for path in tmp_path.iterdir()] == [".refresh.lock"]
