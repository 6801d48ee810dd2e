"""Restatements: what closed periods said then and say now; changes of the same money are not added twice."""

from pathlib import Path

from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows import example_tables
from tests.app.test_views import page_text, tile

PAGE = "restatements"


def test_then_and_now_by_theme_and_period(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, PAGE)
    assert tile(app, "Restated periods") == "2"
    assert tile(app, "Net change") == "EUR 1,300"  # 1,000 + 500 - 200
    assert tile(app, "Moved in all") == "EUR 1,700"
    assert tile(app, "Last heard") == "20 Mar 2026"
    shown = app.dataframe[0].value.set_index("theme_name")
    growth = ["then_reporting_amount", "change_reporting_amount", "now_reporting_amount"]
    assert shown.loc["Growth", growth].tolist() == [98500, 1500, 100000]
    assert shown.loc["Growth", "change_count"] == 2
    assert shown.loc["Trust", growth].tolist() == [10200, -200, 10000]
    assert shown.loc["Trust", "then_basis"] == "Known on the closing date"
    assert "Most: FY26-P01, Growth, EUR 1,500 more." in page_text(app)
    assert "said EUR 108,700.10 then and says EUR 110,000.10 now" in page_text(app)


def test_each_change_is_shown_with_its_source(example_folder: Path, open_app: OpenApp) -> None:
    parts = open_app(example_folder, PAGE).dataframe[1].value
    assert parts["change_amount"].tolist() == [-200, 1000, 500]
    assert parts["restated_amount"].tolist() == [10000, 99500.1, 100000.1]
    assert set(parts["source_name"]) == {"ledger"}


def test_the_filters_choose_what_is_restated(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, PAGE, owner="Owner 02")
    assert tile(app, "Restated periods") == "1"
    assert tile(app, "Net change") == "EUR -200"
    assert "1 change in FY26; 3 in all periods" in page_text(app)
    none = open_app(example_folder, PAGE, period="FY26-P03")
    assert tile(none, "Net change") == "–"
    assert "No value: nothing was restated" in page_text(none)
    assert "Closed periods of this selection say what they said when they closed." in page_text(none)


def test_a_change_without_a_rate_has_no_sum(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    reporting = [f"{name}_reporting_amount" for name in ("then", "change", "restated", "now")]
    rows = [
        row | (dict.fromkeys(reporting) | {"reporting_amount_reason": "no_exchange_rate"}
               if row["theme_name"] == "Trust" else {})
        for row in tables["marts.mart_restatements"]
    ]  # fmt: skip
    app = open_app(publish_tables(tmp_path, tables | {"marts.mart_restatements": rows}), PAGE)
    assert tile(app, "Net change") == "–"
    assert "No value: no exchange rate" in page_text(app)
    shown = app.dataframe[0].value.set_index("theme_name")
    assert shown["now_reporting_amount"].isna()["Trust"]
    assert shown.loc["Trust", "missing_reason"] == "No exchange rate"
    assert shown.loc["Growth", "now_reporting_amount"] == 100000
