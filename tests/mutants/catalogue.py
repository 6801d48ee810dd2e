"""The mutants: small edits of the SQL in dbt_project, each of which some test must notice.

They are data, one file a subject, in `edits/`: what is edited, the old text as it stands there exactly
once, the new text, and what the edit breaks.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2] / "dbt_project"
EDITS = Path(__file__).with_name("edits")


@dataclass(frozen=True)
class Edit:
    """One edit of one file, and what it breaks."""

    id: str
    file: str
    old: str
    new: str
    breaks: str

    def edited(self, text: str) -> str:
        """Return the file's text with the edit in it; ValueError unless the old text stands there once."""
        if text.count(self.old) != 1:
            raise ValueError(f"{self.id}: {text.count(self.old)} times in {self.file}: {self.old}")
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Mutant(Edit):
    """One edit of one file below dbt_project."""

    @property
    def subject(self) -> str:
        """Return the subject the edit belongs to: its id without the number."""
        return self.id.rpartition("-")[0]


def load_mutants() -> list[Mutant]:
    """Return all mutants, by subject in the order of their file names."""
    return [
        Mutant(**edit)
        for path in sorted(EDITS.glob("*.toml"))
        for edit in tomllib.loads(path.read_text())["mutant"]
    ]


def meaning(text: str) -> str:
    """Return what the engine is told by a model or macro: without comments, whatever its spacing and case."""
    text = re.sub(r"\{#.*?#\}", " ", text, flags=re.DOTALL)
    text = re.sub(r"--[^\n]*", " ", text)
    parts = re.split(r"('[^'\n]*')", text)
    bare = [part if number % 2 else re.sub(r"\s+", "", part).lower() for number, part in enumerate(parts)]
    return "".join(bare)
