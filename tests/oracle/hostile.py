"""The example's input tables made hostile: what registers, trackers and plans hold that the example does not.

Days before and after each other as they should not be, profiles without their inputs, currencies without
a rate, statuses that nobody mapped, loops, items that several initiatives claim, weights beyond the whole.
Each edit is drawn from one seeded stream, so that a seed always makes the same inputs.
"""

import random
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import yaml

from ingest.configuration_file import load_configuration
from ingest.contracts import TABLES
from ingest.input_views import attach_inputs
from ingest.workspace import Workspace
from tests.dbt_project.conftest import run_dbt
from tests.oracle.hostile_goals import make_goals_and_money_hostile
from tests.oracle.hostile_links import SECOND_SOURCES, link_with_nothing, name_key_results, tell_twice
from tests.oracle.hostile_rates import make_rates_hostile, take_rates_of_this_year
from tests.oracle.hostile_reports import make_reports_hostile
from tests.oracle.inputs import Row

LEFT_BEHIND = shutil.ignore_patterns("published", "dagster", "build", "inbox", "BUILT")
STAGES = ("Idea", "Business case", "Approved", "In delivery", "Rolling out", "Done", "Stopped", "Odd stage")
PROFILES = (
    "standard", "peak_affected_long", "peak_affected_short", "fixed_date", "expedite", "intangible",
    "end_of_life", "unknown",
)  # fmt: skip
STATUSES = ("Odd", "To Do", "In Progress", "Done", "Won't Do", "Blocked", "Waiting for Release")
THEMES = ("Digital Growth", "Customer Trust", "Operational Excellence", "Store Expansion")


def _read(path: Path) -> list[Row]:
    return pl.read_parquet(path, glob=False).to_dicts()


