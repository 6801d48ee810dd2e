"""Spend by theme: slices, both rates, the bridge, the outlook, and totals that tie; figures by hand."""

from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows import example_tables
from tests.app.test_views import page_text, tile

PAGE = "spend_by_theme"
# January to March without run spend, of which B-4 alone (90,000) has another budget rate
CHANGE, AT_BUDGET_RATE = Decimal("606001.15"), Decimal("615001.15")
UNRATED = {
    "actual_amount": None,
    "actual_amount_reason": "no_exchange_rate",
    "actual_budget_rate_amount": None,
    "actual_budget_rate_amount_reason": "no_budget_rate",
}


def frame(app: AppTest, column: str) -> list[dict]:
    """Return the rows of the first table that has a column."""
    return next(found.value for found in app.dataframe if column in found.value).to_dict("records")


def test_the_outlook_is_what_closed_periods_spent_and_what_is_forecast(
    example_folder: Path, open_app: OpenApp
) -> None:
    app = open_app(example_folder, PAGE)
    # forecasts of nine months: 106,000 + 21,000 + 51,000 + 31,000 + 6,000 a month
    assert 606001.15 + 9 * 215000 == 2541001.15
    assert tile(app, "Outlook of the year") == "EUR 2.54M"
    assert "budget of the year EUR 2.52M" in page_text(app)


def test_an_outlook_without_a_forecast_of_every_open_period_is_none(
    tmp_path: Path, open_app: OpenApp
) -> None:
    tables = example_tables()
    rows = [
        row | ({"forecast_amount": Decimal(0)} if row["fiscal_period_label"] == "FY26-P09" else {})
        for row in tables["marts.mart_spend_slices"]
    ]
    app = open_app(publish_tables(tmp_path, tables | {"marts.mart_spend_slices": rows}), PAGE)
    assert tile(app, "Outlook of the year") == "–"
    assert "No value: no forecast for every open period" in page_text(app)
    assert all(row["outlook_amount"] is None or row["outlook_amount"] != row["outlook_amount"]
               for row in frame(app, "outlook_amount"))  # fmt: skip


@pytest.mark.parametrize(
    ("rates", "change", "themes"),
    [("Average rates", CHANGE, "600,000.60"), ("Budget rate", AT_BUDGET_RATE, "609,000.60")],
)
def test_a_link_opens_the_rates_it_says_and_the_totals_tie(
    example_folder: Path, open_app: OpenApp, rates: str, change: Decimal, themes: str
) -> None:
    app = open_app(example_folder, PAGE, rates=rates)
    assert tile(app, "Change spend to date") == f"EUR {round(change / 1000)}k"
    assert tile(app, "Effect of rates") == "EUR -9,000"
    assert (
        f"Control total: themes EUR {themes} + without a theme EUR 6,000.55 "
        f"= change spend EUR {change:,.2f}, ● ties to the cent. Run spend of EUR 210,000.00 stands apart."
    ) in page_text(app)
    shown = {row["theme_name"]: row["actual_amount"] for row in frame(app, "target_share")}
    assert shown["Efficiency"] == (90000 if rates == "Average rates" else 99000)
    assert sum(shown.values()) == pytest.approx(float(change), abs=3)  # whole money is shown


def test_periods_tell_the_forecast_where_there_is_no_actual(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, PAGE)
    # 606,001.15 of 630,000; nine months of 215,000
    assert "EUR 24k (3.8%) under its budget to date. Forecast of 9 later periods: EUR 1.94M." in page_text(
        app
    )
    march, april = frame(app, "forecast_amount")[2:4]
    assert (march["actual_amount"], april["forecast_amount"]) == (223001, 215000)
    assert march["forecast_amount"] != march["forecast_amount"]
    assert april["actual_amount"] != april["actual_amount"]


def test_a_mart_that_says_otherwise_does_not_tie(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    rows = [
        row | {"actual_amount": row["actual_amount"] + (row["initiative_code"] == "B-2")}
        for row in tables["marts.mart_theme_spend"]
    ]
    app = open_app(publish_tables(tmp_path, tables | {"marts.mart_theme_spend": rows}), PAGE)
    assert "▼ the mart of theme spend says EUR 606,004.15" in page_text(app)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("Cost centre", {"CC-110": 606001.15 - 132000.24, "CC-120": 132000.24}),
        ("Account", {"610000 Internal labour": 606001.15 - 132000.24, "150000 Software": 132000.24}),
        ("Kind of expense", {"opex": 606001.15 - 132000.24, "capex": 132000.24}),
    ],
)
def test_slices_sum_to_the_total(
    example_folder: Path, open_app: OpenApp, choice: str, expected: dict[str, float]
) -> None:
    app = open_app(example_folder, PAGE, slice=choice)
    shown = {row["slice_name"]: row["actual_amount"] for row in frame(app, "slice_name")}
    assert shown == {name: round(amount) for name, amount in expected.items()}


