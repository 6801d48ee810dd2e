"""A Jira CSV export of any size, the same for the same seed: 60 columns, repeated headers, long descriptions.

python -m benchmarks.generators.jira_export 100000 /tmp/jira.csv
"""

import csv
import random
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

SEED = 20_260_131
FIRST_DAY = datetime(2022, 1, 3, 8, 0)
PEOPLE = [f"Owner {number:03d}" for number in range(400)]
STATUSES = [
    ("To Do", "To Do"),
    ("In Progress", "In Progress"),
    ("In Review", "In Progress"),
    ("Done", "Done"),
]
PROSE = """
    customer order invoice payment retry timeout screen report export import nightly batch account ledger
    limit "quoted" check, again; the of a when after before which shows fails returns missing wrong slow
"""
WORDS = PROSE.split()


def _maybe(share: float, make: Callable[[random.Random, int], str]) -> Callable[[random.Random, int], str]:
    return lambda chance, row: make(chance, row) if chance.random() < share else ""


def _one_of(*values: str) -> Callable[[random.Random, int], str]:
    return lambda chance, row: chance.choice(values)


def _words(count: int) -> Callable[[random.Random, int], str]:
    return lambda chance, row: " ".join(chance.choices(WORDS, k=count))


def _paragraphs(chance: random.Random, row: int) -> str:
    lines = [" ".join(chance.choices(WORDS, k=12)) for _ in range(chance.randint(3, 18))]
    return "\r\n".join(["h3. Steps", *lines])


def _moment(days: int) -> Callable[[random.Random, int], str]:
    def moment(chance: random.Random, row: int) -> str:
        time = FIRST_DAY + timedelta(minutes=row * 13 + chance.randrange(days * 1440))
        return time.strftime("%d/%b/%y %I:%M %p")

    return moment


def _person(chance: random.Random, row: int) -> str:
    return chance.choice(PEOPLE)


def _key(chance: random.Random, row: int) -> str:
    return f"PAY-{chance.randrange(1, row + 2)}"


def _seconds(chance: random.Random, row: int) -> str:
    return str(chance.randrange(1, 80) * 1800)


def _comment(chance: random.Random, row: int) -> str:
    return f"{_moment(30)(chance, row)};{_person(chance, row)};{_words(20)(chance, row)}"


PRIORITIES = ("Lowest", "Low", "Medium", "High", "Highest")

# Status and its category are drawn together: they are filled in `_record`.
COLUMNS: tuple[tuple[str, Callable[[random.Random, int], str]], ...] = (
    ("Summary", _words(7)),
    ("Issue key", lambda chance, row: f"PAY-{row + 1}"),
    ("Issue id", lambda chance, row: str(100_001 + row)),
    ("Parent", _maybe(0.3, lambda chance, row: str(100_001 + chance.randrange(row + 1)))),
    ("Issue Type", _one_of("Story", "Story", "Bug", "Task", "Sub-task", "Epic")),
    ("Status", _one_of("")),
    ("Project key", _one_of("PAY")),
    ("Project name", _one_of("Payments")),
    ("Project type", _one_of("software")),
    ("Project lead", _one_of("Owner 001")),
    ("Priority", _one_of(*PRIORITIES)),
    ("Resolution", _maybe(0.6, _one_of("Done", "Won't Do", "Duplicate"))),
    ("Assignee", _maybe(0.8, _person)),
    ("Reporter", _person),
    ("Creator", _person),
    ("Created", _moment(1)),
    ("Updated", _moment(90)),
    ("Last Viewed", _maybe(0.1, _moment(200))),
    ("Resolved", _maybe(0.6, _moment(60))),
    ("Fix versions", _maybe(0.4, _one_of("1.0", "1.1", "2.0"))),
    ("Fix versions", _maybe(0.05, _one_of("2.1", "2.2"))),
    ("Components", _maybe(0.5, _one_of("Api", "Web", "Batch"))),
    ("Components", _maybe(0.1, _one_of("Ledger", "Reports"))),
    ("Due date", _maybe(0.1, _moment(120))),
    ("Votes", _one_of("0")),
    ("Labels", _maybe(0.4, _one_of("audit", "debt", "security"))),
    ("Labels", _maybe(0.15, _one_of("customer", "quick-win"))),
    ("Labels", _maybe(0.05, _one_of("blocked", "spike"))),
    ("Description", _maybe(0.9, _paragraphs)),
    ("Environment", _maybe(0.05, _words(9))),
    ("Watchers", _person),
    ("Watchers", _maybe(0.3, _person)),
    ("Log Work", _maybe(0.1, _comment)),
    ("Original estimate", _maybe(0.4, _seconds)),
    ("Remaining Estimate", _maybe(0.4, _seconds)),
    ("Time Spent", _maybe(0.3, _seconds)),
    ("Work Ratio", _maybe(0.3, lambda chance, row: f"{chance.randrange(200)}%")),
    ("Σ Original Estimate", _maybe(0.4, _seconds)),
    ("Σ Remaining Estimate", _maybe(0.4, _seconds)),
    ("Σ Time Spent", _maybe(0.3, _seconds)),
    ("Security Level", _one_of("")),
    ("Inward issue link (Blocks)", _maybe(0.05, _key)),
    ("Inward issue link (Blocks)", _maybe(0.01, _key)),
    ("Outward issue link (Relates)", _maybe(0.1, _key)),
    ("Attachment", _maybe(0.1, _comment)),
    ("Custom field (Development)", _one_of("{}")),
    ("Custom field (Epic Link)", _maybe(0.5, _key)),
    ("Custom field (Initiative)", _maybe(0.05, lambda chance, row: f"INI-{chance.randrange(60):02d}")),
    ("Custom field (Rank)", lambda chance, row: f"0|i{row:05d}:"),
    ("Custom field (Start date)", _maybe(0.2, _moment(10))),
    ("Custom field (Story Points)", _maybe(0.5, _one_of("1", "2", "3", "5", "8"))),
    ("Custom field (Story Points)", _one_of("")),
    ("Custom field (Team)", _one_of("Blue", "Green", "Red")),
    ("Sprint", _maybe(0.7, lambda chance, row: f"Sprint {row // 900}")),
    ("Sprint", _maybe(0.3, lambda chance, row: f"Sprint {row // 900 + 1}")),
    ("Sprint", _maybe(0.1, lambda chance, row: f"Sprint {row // 900 + 2}")),
    ("Comment", _maybe(0.6, _comment)),
    ("Comment", _maybe(0.3, _comment)),
    ("Status Category", _one_of("")),
    ("Status Category Changed", _maybe(0.9, _moment(60))),
)
NAMES = [name for name, _ in COLUMNS]
MAKERS = [make for _, make in COLUMNS]
STATUS, CATEGORY = NAMES.index("Status"), NAMES.index("Status Category")


def write_export(path: Path, issue_count: int, seed: int = SEED) -> None:
    """Write an export of that many issues; equal arguments give equal bytes."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(NAMES)
        writer.writerows(_record(chance, row) for row in range(issue_count))


def _record(chance: random.Random, row: int) -> list[str]:
    cells = [make(chance, row) for make in MAKERS]
    cells[STATUS], cells[CATEGORY] = chance.choice(STATUSES)
    return cells


if __name__ == "__main__":
    write_export(Path(sys.argv[2]), int(sys.argv[1]))
