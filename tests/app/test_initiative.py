"""The page of one initiative: B-3 of the example rows is green, and its only key result was dropped."""

from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics_app import takeaways
from analytics_app.components.initiative_sections import SECTIONS
from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows import example_tables
from tests.app.rows.organisation import HOSTILE_FORMULA, INITIATIVES
from tests.app.test_views import page_text, texts, tile


def opened(open_app: OpenApp, folder: Path, code: str, section: str = "Money", **query: str) -> AppTest:
    """Open the page as a link to an initiative's section would."""
    app = open_app(folder, "initiative", **query)
    app.query_params["initiative"] = code
    app.query_params["section"] = section
    return app.run()


def frame_with(app: AppTest, column: str):
    """Return the table that has a column."""
    (found,) = [table.value for table in app.dataframe if column in table.value]
    return found


def test_money_with_a_line_without_an_exchange_rate_is_not_known(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    kinds = ("", "aligned_", "budget_", "commitment_", "forecast_")
    unconverted = {f"unconverted_{kind}line_count": 1 for kind in kinds}
    rows = [
        row | (unconverted if row["fiscal_period_label"] == "FY26-P02" else {})
        for row in tables["marts.mart_theme_spend"]
    ]
    app = opened(open_app, publish_tables(tmp_path, tables | {"marts.mart_theme_spend": rows}), "B-3")
    assert "What it spent is not known: a line has no exchange rate." in page_text(app)
    assert " spent, EUR" not in page_text(app)
    shown = frame_with(app, "forecast_amount").set_index("fiscal_period_label")
    amounts = [
        "actual_amount",
        "budget_amount",
        "commitment_amount",
        "forecast_amount",
        "aligned_actual_amount",
    ]
    assert shown.loc["FY26-P02", amounts].isna().all()
    assert (
        shown.loc["FY26-P01", ["actual_amount", "commitment_amount", "aligned_actual_amount"]].notna().all()
    )


def test_a_link_opens_an_initiative_and_says_that_it_lost_its_reason(
    example_folder: Path, open_app: OpenApp
) -> None:
    app = opened(open_app, example_folder, "B-3")
    text = page_text(app)
    assert not app.exception
    assert app.selectbox(key="chosen_initiative").value == "B-3"
    assert "is reported green, but serves no live key result: initiative without a key result." in text
    assert "EUR 60k spent since the evidence of 28 Feb 2026." in text
    assert tile(app, "Spent") == "EUR 150k"
    assert tile(app, "Live weight") == "0%"
    assert tile(app, "Work done") == "40%"
    assert tile(app, "Spent after evidence") == "EUR 60k"
    assert "since 28 Feb 2026, not answered yet: its key results are over" in text
    assert "CPI 1.60, forecast EUR 375k" in text
    assert "If we build it, its key result moves." in text


def test_what_it_has_no_figure_of_says_why(example_folder: Path, open_app: OpenApp) -> None:
    app = opened(open_app, example_folder, "B-5")
    text = page_text(app)
    assert tile(app, "Cost of delay") == "–"
    assert "No value: no estimate" in text
    assert tile(app, "Spent after evidence") == "–"
    assert "No value: nothing speaks against going on" in text
    assert tile(app, "Work done") == "–"
    assert "No value: no work items" in text


def test_its_money_follows_the_fiscal_period_and_no_other_filter(
    example_folder: Path, open_app: OpenApp
) -> None:
    app = opened(open_app, example_folder, "B-3", period="FY26-P02", theme="Trust")
    assert tile(app, "Spent") == "EUR 50k"
    periods = frame_with(app, "aligned_actual_amount")
    assert periods["actual_amount"].tolist() == [50000]
    assert periods["variance_amount"].tolist() == [0]


def test_its_source_rows_sum_to_what_it_spent(example_folder: Path, open_app: OpenApp) -> None:
    app = opened(open_app, example_folder, "B-3", "Source rows")
    rows = frame_with(app, "row_number")
    postings = rows[rows["source_table"] == "Ledger line"]
    assert "5 rows; 4 postings of this period sum to EUR 150,000.00." in page_text(app)
    assert sorted(postings["row_number"]) == [20, 21, 22, 23]
    assert set(postings["file_name"]) == {"ledger_2026-03-31.csv"}
    assert set(postings["row_text"]) == {f"'{HOSTILE_FORMULA}"}
    of_march = opened(open_app, example_folder, "B-3", "Source rows", period="FY26-P03")
    assert "3 rows; 2 postings of this period sum to EUR 60,000.00." in page_text(of_march)


def test_a_source_row_without_an_amount_in_reports_says_why(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    changes = {"l0": "no_exchange_rate", "r1": "register_row"}
    rows = [
        row | ({"reporting_amount": None, "reporting_amount_reason": changes[row["initiative_source_key"]]}
               if row["initiative_source_key"] in changes else {})
        for row in tables["marts.mart_initiative_sources"]
    ]  # fmt: skip
    folder = publish_tables(tmp_path, tables | {"marts.mart_initiative_sources": rows})
    shown = frame_with(opened(open_app, folder, "B-3", "Source rows"), "row_number")
    reasons = shown[shown["reporting_amount"].isna()]["missing_reason"]
    assert sorted(reasons) == ["A register has no amounts", "No exchange rate"]


def test_its_history_tells_what_changed_when(example_folder: Path, open_app: OpenApp) -> None:
    changes = frame_with(opened(open_app, example_folder, "B-3", "History"), "attribute_name")
    told = changes[["attribute_name", "before_text", "after_text"]].fillna("–").values.tolist()
    assert told == [
        ["Needed", "–", "2026-09-30"],
        ["Owner", "Owner 09", "Owner 01"],
        ["Stage", "Ready", "Doing"],
        ["First known", "–", f"'{HOSTILE_FORMULA}"],
    ]


def test_its_reports_stand_against_the_evidence_of_their_day(example_folder: Path, open_app: OpenApp) -> None:
    app = opened(open_app, example_folder, "B-3", "Reports and decisions")
    text = page_text(app)
    assert "1 of 2 reports green while unanswered evidence spoke against going on." in text
    reports = frame_with(app, "is_green_after_evidence")
    assert reports["is_green_after_evidence"].tolist() == ["Yes", "No"]
    decisions = frame_with(app, "recommended_outcome")
    assert decisions["reason_text"].tolist() == [f"'{HOSTILE_FORMULA}"]
    dependencies = frame_with(app, "role_name")
    assert dependencies["initiative_code"].tolist() == ["B-1"]
    assert dependencies["role_name"].tolist() == ["is needed by"]


def test_its_delay_has_a_band_and_a_reason(example_folder: Path, open_app: OpenApp) -> None:
    figures = frame_with(opened(open_app, example_folder, "B-2", "Delay"), "figure_name")
    week = figures.set_index("figure_name").loc["M01 a week"]
    assert [week["low_amount"], week["likely_amount"], week["high_amount"]] == [20000, 30000, 45000]
    of_b4 = frame_with(opened(open_app, example_folder, "B-4", "Delay"), "figure_name")
    assert of_b4.set_index("figure_name").loc["M04 since it was needed", "missing_reason"] == "No needed date"


def test_a_link_to_an_initiative_that_is_not_there_says_so(example_folder: Path, open_app: OpenApp) -> None:
    app = opened(open_app, example_folder, "'; drop table marts.mart_run; --")
    assert not app.exception
    assert "The initiative of this link is not there" in app.info[0].value


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("code", ["B-1", "B-3", "B-5", "R-1"])
def test_every_section_of_every_kind_of_initiative_is_shown(
    example_folder: Path, open_app: OpenApp, code: str, section: str
) -> None:
    app = opened(open_app, example_folder, code, section)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("section", SECTIONS)
def test_text_of_an_export_is_never_markdown_in_any_section(
    hostile_folder: Path, open_app: OpenApp, section: str
) -> None:
    app = opened(open_app, hostile_folder, "B-3", section)
    rendered = [text for text in texts(app) if "127" in text]
    assert rendered
    assert not [text for text in rendered if "<img" in text.replace(r"\<img", "")]


def test_an_initiative_without_rows_says_what_to_load(tmp_path: Path, open_app: OpenApp) -> None:
    kept = ("marts.mart_run", "core.dim_date", "marts.mart_initiatives", "core.dim_initiative")
    bare = {name: rows if name in kept else [] for name, rows in example_tables().items()}
    folder = publish_tables(tmp_path, bare)
    advice = {
        "Money": "Load a ledger and a budget",
        "Strategy": "Link it in the initiatives register",
        "Work": "Load a tracker",
        "Reports and decisions": "Load the decision log",
        "Source rows": "No source row leads to it",
    }
    for section, told in advice.items():
        app = opened(open_app, folder, "B-3", section)
        assert not app.exception
        assert told in page_text(app)
        assert "EUR 0" not in [metric.value for metric in app.metric]


def test_tables_of_initiatives_have_a_button_for_each_that_has_a_page(
    example_folder: Path, open_app: OpenApp
) -> None:
    shown = open_app(example_folder, "spend_by_theme").dataframe[-1].value.set_index("initiative_code")
    assert set(shown.index) > {row[0] for row in INITIATIVES if row[0] == "unknown"}
    assert shown.loc["B-3", "open_initiative"] == "Open →"
    assert shown["open_initiative"].isna()["unknown"]
    assert "open_initiative" not in open_app(example_folder, "spend_by_theme").dataframe[0].value


def test_the_verdict_asks_about_what_matters_first() -> None:
    facts = {
        "initiative_name": "Shield",
        "is_live": True,
        "is_run": False,
        "portfolio_state": "ready",
        "alignment_reason": None,
        "delay_state": "queue",
        "cost_of_delay_per_week_amount": Decimal(30000),
        "accrued_since_ready_amount": Decimal(240000),
        "live_key_result_count": 2,
        "percent_complete_share": 0.25,
        "actual_total_amount": Decimal(5000),
    }
    verdict = takeaways.initiative.verdict
    assert verdict(facts, "EUR") == "Shield waits: EUR 30k a week, EUR 240k lost since it was ready."
    active = facts | {"delay_state": "active"}
    assert verdict(active, "EUR") == (
        "Shield serves 2 live key results; 25% of its work is done and EUR 5,000 spent."
    )
    assert verdict(active | {"percent_complete_share": None}, "EUR").endswith("how much of it is done.")
    assert verdict(facts | {"is_live": False, "portfolio_state": "done"}, "EUR") == "Shield is over: done."
    assert "keeps the business running" in verdict(facts | {"is_run": True}, "EUR")