def test_capital_expenditure_and_what_was_only_moved_are_told(
    example_folder: Path, open_app: OpenApp
) -> None:
    text = page_text(open_app(example_folder, PAGE))
    # two fifths of 330,000.60 of 606,001.15; 2,000 in each of three months
    assert "Capital expenditure is 21.8%: EUR 132k. Of it documents only moved EUR 6,000 into capex." in text


def test_the_bridge_leads_from_the_plan_to_the_actual(example_folder: Path, open_app: OpenApp) -> None:
    to_date = page_text(open_app(example_folder, PAGE))
    assert "From original budget EUR 100k to actual EUR 100k: no change." in to_date
    assert "The largest step: volume and price, + EUR 5,000." in to_date
    whole_year = page_text(open_app(example_folder, PAGE, bridge="Whole year"))
    assert "From original budget EUR 205k to forecast with actuals EUR 206k: EUR 1,000 more." in whole_year


def test_a_bridge_of_which_a_line_has_no_exchange_rate_is_not_drawn(
    tmp_path: Path, open_app: OpenApp
) -> None:
    tables = example_tables()
    unknown = {"from_amount": None, "from_amount_reason": "no_exchange_rate"}
    again = {"budget_bridge_key": "x", "initiative_code": "B-2", "theme_name": "Trust"}
    bridge = tables["marts.mart_budget_bridge"]
    folder = publish_tables(
        tmp_path, tables | {"marts.mart_budget_bridge": [*bridge, bridge[0] | again | unknown]}
    )
    app = open_app(folder, PAGE)
    text = page_text(app)
    assert not app.exception
    assert "The bridge is not known: no exchange rate of a line." in text
    assert "From original budget" not in text
    assert "From original budget EUR 100k" in page_text(open_app(folder, PAGE, theme="Growth"))


def test_the_filters_reach_every_part(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, PAGE, theme="Trust", period="FY26-P02")
    assert tile(app, "Change spend to date") == "EUR 10k"
    assert {row["theme_name"] for row in frame(app, "initiative_name")} == {"Trust"}
    assert frame(app, "slice_name")[0]["actual_amount"] == 10000
    assert "No budget in this selection leads to an actual" in page_text(app)
    assert not [text for text in page_text(app).splitlines() if text.startswith("Off their target")]


def test_money_without_a_rate_has_no_sum_and_says_why(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    rows = [
        row
        | (UNRATED if row["initiative_code"] == "B-2" and row["fiscal_period_label"] == "FY26-P01" else {})
        for row in tables["marts.mart_spend_slices"]
    ]
    app = open_app(publish_tables(tmp_path, tables | {"marts.mart_spend_slices": rows}), PAGE)
    assert tile(app, "Change spend to date") == "–"
    assert tile(app, "Effect of rates") == "–"
    assert tile(app, "Open commitments") == "EUR 5,000"
    assert "No value: no exchange rate" in page_text(app)
    assert "Control total" not in page_text(app)
    shown = {row["theme_name"]: row["actual_amount"] for row in frame(app, "target_share")}
    assert shown["Trust"] != shown["Trust"]
    assert shown["Growth"] == 480001
    reasons = {row["theme_name"]: row["missing_reason"] for row in frame(app, "target_share")}
    assert {name for name, reason in reasons.items() if reason == "No exchange rate"} == {"Trust"}
    at_budget_rate = open_app(publish_tables(tmp_path, tables | {"marts.mart_spend_slices": rows}), PAGE,
                              rates="Budget rate")  # fmt: skip
    assert "No value: no budget rate" in page_text(at_budget_rate)


def test_a_theme_off_its_target_is_a_click_away(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, PAGE)
    labels = [button.label.replace("\\", "") for button in app.button]
    assert "Trust: ▼ Starved (-25.0 pp)" in labels
    assert "Growth: ▲ Overfed (+29.2 pp)" in labels
    app.button(key="open_Trust").click().run()
    assert app.multiselect(key="theme").value == ["Trust"]
    assert tile(app, "Change spend to date") == "EUR 30k"


def test_a_theme_with_a_target_and_no_money_has_a_share_of_nothing(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    changed = {
        name: [row for row in tables[name] if row["theme_name"] != "Trust"]
        for name in (
            "marts.mart_theme_spend", "marts.mart_spend_slices", "marts.mart_initiatives",
            "marts.mart_key_results",
        )
    }  # fmt: skip
    folder = publish_tables(tmp_path, tables | changed)
    (trust,) = (row for row in frame(open_app(folder, PAGE), "target_share") if row["theme_name"] == "Trust")
    assert (trust["actual_share"], trust["target_share"], trust["gap_share"]) == (0, 30, -30)
    alone = open_app(folder, PAGE, theme="Trust")
    assert not alone.exception
    assert [row["theme_name"] for row in frame(alone, "target_share")] == ["Trust"]
