"""Each metric of the dictionary is computed a second time by some test of this folder."""

import importlib
import re
from pathlib import Path

HERE = Path(__file__).parent
DICTIONARY = Path(__file__).parents[2] / "docs" / "metrics.md"


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


def test_every_metric_of_the_dictionary_is_recomputed() -> None:
    recomputed = _recomputed()
    assert [metric for metric in _of_the_dictionary() if metric not in recomputed] == []


def test_no_module_names_a_metric_that_the_dictionary_lacks() -> None:
    known = set(_of_the_dictionary())
    assert {metric: modules for metric, modules in _recomputed().items() if metric not in known} == {}