class Hostile:
    """A workspace whose segments are rewritten in place."""

    def __init__(self, root: Path, as_of: date, seed: int) -> None:
        self.root, self.as_of = root, as_of
        self.random = random.Random(seed)
        self.codes = self.column("initiatives", "initiative_code")
        self.keys = self.column("work_items", "work_item_key")
        self.epics = [row["work_item_key"] for row in self.rows("work_items") if row["type_name"] == "Epic"]

    def _files(self, table: str) -> list[Path]:
        return sorted((self.root / "input" / table).glob("*/[!.]*.parquet"))

    def rows(self, table: str) -> list[Row]:
        """All rows of a table, as they are now."""
        return [row for path in self._files(table) for row in _read(path)]

    def column(self, table: str, name: str) -> list[str]:
        """Return the values of a column, each once."""
        return sorted({row[name] for row in self.rows(table)})

    def edit(self, table: str, change: Callable[[Row], None], dropped: float = 0.0) -> None:
        """Change each row of a table in place; a part of them is dropped."""
        for path in self._files(table):
            rows = [row for row in _read(path) if not self.maybe(dropped)]
            for row in rows:
                change(row)
            self._write(path, table, rows)

    def add(self, table: str, make: Callable[[Row], Row], number: int) -> None:
        """Add rows to the last segment of a table, each made of one that is there; known keys are left."""
        path, key = self._files(table)[-1], TABLES[table].key
        rows = _read(path)
        known = {tuple(row[name] for name in key) for row in rows}
        for _ in range(number):
            row = make(dict(self.random.choice(rows)))
            if tuple(row[name] for name in key) not in known:
                known.add(tuple(row[name] for name in key))
                rows.append(row)
        self._write(path, table, rows)

    def keep(self, table: str, is_kept: Callable[[Row], bool]) -> None:
        """Drop the rows of a table that are not to be kept."""
        for path in self._files(table):
            self._write(path, table, [row for row in _read(path) if is_kept(row)])

    def write_file(self, table: str, source: str, sha256: str, rows: list[Row]) -> None:
        """Write one more segment of a source."""
        path = self.root / "input" / table / source / f"{self.as_of:%Y%m%d}-{sha256}.parquet"
        path.parent.mkdir(exist_ok=True)
        self._write(path, table, rows)

    @staticmethod
    def _write(path: Path, table: str, rows: list[Row]) -> None:
        pl.DataFrame(rows, schema=TABLES[table].segment_schema).write_parquet(path)

    def maybe(self, chance: float) -> bool:
        """Draw whether something happens."""
        return self.random.random() < chance

    def set(self, row: Row, name: str, chance: float, *values: object) -> None:
        """Perhaps put one of the values in a column."""
        if self.maybe(chance):
            row[name] = self.random.choice(values)

    def date(self, row: Row, name: str, chance: float, first: int = -400, last: int = 200) -> None:
        """Perhaps put another day, that of the review or none in a column."""
        day = self.as_of + timedelta(days=self.random.randint(first, last))
        self.set(row, name, chance, day, day, day, day, None, self.as_of)

    def initiative(self, row: Row) -> None:
        """Stages and days that contradict each other."""
        self.set(row, "stage_name", 0.25, *STAGES)
        for name in ("value_start_date", "cancelled_date", "blocked_since_date", "released_date"):
            self.date(row, name, 0.15, -200, 60)
        for name in ("started_date", "ready_date", "approved_date", "needed_date", "forecast_delivery_date"):
            self.date(row, name, 0.25)
        self.set(row, "remaining_duration_weeks", 0.2, None, 0.0, 0.5, 3.3, 10.0)
        self.set(row, "is_run", 0.05, True)
        self.set(row, "value_stream_name", 0.05, None)

    def estimate(self, row: Row) -> None:
        """Profiles without their inputs, closed windows, currencies without a rate, missing scores."""
        self.set(row, "urgency_profile", 0.5, *PROFILES)
        for name in ("window_end_date", "deadline_date"):
            self.date(row, name, 0.45, -300, 600)
        self.set(row, "half_life_weeks", 0.3, None, 0.0, 5.0, 40.0)
        for name, most in (("penalty", 500_000), ("penalty_per_week", 50_000), ("debt_growth", 900)):
            self.set(row, f"{name}_amount", 0.4, None, Decimal(self.random.randint(0, most)))
        for name in ("low", "likely", "high"):
            self.set(row, f"rate_{name}_amount", 0.1, None)
        self.set(row, "currency_code", 0.3, "USD", "CHF", "JPY", None)
        for name in ("user_business_value", "time_criticality", "risk_opportunity", "job_size"):
            self.set(row, name, 0.1, None, 1.0, 4.0, 0.0, 20.0)
        self.set(row, "estimation_batch", 0.15, None, "other")
        row["estimate_date"] = self.as_of - timedelta(days=self.random.randint(-20, 150))

    def later_estimate(self, row: Row) -> Row:
        """An older, newer or future version of an estimate."""
        shifted = row["estimate_date"] + timedelta(days=self.random.choice([-30, 10, 60]))
        return row | {"estimate_date": shifted, "rate_likely_amount": Decimal(1234)}

    def work_item(self, row: Row) -> None:
        """Statuses that nobody mapped, missing instants, loops of parents, initiatives that nobody knows."""
        self.set(row, "status_name", 0.03, *STATUSES)
        if row["status_name"] == "Odd":
            row["status_category"] = None
        self.set(row, "resolved_at", 0.03, None, datetime(2026, 10, self.random.randint(1, 31), 22, 30))
        self.set(row, "created_at", 0.01, None)
        self.set(row, "started_at", 0.02, datetime(2026, self.random.randint(1, 10), 5, 23))
        self.set(row, "parent_key", 0.03, *self.keys)
        self.set(row, "epic_key", 0.01, *self.epics)
        self.set(row, "initiative_code", 0.02, *self.codes, "I-999")
        self.set(row, "story_points", 0.05, None, 0.0, 0.5)
        self.set(row, "is_subtask", 0.01, True, False)
        self.set(row, "type_name", 0.005, "Feature")
        self.set(row, "is_deleted", 0.002, True)

    def transition(self, row: Row) -> None:
        """Changes into a status that nobody mapped, out of order, and late on a day in UTC."""
        self.set(row, "to_status_name", 0.01, *STATUSES)
        if self.maybe(0.01):
            row["changed_at"] += timedelta(hours=self.random.randint(-200, 200))
        if self.maybe(0.003):
            row["changed_at"] = row["changed_at"].replace(hour=22, minute=30)

    def need(self, row: Row) -> None:
        """Needs without a day, and statuses that portfolio.yml does not know."""
        self.date(row, "needed_date", 0.3, -60, 60)
        self.date(row, "committed_date", 0.3, -60, 60)
        self.set(row, "status_name", 0.2, None, "odd", "delivered", "open")

    def another_need(self, row: Row) -> Row:
        """A need between any two initiatives: diamonds, loops, and such that need themselves."""
        ends = {
            name: self.random.choice(self.codes) for name in ("initiative_code", "provider_initiative_code")
        }
        made = row | ends | {"dependency_kind": self.random.choice(["data", "platform"])}
        self.need(made)
        return made

    def quantity(self, row: Row) -> None:
        """Other units, and nothing."""
        self.set(row, "quantity", 0.05, 0.0, 0.5, 9.0)
        self.set(row, "unit", 0.05, "hours", "days", "fte")

    def claim(self, row: Row) -> Row:
        """An item that others claim, too, that a tracker has, or nobody."""
        key = self.random.choice([row["work_item_key"], *self.keys[:40], f"jira:{self.keys[-1]}", "NOPE-1"])
        return row | {"initiative_code": self.random.choice([*self.codes, "I-999"]), "work_item_key": key}

    def theme(self, row: Row) -> Row:
        """Another theme for an initiative, perhaps a retired one, or beyond the whole."""
        weight = self.random.choice([None, 0.2, 0.3, 0.5])
        code, name = self.random.choice(self.codes), self.random.choice(THEMES)
        return row | {"initiative_code": code, "theme_name": name, "weight": weight}

    def settings(self) -> None:
        """Days off, limits that change or are 0, and a status that one tracker means otherwise."""
        path = self.root / "portfolio.yml"
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        told["organisation"]["days_off"] = [date(2026, 12, 25), date(2026, 11, 2)]
        told["wip_limits"] += [
            {"state": "implementing", "limit": 15, "valid_from": date(2026, 10, 10)},
            {"state": "ready", "limit": 0, "valid_from": date(2026, 6, 1)},
            {"state": "released", "limit": 1},
        ]
        own = {"status": "Code Review", "category": "in_progress", "activity": "waiting"}
        told["statuses"].append({"source": "jira_storefront", **own})
        path.write_text(yaml.safe_dump(told), encoding="utf-8")


