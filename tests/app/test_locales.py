"""Numbers and days as the visitor's locale writes them; English stays the house's own way."""

from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import polars as pl
import pytest

from analytics_app import charts, formatting, locales, pictures, reviews, takeaways
from analytics_app.components import columns
from tests.app.test_charts import THEMES

AMOUNTS = (
    Decimal("-4500.50"),
    Decimal(91234),
    Decimal(999_996),
    Decimal("4410000.12"),
    Decimal(1_234_567_890),
)
NARROW, WIDE = "\u202f", "\u00a0"  # the spaces of CLDR, which do not break a line
SHORT = {
    "en-GB": ["EUR -4,500", "EUR 91k", "EUR 1.00M", "EUR 4.41M", "EUR 1.23B"],
    "de-DE": ["-4.500 EUR", "91.234 EUR", "1 Mio. EUR", "4,41 Mio. EUR", "1,23 Mrd. EUR"],
    "fr-FR": ["-4 500 EUR", "91 k EUR", "1 M EUR", "4,41 M EUR", "1,23 Md EUR"],
    "ja-JP": ["EUR -4,500", "EUR 9.1万", "EUR 100万", "EUR 441万", "EUR 12.35億"],
}
# to the cent; a currency without cents; a share; points; a count; a day
OTHERS = {
    "en-GB": ["EUR 1,234,567.80", "JPY 1,234,568", "47.6%", "+16.9 pp", "12,357", "31 Oct 2026"],
    "de-DE": ["1.234.567,80 EUR", "1.234.568 JPY", "47,6 %", "+16,9 pp", "12.357", "31.10.2026"],
    "fr-FR": ["1 234 567,80 EUR", "1 234 568 JPY", "47,6 %", "+16,9 pp", "12 357", "31 oct. 2026"],
    "ja-JP": ["EUR 1,234,567.80", "JPY 1,234,568", "47.6%", "+16.9 pp", "12,357", "2026/10/31"],
}
LEVELS = pl.DataFrame(
    {
        "step_name": ["Budget", "Price"],
        "kind": ["stage", "part"],
        "amount": [Decimal(1234), Decimal(-234)],
        "level_amount": [Decimal(1234), Decimal(1000)],
    }
)
RESTATED = pl.DataFrame(
    {
        "fiscal_period_label": ["FY26-P02"],
        "theme_name": ["Growth"],
        "money_kind": ["actual"],
        "change_reporting_amount": [Decimal(1234)],
    }
)


def _plainly(text: str) -> str:
    return text.replace(NARROW, " ").replace(WIDE, " ")


@pytest.mark.parametrize("locale", SHORT)
def test_money_is_written_short(locale: str) -> None:
    with locales.using(locale):
        written = [formatting.money(amount, "EUR") for amount in AMOUNTS]
    assert [_plainly(text) for text in written] == SHORT[locale]
    if locale not in {"en-GB", "ja-JP"}:
        assert not [text for text in written if " " in text]  # an amount is never torn from its currency


@pytest.mark.parametrize("locale", OTHERS)
def test_other_values_follow_the_locale(locale: str) -> None:
    with locales.using(locale):
        written = [
            formatting.money_exact(Decimal("1234567.80"), "EUR"),
            formatting.money_exact(Decimal("1234567.80"), "JPY"),
            formatting.share(0.476, 1),
            formatting.points(0.169),
            formatting.count(12357),
            formatting.day(date(2026, 10, 31)),
        ]
    assert [_plainly(text) for text in written] == OTHERS[locale]


def test_a_currency_has_its_own_digits() -> None:
    assert formatting.money_exact(Decimal("1.5"), "KWD") == "KWD 1.500"
    assert formatting.money_exact(Decimal("1.5"), "no currency") == "no currency 1.50"


@pytest.mark.parametrize("name", [None, "", "en-US", "en-AU", "xx-nonsense", "../../etc/passwd", "-"])
def test_what_nobody_knows_is_english(name: str | None) -> None:
    with locales.using(name):
        assert formatting.money(Decimal(4_410_000), "EUR") == "EUR 4.41M"
        assert formatting.day(date(2026, 10, 31)) == "31 Oct 2026"


