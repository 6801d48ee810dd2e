"""People who do the work, in a whole build: pseudonyms with a key, without one, and names."""

import hashlib
import re
from pathlib import Path

import duckdb
import pytest

from ingest.configuration import Privacy
from ingest.privacy import pseudonym_salt
from tests.dbt_project.conftest import run_dbt
from tests.dbt_project.made_inputs import make_build_file

pytestmark = [pytest.mark.pipeline, pytest.mark.slow]

ITEM = {"work_item_key": "K-1", "type_name": "Story", "status_name": "Done", "created_at": "2026-10-01"}
ROWS = {
    "initiatives": [{"initiative_code": "I-1", "initiative_name": "One", "owner_name": "Owner 07"}],
    "work_items": [
        ITEM | {"work_item_id": "1", "assignee_name": "Owner 07", "team_name": "Checkout"},
        ITEM | {"work_item_id": "2", "work_item_key": "K-2", "assignee_name": "Owner 08 "},
        ITEM | {"work_item_id": "3", "work_item_key": "K-3"},
    ],
    "capacity_weeks": [
        {
            "resource_kind": "person",
            "resource_name": "Owner 08",
            "week_start_date": "2026-10-05",
            "measure": "supply",
            "quantity": 40,
            "unit": "hours",
        }
    ],
}  # fmt: skip


def _people(folder: Path, privacy: dict[str, str]) -> tuple[dict[str, tuple], dict[str, str], str]:
    """Return dim_person by name, the shown assignee by item, and all text that core holds."""
    database = make_build_file(folder, {"privacy": privacy}, ROWS)
    outcome = run_dbt(database, "run", "--select", "+dim_person", "+dim_team", "+dim_work_item")
    assert outcome.returncode == 0, outcome.stdout[-3000:]
    with duckdb.connect(str(database), read_only=True) as connection:
        people = connection.execute(
            "select person_name, name_kind, is_accountable, is_assignee, is_planned from core.dim_person"
        ).fetchall()
        assigned = connection.execute(
            "select work_item_id, person_name from core.dim_work_item"
            " join core.dim_person on assignee_key = person_key"
        ).fetchall()
        items = str(connection.execute("from core.dim_work_item").fetchall())
    return {row[0]: row[1:] for row in people}, dict(assigned), items


def _pseudonym(salt: str, name: str) -> str:
    return f"Person {hashlib.sha256(f'{salt}|{name}'.encode()).hexdigest()[:12]}"


def test_d17_s12_who_does_the_work_is_a_pseudonym_apart_from_the_owner(tmp_path: Path) -> None:
    people, assigned, items = _people(tmp_path, {})
    first, second = _pseudonym("", "Owner 07"), _pseudonym("", "Owner 08")
    assert assigned == {"1": first, "2": second, "3": "Unassigned"}
    assert people == {
        "Owner 07": ("name", True, False, False),
        first: ("unkeyed_pseudonym", False, True, False),
        second: ("unkeyed_pseudonym", False, True, True),
        "Unassigned": (None, False, False, False),
        "Not applicable": (None, False, False, False),
    }
    assert re.findall(r"Owner \d+", items) == []


def test_d17_s12_a_key_gives_pseudonyms_that_no_list_of_names_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEOPLE_KEY", "correct horse battery staple")
    people, assigned, _ = _people(tmp_path, {"key": "${PEOPLE_KEY}"})
    salt = pseudonym_salt(Privacy.model_validate({"key": "${PEOPLE_KEY}"})) or ""
    assert assigned["2"] == _pseudonym(salt, "Owner 08")
    assert people[assigned["2"]][0] == "keyed_pseudonym"


def test_names_make_one_person_of_the_owner_and_the_assignee(tmp_path: Path) -> None:
    people, assigned, _ = _people(tmp_path, {"people": "names"})
    assert assigned == {"1": "Owner 07", "2": "Owner 08", "3": "Unassigned"}
    assert people["Owner 07"] == ("name", True, True, False)
    assert people["Owner 08"] == ("name", False, True, True)
