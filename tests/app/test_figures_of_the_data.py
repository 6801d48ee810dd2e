"""What the data team's pages show of the example, against what its files, rules and definitions say."""

import re
from pathlib import Path

import pytest

from analytics_app.pages import PAGES
from tests.app.conftest import OpenPage
from tests.app.published_folder import ROOT
from tests.app.shown import check_column
from tests.oracle.inputs import Inputs
from tests.oracle.trust import quality_results, quarantine_rules, source_health

pytestmark = pytest.mark.pipeline


def test_data_health(page: OpenPage, inputs: Inputs) -> None:
    sources = {row["source_name"]: row for row in source_health(inputs)}
    checks = [row["is_success"] for row in quality_results(inputs)]
    refused = list(quarantine_rules(inputs))
    shown = page("data_health")
    shown.check_tiles(
        Last_refresh="Published",
        Sources_up_to_date=(sum(not row["is_stale"] for row in sources.values()), len(sources)),
        Rows_read=sum(row["row_count_read"] for row in sources.values()),
        In_quarantine=sum(row["row_count"] for row in refused),
        Checks_held=(sum(held is True for held in checks), len(checks)),
        Reconciliation_gap=0,
    )
    table = shown.table("freshness", "age_days")
    for column in (
        "age_days",
        "row_count_read",
        "row_count_accepted",
        "row_count_rejected",
        "row_count_ignored",
    ):
        check_column(table, "source_name", column, {name: row[column] for name, row in sources.items()})
    reasons = shown.table("reason", "row_count")
    assert reasons["row_count"].sum() == sum(row["row_count"] for row in refused)


def test_the_dictionary_shows_every_metric_that_is_documented(page: OpenPage) -> None:
    told = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    codes = re.findall(r"^## (M\d+\w*) ", told, re.MULTILINE)
    assert sorted(page("metric_dictionary").table("code", "formula")["code"]) == sorted(codes)


def test_the_figures_of_every_page_are_worked_out_anew() -> None:
    modules = sorted(Path(__file__).parent.glob("test_figures_of*.py"))
    checked = {name for path in modules for name in re.findall(r'\bpage\("(\w+)"', path.read_text("utf-8"))}
    assert checked == {page.file for page in PAGES}