def test_nothing_is_said_of_what_is_missing() -> None:
    with locales.using("de-DE"):
        missing = (formatting.money(None, "EUR"), formatting.share(None), formatting.count(None))
        assert {*missing, formatting.points(None), formatting.day(None)} == {"–"}


@pytest.mark.parametrize(("locale", "tick"), [("en-GB", "1.5M"), ("de-DE", "1,5M")])
def test_the_axes_of_a_chart_follow_the_locale(locale: str, tick: str) -> None:
    frame = pl.DataFrame(
        {
            "fiscal_period_label": ["P1"],
            "actual_amount": [Decimal(1_500_000)],
            "budget_amount": [Decimal(10)],
        },
        schema_overrides={"actual_amount": pl.Decimal(18, 4), "budget_amount": pl.Decimal(18, 4)},
    )
    with locales.using(locale):
        chart = charts.spend.by_period(frame, "", "EUR")
    drawn = ElementTree.fromstring(pictures.as_svg(chart).decode())
    texts = {"".join(text.itertext()) for text in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert tick in texts


def test_the_words_beside_the_bars_follow_the_locale() -> None:
    with locales.using("de-DE"):  # polars writes them in threads of its own
        labels = charts.spend.theme_shares(THEMES, "").rows["label"].to_list()
        slices = THEMES.rename({"theme_name": "slice_name"})
        amounts = charts.finance.slices(slices, "", "EUR").rows["label"].to_list()
        bridge = charts.bridge.waterfall(LEVELS, "", "EUR").rows["label"].to_list()
        restated = charts.finance.restated(RESTATED, "", "EUR").rows["label"].to_list()
    assert [_plainly(label) for label in labels] == ["75 % (+25,0 pp)", "25 % (no target)"]
    assert [_plainly(label) for label in amounts] == ["30 EUR", "10 EUR"]
    assert [_plainly(label) for label in bridge] == ["1.234 EUR", "− 234 EUR"]
    assert [_plainly(label) for label in restated] == ["+ 1.234 EUR"]


def test_sentences_follow_the_locale() -> None:
    rows = pl.DataFrame(
        {"source_table": ["ledger_lines"], "entry_kind": ["actual"],
         "reporting_amount": [Decimal("1234567.80")]}
    )  # fmt: skip
    left = {
        "run_out_date": date(2030, 12, 31), "fiscal_year_end_date": date(2026, 12, 31),
        "runway_weeks": 1234.0, "burn_per_period_amount": Decimal(5),
    }  # fmt: skip
    broken = pl.DataFrame({"reason": ["no_epic"], "work_items": [1234.0]})
    with locales.using("de-DE"):
        written = [
            takeaways.initiative.source_rows(rows, "JPY"),
            takeaways.overview.runway(left, "EUR"),
            takeaways.drift.breaks(broken),
            takeaways.roadmap.brief({"late_days": 1234}),
        ]
        then, now = ({"currency_code": "EUR", "fiscal_year_label": "FY26"} for _ in range(2))
        for figure in reviews.FIGURES:
            then[figure.column], now[figure.column] = None, None
        then["live_count"], now["live_count"] = 1, 1235
        changes = reviews.compared(then, now)["change"].to_list()
    for part, text in zip(
        ("1.234.568 JPY", "1.461 days beyond", "1.234 stories", "1.234 d late"), written, strict=True
    ):
        assert part in _plainly(text)
    assert "▲ +1.234" in changes


def test_tables_are_left_to_the_browser() -> None:
    names = ["actual_amount", "loaded_amount", "actual_share", "gap_share", "line_count", "as_of_date"]
    with locales.using("fr-FR"):
        told = columns.configuration(names, "EUR")
    assert {each["type_config"]["format"] for each in told.values()} == {"localized"}
    assert [told[name]["type_config"].get("step") for name in names] == [1, 0.01, 0.1, 0.1, 1, None]
    assert (told["actual_share"]["label"], told["gap_share"]["label"]) == ("Share, %", "Gap, pp")
    with locales.using("en-GB"):
        assert columns.configuration(names, "EUR")["actual_share"]["type_config"]["format"] == "%.1f%%"
