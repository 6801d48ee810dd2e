"""The lint rules: the points of each rule, what they sum to, and what is to be done."""

import csv

import pytest

from tests.oracle.builds import ON_BOTH
from tests.oracle.comparison import assert_same_rows
from tests.oracle.conftest import Published
from tests.oracle.goals import key_results, objectives
from tests.oracle.inputs import Inputs, Row
from tests.oracle.okr_lint import SEEDS, Points, all_points, open_key_results, quality

METRICS = {"M34"}
pytestmark = ON_BOTH
KINDS = ("key_result", "objective")


@pytest.fixture(scope="module")
def points(inputs: Inputs) -> dict[tuple[str, str], Points]:
    return all_points(inputs)


@pytest.mark.parametrize("kind", KINDS)
def test_points_of_each_rule(kind: str, published: Published, points) -> None:
    expected = [
        {f"{kind}_code": code, "rule_id": rule, "points": given}
        for (of, code), rules in points.items()
        for rule, given in rules.items()
        if of == kind
    ]
    assert_same_rows(published(f"core.fct_{kind}_criteria"), expected, [f"{kind}_code", "rule_id"])


@pytest.mark.parametrize("kind", KINDS)
def test_quality_of_each(kind: str, inputs: Inputs, published: Published, points) -> None:
    codes = key_results(inputs) if kind == "key_result" else objectives(inputs)
    own = open_key_results(inputs)
    expected: list[Row] = []
    for code in codes:
        parts = [points[kind, code]] if (kind, code) in points else []
        if kind == "objective" and parts:
            parts += [points["key_result", k.code] for k in own.values() if k.row["objective_code"] == code]
        none = {"quality_score": None, "quality_band": None}  # what is no longer open is not judged
        expected.append({f"{kind}_code": code, **(quality(parts) if parts else none)})
    assert_same_rows(published(f"marts.mart_{kind}s"), expected, [f"{kind}_code"])


def test_findings_name_what_to_do(published: Published, points) -> None:
    with (SEEDS / "okr_rules.csv").open(encoding="utf-8") as file:
        rules = {(row["entity_type"], row["rule_id"]): row for row in csv.DictReader(file)}
    expected = [
        {
            "entity_type": kind,
            "entity_code": code,
            "rule_id": rule,
            "points": given,
            "severity": "minor" if given else "major",
            "rule_name": rules[kind, rule]["rule_name"],
            "fix_text": rules[kind, rule]["fix_text"],
        }
        for (kind, code), of in points.items()
        for rule, given in of.items()
        if given is not None and given < 2
    ]
    key = ["entity_type", "entity_code", "rule_id"]
    assert_same_rows(published("marts.mart_okr_findings"), expected, key)


def test_there_is_a_rule_for_each_id(points) -> None:
    found = {rule for of in points.values() for rule in of}
    assert found == {f"R{number:02}" for number in range(1, 23)}
