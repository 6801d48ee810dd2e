"""Each metric of the dictionary and each published table is computed a second time by some test here."""

import importlib
import re
from pathlib import Path

HERE = Path(__file__).parent
DICTIONARY = Path(__file__).parents[2] / "docs" / "metrics.md"
PROJECT = Path(__file__).parents[2] / "dbt_project"
# Marts that no test here compares, each with the reason.
NOT_RECOMPUTED = {
    "mart_quarantined_rows": "the rows as they were written to quarantine; mart_quarantine_rules counts them",
    "mart_run": "what the run was told, from which all other figures are recomputed",
    "mart_work_item_findings": "words for people; figures show what is left out",
}
# Facts of core that neither a test here compares nor a mart that is compared reads.
FACTS_APART = {
    "fct_work_item_links": "the tracker's own links; no figure is made of them",
    "fct_work_item_transitions": "the histories that figures of flow are recomputed from",
}


def _recomputed() -> dict[str, list[str]]:
    """Metric id -> the test modules that name it in their METRICS."""
    found: dict[str, list[str]] = {}
    for path in sorted(HERE.glob("test_*.py")):
        module = importlib.import_module(f"tests.oracle.{path.stem}")
        for metric in getattr(module, "METRICS", ()):
            found.setdefault(metric, []).append(path.name)
    return found


def _of_the_dictionary() -> list[str]:
    return re.findall(r"^## (M\d+\w*) ", DICTIONARY.read_text(encoding="utf-8"), re.MULTILINE)


def test_o01_every_metric_of_the_dictionary_is_recomputed() -> None:
    recomputed = _recomputed()
    assert [metric for metric in _of_the_dictionary() if metric not in recomputed] == []


def test_no_module_names_a_metric_that_the_dictionary_lacks() -> None:
    known = set(_of_the_dictionary())
    assert {metric: modules for metric, modules in _recomputed().items() if metric not in known} == {}


def _models(layer: str) -> dict[str, set[str]]:
    """Model of a layer -> the models that its SQL names."""
    paths = (PROJECT / "models" / layer).glob("*/*.sql")
    return {
        path.stem: set(re.findall(r'ref\(\s*"(\w+)"', path.read_text(encoding="utf-8"))) for path in paths
    }


def _compared() -> set[str]:
    """The tables of core and marts whose rows some test of this folder compares."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(HERE.glob("test_*.py"))]
    return {name for text in texts for name in re.findall(r'"(?:core|marts)\.(\w+)"', text)}


def test_every_mart_is_recomputed() -> None:
    marts = {name for name in _models("marts") if name.startswith("mart_")}
    assert sorted(marts - _compared()) == sorted(NOT_RECOMPUTED), "compare it here, or say why it needs none"


def test_every_fact_of_core_is_recomputed_or_read_on_the_way_to_what_is() -> None:
    read = _models("core") | _models("marts")
    reached = _compared()
    while further := {of for name in reached for of in read.get(name, ())} - reached:
        reached |= further
    facts = {name for name in _models("core") if name.startswith("fct_")}
    assert sorted(facts - reached) == sorted(FACTS_APART), "compare it here, or say why it needs none"
