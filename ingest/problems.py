"""One thing that is wrong with a workspace, told so that somebody can mend it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Problem:
    """Names the file, the place in it, what is wrong there, and what to do."""

    file: str
    place: str
    problem: str
    remedy: str
    line: int | None = None
    severity: Literal["error", "advice"] = "error"  # advice: worth a look, but nothing fails for it

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        mark = "" if self.severity == "error" else f"{self.severity}: "
        return f"{mark}{where}: {self.place}: {self.problem}; {self.remedy}"
