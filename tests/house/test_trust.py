"""The register of what the warehouse survives: no case without a test or a reason, no test without a case."""

from docs import write_trust as trust


def test_every_case_stands_once_and_has_a_test_an_answer_or_what_is_open() -> None:
    cases = [case for cases in trust.sections().values() for case in cases]
    tests = trust.tests_by_id()
    assert len({case.id for case in cases}) == len(cases) == 103
    assert [case.id for case in cases if case.state(tests.get(case.id, [])) == "missing"] == []
    assert [case.id for case in cases if case.answer and case.open] == []


def test_every_id_in_the_name_of_a_test_is_a_case() -> None:
    known = {case.id for cases in trust.sections().values() for case in cases}
    strange = {case_id: tests for case_id, tests in trust.tests_by_id().items() if case_id not in known}
    assert strange == {}


def test_the_page_of_trust_is_up_to_date() -> None:
    assert trust.PAGE.read_text(encoding="utf-8") == trust.page(), "run: python docs/write_trust.py"
