"""How initiatives serve the strategy and key results are served; what the money moved."""

from tests.oracle.alignment import Sums, spend_cells
from tests.oracle.bets import key_result_links
from tests.oracle.builds import ON_ALL
from tests.oracle.comparison import assert_same_rows
from tests.oracle.conftest import Published
from tests.oracle.fiscal import period_of
from tests.oracle.goals import key_results
from tests.oracle.inputs import Inputs
from tests.oracle.lines import rate_reason, told
from tests.oracle.outcomes import after_evidence, yields
from tests.oracle.register import initiatives
from tests.oracle.strategy import alignment, coverage, planned_and_burnt, service, year_spend

ROUNDED = 1e-6  # ratios of small sums of amounts that are each rounded to four digits
METRICS = {"M20", "M21", "M21h", "M24", "M25", "M27", "M28"}
pytestmark = ON_ALL


def test_alignment_of_each_initiative(inputs: Inputs, published: Published) -> None:
    cells, year = spend_cells(inputs), period_of(inputs, inputs.as_of).year_label
    expected = []
    for code in initiatives(inputs):
        sums = cells.get((("initiative", code), ("year", year)), Sums())
        spent = year_spend(inputs)[code]
        expected.append(
            {
                "initiative_code": code,
                "actual_amount": told(spent),
                "actual_amount_reason": rate_reason(spent),
                "aligned_actual_amount": told(sums.aligned),
                "aligned_actual_amount_reason": rate_reason(sums.aligned),
                "unaligned_actual_amount": told(sums.unaligned),
                "unaligned_actual_amount_reason": rate_reason(sums.unaligned),
                **planned_and_burnt(inputs, code),
                **alignment(inputs, code),
            }
        )
    rows = published("marts.mart_initiatives")
    assert_same_rows(rows, expected, ["initiative_code"], relative=ROUNDED)


def test_each_link_to_a_key_result(inputs: Inputs, published: Published) -> None:
    expected = list(key_result_links(inputs))
    rows = published("core.bridge_initiative_key_result")
    assert_same_rows(rows, expected, ["initiative_code", "key_result_code"])


def test_who_serves_each_key_result(inputs: Inputs, published: Published) -> None:
    services = {code: service(inputs, code) for code in key_results(inputs)}
    in_mart = ("linked_initiative_count", "funded_initiative_count", "is_funded", "linked_actual_amount")
    in_mart += ("linked_actual_reason",)
    in_core = ("serving_initiative_count", "contribution_concentration", "concentration_status")
    for table, names in (
        ("marts.mart_key_results", in_mart),
        ("core.fct_key_result_concentration", in_core),
    ):
        rows = [{"key_result_code": k, **{name: of[name] for name in names}} for k, of in services.items()]
        assert_same_rows(published(table), rows, ["key_result_code"])


def test_coverage_of_the_strategy_today(inputs: Inputs, published: Published) -> None:
    current = [row for row in published("marts.mart_strategy") if row["is_current"]]
    label = period_of(inputs, inputs.as_of).year_label
    assert_same_rows(current, [{"fiscal_year_label": label, **coverage(inputs)}], ["fiscal_year_label"])


def test_outcome_yield_of_each_initiative_quarter_and_lag(inputs: Inputs, published: Published) -> None:
    key = ["initiative_code", "fiscal_quarter_label", "lag_quarters"]
    assert_same_rows(published("marts.mart_outcome_yield"), yields(inputs), key, relative=ROUNDED)


def test_spend_after_evidence_of_each_initiative(inputs: Inputs, published: Published) -> None:
    expected = [
        {"initiative_code": code, **after_evidence(inputs, code)}
        for code, row in initiatives(inputs).items()
        if not row["is_run"]
    ]
    assert_same_rows(published("marts.mart_spend_after_evidence"), expected, ["initiative_code"])
