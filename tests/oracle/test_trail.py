"""What each initiative stands on and is linked to, and what was reported of it against the evidence."""

from tests.oracle.builds import ON_BOTH
from tests.oracle.comparison import assert_same_rows
from tests.oracle.conftest import Published
from tests.oracle.inputs import Inputs
from tests.oracle.trail import REGISTERS, links, source_rows, status_reports

METRICS = {"M28", "M30", "M31", "M31s"}
pytestmark = ON_BOTH


def test_each_row_that_an_initiative_stands_on(inputs: Inputs, published: Published) -> None:
    expected = list(source_rows(inputs))
    assert {row["table_name"] for row in expected} == {*REGISTERS, "ledger_lines", "budget_lines"}
    key = ["initiative_code", "table_name", "source_name", "file_sha256", "row_number", "entry_code"]
    key += ["entry_kind", "business_date", "row_text"]
    assert_same_rows(published("marts.mart_initiative_sources"), expected, key)


def test_each_link_of_an_initiative(inputs: Inputs, published: Published) -> None:
    expected = list(links(inputs))
    assert {row["is_live"] for row in expected if row["link_kind"] == "theme"} == {True, False}
    key = ["initiative_code", "link_kind", "linked_code"]
    assert_same_rows(published("marts.mart_initiative_links"), expected, key)


def test_each_report_of_an_initiative(inputs: Inputs, published: Published) -> None:
    expected = list(status_reports(inputs))
    assert any(row["is_green_after_evidence"] for row in expected)
    assert_same_rows(published("marts.mart_status_reports"), expected, ["initiative_code", "report_date"])