def make_hostile(example: Path, root: Path, as_of: date, seed: int) -> None:
    """Copy a refreshed workspace to `root` and make its inputs hostile."""
    shutil.copytree(example, root, ignore=LEFT_BEHIND)
    made = Hostile(root, as_of, seed)
    made.edit("initiatives", made.initiative)
    made.edit("cost_of_delay_estimates", made.estimate)
    made.add("cost_of_delay_estimates", made.later_estimate, 8)
    made.edit("initiative_themes", lambda row: made.set(row, "weight", 0.2, None, 0.5, 1 / 3, 0.7))
    made.add("initiative_themes", made.theme, 20)
    made.edit("initiative_key_results", lambda row: made.set(row, "weight", 0.15, None, 0.1, 0.4, 0.9), 0.05)
    made.edit("work_items", made.work_item)
    made.edit("work_item_transitions", made.transition, dropped=0.01)
    made.add("initiative_work_items", made.claim, 20)
    made.edit("capacity_weeks", made.quantity, dropped=0.04)
    made.edit("capacity_allocations", made.quantity, dropped=0.04)
    made.add("capacity_weeks", lambda row: row | {"measure": "allocated"}, 10)
    made.edit("initiative_dependencies", made.need)
    made.add("initiative_dependencies", made.another_need, 25)
    made.settings()
    make_goals_and_money_hostile(Hostile(root, as_of, seed + 1))  # of a stream of its own
    links = Hostile(root, as_of, seed + 2)
    for table in SECOND_SOURCES:
        tell_twice(links, table)
    name_key_results(links)
    link_with_nothing(links)
    make_rates_hostile(Hostile(root, as_of, seed + 4))
    make_reports_hostile(Hostile(root, as_of, seed + 3))


def make_unrated(hostile: Path, root: Path, as_of: date, seed: int) -> None:
    """Copy a hostile workspace to `root`, and leave this year's spend without a rate."""
    shutil.copytree(hostile, root, ignore=LEFT_BEHIND)
    take_rates_of_this_year(Hostile(root, as_of, seed))


def build(root: Path, as_of: date) -> Path:
    """Build core and marts of a workspace's inputs, and return the file."""
    database = root / "build" / "portfolio.duckdb"
    database.parent.mkdir()
    workspace = Workspace(root)
    with duckdb.connect(str(database)) as connection:
        attach_inputs(connection, workspace, load_configuration(workspace.configuration_path), as_of)
    outcome = run_dbt(database, "build", "--resource-type", "seed", "--resource-type", "model")
    assert outcome.returncode == 0, outcome.stdout[-6000:]
    return database
