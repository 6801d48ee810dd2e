"""What the data tests call true also holds of inputs that no example has: a refresh must not stop at them."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import yaml

from tests.dbt_project.conftest import run_dbt
from tests.oracle.conftest import Judged

MODELS = Path(__file__).parents[2] / "dbt_project" / "models"
RATES = ("no_exchange_rate", "no_budget_rate")


def test_o03_every_truth_holds_on_the_hostile_build(hostile: Judged, tmp_path: Path) -> None:
    build = tmp_path / "portfolio.duckdb"
    shutil.copyfile(hostile.database, build)  # others read the build meanwhile
    outcome = run_dbt(build, "test", "--select", "test_type:singular")
    assert outcome.returncode == 0, outcome.stdout[-6000:]
    assert int(re.findall(r"PASS=(\d+)", outcome.stdout)[-1]) > 15


def test_each_reason_of_a_missing_rate_occurs(hostile: Judged, unrated: Judged) -> None:
    """Comparing a column with what is expected of it proves little where no row can tell the two apart."""
    held = _held(hostile) | _held(unrated)
    told = {(*column, rate) for *column, description in _reasons() for rate in RATES if rate in description}
    assert len(told) > 100
    assert told - held == set()


def _reasons() -> Iterator[tuple[str, str, str]]:
    """Yield each reason column of core and marts: the table, the column, and what is said of it."""
    for schema in ("core", "marts"):
        for path in sorted((MODELS / schema).rglob("*.yml")):
            for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
                for column in model["columns"]:
                    if column["name"].endswith("reason"):
                        yield f"{schema}.{model['name']}", column["name"], column["description"]


def _held(judged: Judged) -> set[tuple[str, str, str]]:
    """Return the tables, columns and reasons for which there is a row."""
    with duckdb.connect(str(judged.database), read_only=True) as connection:
        return {
            (table, column, reason)
            for table, column, _ in _reasons()
            for (reason,) in connection.sql(f"select distinct {column} from {table}").fetchall()
        }
