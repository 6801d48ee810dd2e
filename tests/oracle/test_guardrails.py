"""Guardrails: what each one is, may be, and by how much it is broken."""

from tests.oracle.builds import ON_ALL
from tests.oracle.comparison import assert_same_rows
from tests.oracle.conftest import Published
from tests.oracle.guardrails import (
    approval_and_review,
    expected_costs,
    initiative_rows,
    scope_rows,
    share_rows,
    spent_before,
)
from tests.oracle.inputs import Inputs
from tests.oracle.lines import rate_reason, told
from tests.oracle.register import initiatives

METRICS = {"M43"}
pytestmark = ON_ALL
KEY = ["guardrail_code", "guardrail_name", "scope_kind", "scope_name"]
CENT_IN_MILLIONS = 1e-8  # money as double precision numbers, of amounts rounded to four digits


def test_each_guardrail(inputs: Inputs, published: Published) -> None:
    expected = [*share_rows(inputs), *initiative_rows(inputs), *scope_rows(inputs)]
    assert_same_rows(published("marts.mart_guardrails"), expected, KEY, relative=CENT_IN_MILLIONS)


def test_cost_approval_and_review_of_each_initiative(inputs: Inputs, published: Published) -> None:
    costs, expected = expected_costs(inputs), []
    for code, bet in initiatives(inputs).items():
        if bet["is_live"] and not bet["is_run"]:
            approved, reviewed = approval_and_review(inputs, code)
            (cost, least), early = costs[code], spent_before(inputs, code, approved)
            expected.append(
                {
                    "initiative_code": code,
                    "forecast_amount": told(cost),
                    "forecast_reason": rate_reason(cost),
                    "least_cost_amount": told(least),
                    "approval_date": approved,
                    "last_review_date": reviewed,
                    "spend_before_approval_amount": told(early),
                    "spend_before_approval_reason": rate_reason(early),
                }
            )
    assert_same_rows(published("core.fct_initiative_guardrails"), expected, ["initiative_code"])
