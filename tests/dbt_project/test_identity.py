"""Which item a key means, and what is told where that is not clear; built by dbt over made rows."""

import duckdb
import pytest

from tests.dbt_project.conftest import run_dbt
from tests.dbt_project.made_inputs import make_build_file
from tests.dbt_project.made_portfolio import Row

pytestmark = pytest.mark.pipeline

CONFIGURATION: dict[str, object] = {
    "sources": [
        {"name": name, "format": source_format, "files": "inbox/*.csv"}
        for name, source_format in (("jira", "jira_csv"), ("site_two", "jira_csv"), ("bets", "initiatives"))
    ],
    "stages": [{"stage": "Approved", "state": "ready"}],
}
EARLIER, LATER = "2026-09-01 00:00:00", "2026-10-01 00:00:00"
# Of 40 items, each the parent of the next, the last is the parent of the first.
LONG_LOOP = {f"L-{number}": f"L-{(number + 1) % 40}" for number in range(40)}
# Of 8 items; two more hang below it.
LOOP = {f"R-{number}": f"R-{(number + 1) % 8}" for number in range(8)} | {"R-9": "R-3", "R-10": "R-9"}
PARENTS = LOOP | LONG_LOOP | {"SELF-1": "SELF-1", "LOST-1": "NOWHERE-1", "STRAY-1": "TWO-1"}


def _item(source: str, item: str, key: str, parent: str | None = None, **others: object) -> Row:
    row = {"source_name": source, "work_item_id": item, "work_item_key": key, "parent_key": parent}
    return row | {"type_name": "Story", "status_name": "Open"} | others


