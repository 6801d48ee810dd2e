"""The tests of the cases that matter most were seen failing: each is run over a copy with a fault in it."""

import ast
import shutil
from pathlib import Path

import pytest

from tests.planted.planting import ROOT, Fault, copy_project, load_faults, name_of, plant, run_tests

FAULTS = load_faults()
WEIGHTIEST = (
    "K01 K08 C03 C05 O03 F02 F01 P05 P06 F07 O01 F03 F05 D08 D06 D07 R02 X01 X04 X07 X06 D01 D02 F08 K06"
    " S01 S02 S10 S11 S05 S06 S14 D03"
)


def test_each_of_the_weightiest_cases_has_a_fault_in_their_order() -> None:
    assert " ".join(dict.fromkeys(fault.case for fault in FAULTS)) == WEIGHTIEST
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_fault_has_one_place_and_tests_that_are_there(fault: Fault) -> None:
    text = (ROOT / fault.file).read_text()
    assert fault.edited(text) != text
    assert fault.breaks
    assert fault.tests
    for test in fault.tests:
        path, _, name = test.partition("::")
        functions = ast.walk(ast.parse((ROOT / path).read_text()))
        assert name.partition("[")[0] in {
            node.name for node in functions if isinstance(node, ast.FunctionDef)
        }


@pytest.mark.nightly
def test_without_a_fault_they_all_pass(tmp_path: Path) -> None:
    tests = dict.fromkeys(test for fault in FAULTS for test in fault.tests)
    outcomes = run_tests(copy_project(tmp_path / "project"), tests)
    assert outcomes.keys() == {name_of(test) for test in tests}
    assert {name: kinds for name, kinds in outcomes.items() if kinds - {"passed", "skipped"}} == {}


@pytest.mark.nightly
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_each_named_test_fails_over_the_fault(fault: Fault, tmp_path: Path) -> None:
    copy = copy_project(tmp_path / "project")
    plant(fault, copy)
    outcomes = run_tests(copy, fault.tests)
    shutil.rmtree(copy)
    if {kind for kinds in outcomes.values() for kind in kinds} == {"skipped"}:
        pytest.skip("something that the tests need is not installed")
    told = f"{fault.breaks}: {outcomes}"
    assert outcomes.keys() == {name_of(test) for test in fault.tests}, told
    assert [name for name, kinds in outcomes.items() if "failed" not in kinds or "error" in kinds] == [], told
