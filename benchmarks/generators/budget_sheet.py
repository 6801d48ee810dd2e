"""A wide budget of any size, the same for the same seed: a line a row, twelve months as `(1.234,56)`."""

import random
from pathlib import Path

from benchmarks.generators.jira_export import SEED

NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = tuple(f"{name}-26" for name in NAMES)
LABELS = ("Cost Center", "Account", "Account Name", "Version")


def write_budget(path: Path, line_count: int, seed: int = SEED) -> None:
    """Write that many lines; equal arguments give equal bytes."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(";".join((*LABELS, *MONTHS)) + "\n")
        file.writelines(_line(chance, number) for number in range(line_count))


def _line(chance: random.Random, number: int) -> str:
    labels = (f"CC-{number % 900:03d}", f"{4000 + number % 400}", f"Account {number % 400:03d}", "original")
    return ";".join((*labels, *(_money(chance) for _ in MONTHS))) + "\n"


def _money(chance: random.Random) -> str:
    cents = int(chance.random() ** 4 * 100_000_000)
    text = f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"
    return f"({text})" if chance.random() < 0.1 else text