def _rows() -> dict[str, list[Row]]:
    moved = [
        _item("jira", "1", "PROJ-1", known_at=EARLIER),
        _item("jira", "1", "OTHER-5", known_at=LATER),
        _item("jira", "2", "PROJ-2", parent="PROJ-1"),
        _item("jira", "3", "PROJ-3", epic_key="PROJ-1"),
        _item("jira", "9", "PROJ-4", parent="FIRST-1"),
        _item("jira", "10", "LOST-2", parent_id="999"),
    ]
    two_sites = [
        _item("jira", "4", "SAME-1"),
        _item("jira", "5", "SAME-2", parent="SAME-1"),
        _item("site_two", "4", "SAME-1"),
        _item("site_two", "5", "SAME-2", parent="SAME-1"),
        _item("site_two", "6", "TWO-1"),
    ]
    twins = [
        _item("site_two", number, "TWIN-1", known_at=day) for number, day in (("7", LATER), ("8", EARLIER))
    ]
    links = [("4", "SAME-2"), ("2", "PROJ-1"), ("2", "NOWHERE-1")]
    register = [
        ("I-1", "PROJ-1"),
        ("I-2", "SAME-1"),
        ("I-3", "site_two:SAME-1"),
        ("I-4", "NOWHERE-1"),
        ("I-4", "TWO-1"),
        ("I-5", "TWO-1"),
    ]
    return {
        "work_items": [
            *moved,
            *two_sites,
            *twins,
            *(_item("jira", f"of {key}", key, parent) for key, parent in PARENTS.items()),
        ],
        "work_item_links": [
            {"source_name": source, "work_item_id": item, "link_type": "blocks", "direction": "outward"}
            | {"linked_key": key}
            for source in ("jira", "site_two")
            for item, key in links
            if not (source == "site_two" and item == "2")
        ],
        "work_item_former_keys": [
            {"source_name": "jira", "work_item_id": "1", "former_key": "FIRST-1"},
            {"source_name": "site_two", "work_item_id": "6", "former_key": "FIRST-1"},
        ],
        "initiatives": [
            {
                "source_name": "bets",
                "initiative_code": code,
                "initiative_name": code,
                "stage_name": "Approved",
            }
            for code in ("I-1", "I-2", "I-3", "I-4", "I-5")
        ],
        "initiative_work_items": [
            {"source_name": "bets", "initiative_code": code, "work_item_key": key} for code, key in register
        ],
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    database = make_build_file(tmp_path_factory.mktemp("identity"), CONFIGURATION, _rows())
    wanted = "+mart_work_item_findings +bridge_work_item_initiative +fct_work_item_links +dim_work_item"
    options = ("--select", *wanted.split(), "--exclude-resource-type", "unit_test", "test")
    outcome = run_dbt(database, "build", *options)
    assert outcome.returncode == 0, outcome.stdout[-6000:]
    return duckdb.connect(str(database), read_only=True)


def test_d01_what_still_says_the_old_key_finds_the_moved_item(built: duckdb.DuckDBPyConnection) -> None:
    bets = dict(
        built.execute(
            "select work_item_key, initiative_code from core.bridge_work_item_initiative"
            " where source_name = 'jira' and (work_item_key = 'OTHER-5' or work_item_key like 'PROJ-%')"
        ).fetchall()
    )
    assert bets == {"OTHER-5": "I-1", "PROJ-2": "I-1", "PROJ-3": "I-1", "PROJ-4": "I-1"}


def test_links_lead_to_the_item_of_their_own_source(built: duckdb.DuckDBPyConnection) -> None:
    found = built.execute(
        "select links.source_name, links.linked_key, items.source_name, items.work_item_key"
        " from core.fct_work_item_links as links"
        " left join core.dim_work_item as items on links.linked_work_item_hash = items.work_item_hash"
        " order by all"
    ).fetchall()
    assert found == [
        ("jira", "NOWHERE-1", None, None),
        ("jira", "PROJ-1", "jira", "OTHER-5"),
        ("jira", "SAME-2", "jira", "SAME-2"),
        ("site_two", "SAME-2", "site_two", "SAME-2"),
    ]


def test_equal_keys_and_ids_of_two_sources_are_two_items(built: duckdb.DuckDBPyConnection) -> None:
    found = built.execute(
        "select source_name, work_item_key, initiative_code, path from core.bridge_work_item_initiative"
        " where work_item_key like 'SAME-%' order by all"
    ).fetchall()
    assert found == [
        ("jira", "SAME-1", "unknown", None),
        ("jira", "SAME-2", "unknown", None),
        ("site_two", "SAME-1", "I-3", "/SAME-1/"),
        ("site_two", "SAME-2", "I-3", "/SAME-2/SAME-1/"),
    ]
    count = built.execute(
        "select count(*), count(distinct work_item_hash) from core.dim_work_item"
    ).fetchone()
    assert count == (len(PARENTS) + 12, len(PARENTS) + 12)


def _findings(built: duckdb.DuckDBPyConnection, rule: str) -> dict[str, str]:
    query = "select work_item_key, detail from marts.mart_work_item_findings where rule_name = ?"
    rows = built.execute(query, [rule]).fetchall()
    assert len(dict(rows)) == len(rows)
    return dict(rows)


def test_d05_items_on_a_loop_are_told_those_below_it_are_not(built: duckdb.DuckDBPyConnection) -> None:
    on_loop = {
        key: f"its parent {parent} is below it" for key, parent in LOOP.items() if key not in ("R-9", "R-10")
    }
    assert _findings(built, "parent_loop") == on_loop | {"SELF-1": "it is its own parent"}


def test_d05_a_loop_of_any_length_is_told(built: duckdb.DuckDBPyConnection) -> None:
    assert set(_findings(built, "parents_without_end")) == set(LONG_LOOP)


def test_parents_that_are_nowhere_or_in_another_source_are_told(built: duckdb.DuckDBPyConnection) -> None:
    assert _findings(built, "unknown_parent") == {
        "LOST-1": "its parent NOWHERE-1 is in no export of this source",
        "LOST-2": "its parent 999 is in no export of this source",
        "STRAY-1": "its parent TWO-1 is in no export of this source, but in site_two",
    }


def test_what_a_register_means_is_told_where_it_is_not_clear(built: duckdb.DuckDBPyConnection) -> None:
    assert _findings(built, "ambiguous_work_item") == {
        "SAME-1": "initiative I-2 may mean that of jira or of site_two; write jira:SAME-1"
    }
    assert _findings(built, "unknown_work_item") == {
        "NOWHERE-1": "initiative I-4 names a work item that no tracker has"
    }
    assert _findings(built, "several_initiatives") == {
        "TWO-1": "initiatives I-4 and I-5 claim it; each counts an equal part, and lists show it with I-4"
    }


def test_d02_two_items_with_one_key_are_told(built: duckdb.DuckDBPyConnection) -> None:
    query = "select work_item_id, detail from marts.mart_work_item_findings where rule_name = 'shared_key'"
    detail = "2 items have this key; it means the one with id 7"
    assert sorted(built.execute(query).fetchall()) == [("7", detail), ("8", detail)]
