"""Numbers as people write them: each of the dictionary's cases, and round trips in several locales."""

from collections.abc import Callable
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.parsing.numbers import Mark, currencies_of, parse_measures, parse_numbers

NARROW_SPACE = "\u202f"

WRITTEN: list[tuple[str, Mark | None, str]] = [
    ("1,234.56", None, "1234.56"),
    ("1.234,56", None, "1234.56"),
    ("1 254,51", None, "1254.51"),
    ("1 234 567", None, "1234567"),
    ("1.249,50- EUR", None, "-1249.50"),
    ("(1,234.56)", None, "-1234.56"),
    ("1,234.56-", None, "-1234.56"),
    ("-1.234,5", None, "-1234.5"),
    ("1.234", ",", "1234"),
    ("1.234", ".", "1.234"),
    ("1,234", ".", "1234"),
    ("1,234", ",", "1.234"),
    ("12.50-", None, "-12.50"),
    ("$1,192,600.39 ", None, "1192600.39"),
    ("6.91%", None, "0.0691"),
    ("($857,547.53)", None, "-857547.53"),
    ("1.5E+06", None, "1500000"),
    ("\u22121234", None, "-1234"),
    ("19778,00", None, "19778.00"),
    ("12,34,567.89", None, "1234567.89"),
    ("1\u2019234.50", None, "1234.50"),
    ("CHF 1\u2019234.-", None, "1234"),
    ("2\u00a0400,00", None, "2400.00"),
    ("(0.00)", None, "0.00"),
    ("100 CR", None, "-100"),
    ("100 DR", None, "100"),
    ("$36B", None, "36000000000"),
    ("$99.9M", None, "99900000"),
    ("3.2k", None, "3200"),
    ("1.234,-", None, "1234"),
    (f"1{NARROW_SPACE}234,5", None, "1234.5"),
    ("0.123", None, "0.123"),  # a zero never leads a group of thousands
    (".5", None, "0.5"),
]


def parse_one(text: str | None, mark: Mark | None = None) -> tuple[Decimal | None, str | None]:
    values, reasons = parse_numbers(pl.Series([text], dtype=pl.String), mark)
    return values[0], reasons[0]


@pytest.mark.parametrize(("text", "mark", "value"), WRITTEN)
def test_d14_a_written_number_is_read_exactly(text: str, mark: Mark | None, value: str) -> None:
    assert parse_one(text, mark) == (Decimal(value), None)


@pytest.mark.parametrize("text", ["-", "--", "n/a", "N/A", "", "  ", None])
def test_no_value_is_null_and_no_fault(text: str | None) -> None:
    assert parse_one(text) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        *("#REF!", "#N/A", "1O0", "two thousand", "1.2.3,4", "1_000", "NaN", "inf", "12 34", "-(1)", "(1"),
        *("(5 CR)", "1,234.567.890", "EUR 5 USD", "EUR", "\u0661\u0662", "1''000", "5."),
    ],
)
def test_d14_what_is_no_number_is_refused(text: str) -> None:
    assert parse_one(text) == (None, "not_a_number")


@pytest.mark.parametrize("text", ["1.234", "1,234", "-1.234", "999,999", "(1.234)"])
def test_p03_a_number_with_two_meanings_is_refused(text: str) -> None:
    assert parse_one(text) == (None, "ambiguous_number")


def test_a_certain_value_decides_for_its_column() -> None:
    values, reasons = parse_numbers(pl.Series(["1.234", "5,5", "2.000"]))
    assert values.to_list() == [Decimal(1234), Decimal("5.5"), Decimal(2000)]
    assert reasons.null_count() == 3


def test_evidence_for_both_marks_decides_nothing() -> None:
    values, reasons = parse_numbers(pl.Series(["1.234", "5,5", "5.5"]))
    assert reasons.to_list() == ["ambiguous_number", None, None]
    assert values.to_list() == [None, Decimal("5.5"), Decimal("5.5")]


def test_a_value_that_contradicts_the_configured_mark_is_refused() -> None:
    assert parse_one("1.234,56", ".") == (None, "ambiguous_number")


def test_money_has_four_decimals_and_fourteen_digits_before_them() -> None:
    assert parse_one("0.00001") == (None, "too_many_decimals")
    assert parse_one("0.12340000") == (Decimal("0.1234"), None)
    assert parse_one("99999999999999.9999") == (Decimal("99999999999999.9999"), None)
    assert parse_one("123456789012345") == (None, "out_of_range")
    assert parse_one("1e308") == (None, "out_of_range")


def test_measures_keep_every_decimal() -> None:
    values, reasons = parse_measures(pl.Series(["0.123456789", "1.5E-7", "1O0"]))
    assert values.to_list() == [0.123456789, 1.5e-7, None]
    assert reasons.to_list() == [None, None, "not_a_number"]


def test_the_currency_of_an_amount_is_told_where_it_is_certain() -> None:
    amounts = pl.Series(["1.249,50- EUR", "\u20ac 5", "CHF 1\u2019234.-", "$5", "5", None])
    assert currencies_of(amounts).to_list() == ["EUR", "EUR", "CHF", None, None, None]


def _grouped(amount: Decimal, thousands: str, mark: str) -> str:
    return f"{amount:,.2f}".replace(",", "\0").replace(".", mark).replace("\0", thousands)


LOCALES: dict[str, Callable[[Decimal], str]] = {
    "us": lambda amount: _grouped(amount, ",", "."),
    "de": lambda amount: _grouped(amount, ".", ","),
    "fr": lambda amount: _grouped(amount, NARROW_SPACE, ",") + " \u20ac",
    "ch": lambda amount: "CHF " + _grouped(amount, "\u2019", "."),
    "sap": lambda amount: _grouped(abs(amount), ".", ",") + ("-" if amount < 0 else ""),
    "bank": lambda amount: _grouped(abs(amount), ",", ".") + (" CR" if amount < 0 else " DR"),
    "book": lambda amount: f"({_grouped(-amount, ',', '.')})" if amount < 0 else _grouped(amount, ",", "."),
    "plain": lambda amount: f"{amount:.2f}",
}


@pytest.mark.parametrize("locale", LOCALES)
@given(amounts=st.lists(st.decimals("-99999999999", "99999999999", places=2), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_what_a_locale_writes_is_read_back_to_the_cent(locale: str, amounts: list[Decimal]) -> None:
    values, reasons = parse_numbers(pl.Series([LOCALES[locale](amount) for amount in amounts]))
    assert reasons.null_count() == len(amounts)
    assert values.to_list() == amounts


@given(st.text(alphabet="0123456789.,'-+()%eE CR\u2212\u00a0", max_size=12))
@settings(max_examples=300, deadline=None)
def test_a_text_is_a_number_or_a_reason_and_never_both(text: str) -> None:
    value, reason = parse_one(text)
    assert value is None or reason is None


@given(st.text(max_size=12))
@settings(max_examples=200, deadline=None)
def test_reading_a_value_alone_or_twice_in_a_column_is_the_same(text: str) -> None:
    values, reasons = parse_numbers(pl.Series([text, text]))
    assert [(values[0], reasons[0]), (values[1], reasons[1])] == [parse_one(text)] * 2
