"""Numbers, dates and period labels, generated in every notation: read right, or refused, never wrong."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.configuration import FiscalCalendar, ReadOptions
from ingest.parsing.dates import parse_dates
from ingest.parsing.numbers import Mark, parse_numbers
from ingest.parsing.periods import month_period, parse_period

QUICK = settings(max_examples=30, deadline=None, derandomize=True)


def grouped(amount: Decimal, group: str, mark: str) -> str:
    """Write an amount with that sign between its thousands and that decimal mark."""
    return f"{amount:,}".replace(",", "\0").replace(".", mark).replace("\0", group)


def indian(amount: Decimal) -> str:
    """Write an amount in lakhs and crores: 12,34,567.89."""
    sign = "-" if amount.is_signed() else ""
    whole, point, fraction = str(amount.copy_abs()).partition(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return f"{sign}{','.join([*pairs, tail])}{point}{fraction}"


# How an amount is written, and the decimal mark of that notation.
NOTATIONS: dict[str, tuple[Callable[[Decimal], str], Mark]] = {
    "plain point": (str, "."),
    "plain comma": (lambda amount: str(amount).replace(".", ","), ","),
    "1,234.56": (lambda amount: grouped(amount, ",", "."), "."),
    "1.234,56": (lambda amount: grouped(amount, ".", ","), ","),
    "1 234,56": (lambda amount: grouped(amount, " ", ","), ","),
    "no-break": (lambda amount: grouped(amount, "\u00a0", ",") + "\u00a0€", ","),
    "1\u2019234.56": (lambda amount: "CHF " + grouped(amount, "\u2019", "."), "."),
    "12,34,567.89": (indian, "."),
    "1.234,56-": (lambda amount: grouped(abs(amount), ".", ",") + ("-" if amount < 0 else ""), ","),
    "1.249,50- EUR": (
        lambda amount: grouped(abs(amount), ".", ",") + ("- EUR" if amount < 0 else " EUR"),
        ",",
    ),
    "(1,234.56)": (lambda a: f"({grouped(-a, ',', '.')})" if a < 0 else grouped(a, ",", "."), "."),
    "100 CR": (lambda amount: grouped(abs(amount), ",", ".") + (" CR" if amount < 0 else " DR"), "."),
    "true minus": (lambda amount: str(amount).replace("-", "\u2212"), "."),
    "$1,234.56": (lambda amount: "$" + grouped(amount, ",", "."), "."),
    "percent": (lambda amount: f"{amount * 100}%", "."),
    "thousands": (lambda amount: f"{amount / 1000:f}k", "."),
    "mantissa": (lambda amount: f"{amount:E}", "."),
}
AMOUNTS = st.integers(0, 4).flatmap(lambda places: st.decimals(-99_999_999, 99_999_999, places=places))


@pytest.mark.parametrize("notation", NOTATIONS)
@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=12))
@QUICK
def test_with_its_mark_configured_every_amount_reads_back(notation: str, amounts: list[Decimal]) -> None:
    write, mark = NOTATIONS[notation]
    values, reasons = parse_numbers(pl.Series(list(map(write, amounts))), mark)
    assert (values.to_list(), reasons.null_count()) == (amounts, len(amounts))


@pytest.mark.parametrize("notation", NOTATIONS)
@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=12))
@QUICK
def test_without_a_hint_an_amount_is_read_right_or_refused(notation: str, amounts: list[Decimal]) -> None:
    values, reasons = parse_numbers(pl.Series([NOTATIONS[notation][0](amount) for amount in amounts]))
    for amount, value, reason in zip(amounts, values, reasons, strict=True):
        assert (value, reason) in ((amount, None), (None, "ambiguous_number"))


@pytest.mark.parametrize("notation", NOTATIONS)
@given(amount=AMOUNTS)
@QUICK
def test_with_the_other_mark_configured_only_what_has_two_meanings_changes(
    notation: str, amount: Decimal
) -> None:
    write, mark = NOTATIONS[notation]
    without_hint = parse_numbers(pl.Series([write(amount)]))[1][0]
    value, reason = (
        series[0] for series in parse_numbers(pl.Series([write(amount)]), "," if mark == "." else ".")
    )
    assert without_hint == "ambiguous_number" or (value, reason) in (
        (amount, None),
        (None, "ambiguous_number"),
    )


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = st.dates(date(1990, 1, 1), date(2089, 12, 31))
# Forms with one meaning, whatever the order.
CERTAIN: dict[str, Callable[[date], str]] = {
    "2026-03-04": date.isoformat,
    "20260304": lambda day: f"{day:%Y%m%d}",
    "2026/3/4": lambda day: f"{day.year}/{day.month}/{day.day}",
    "4.3.2026": lambda day: f"{day.day}.{day.month}.{day.year}",
    "04.03.26": lambda day: f"{day:%d.%m.%y}",
    "04/Mar/26": lambda day: f"{day.day:02}/{MONTHS[day.month - 1]}/{day:%y}",
    "4-Mar-2026": lambda day: f"{day.day}-{MONTHS[day.month - 1]}-{day.year}",
    "March 4, 2026": lambda day: f"{day:%B} {day.day}, {day.year}",
    "2026-03-04T12:00:00Z": lambda day: f"{day}T12:00:00Z",
}
ORDERS: dict[str, Callable[[date], str]] = {
    "dmy": lambda day: f"{day:%d/%m/%Y}",
    "mdy": lambda day: f"{day:%m/%d/%Y}",
}
SHORT: dict[str, Callable[[date], str]] = {
    "dmy": lambda day: f"{day:%d/%m/%y}",
    "mdy": lambda day: f"{day:%m-%d-%y}",
    "ymd": lambda day: f"{day:%y/%m/%d}",
}


def dates(texts: list[str], **options: str) -> list[tuple[date | None, str | None]]:
    values, reasons = parse_dates(pl.Series(texts), ReadOptions(**options))  # ty: ignore
    return list(zip(values, reasons, strict=True))


@pytest.mark.parametrize("form", CERTAIN)
@given(days=st.lists(DAYS, min_size=1, max_size=8))
@QUICK
def test_a_form_with_one_meaning_is_read_under_any_order(form: str, days: list[date]) -> None:
    texts = [CERTAIN[form](day) for day in days]
    orders = [{}] if form == "04.03.26" else [{}, {"date_order": "dmy"}, {"date_order": "mdy"}]
    assert [dates(texts, **order) for order in orders] == [[(day, None) for day in days]] * len(orders)


@pytest.mark.parametrize("order", ORDERS)
@given(days=st.lists(DAYS, min_size=1, max_size=8))
@QUICK
def test_a_column_of_one_order_is_read_once_a_day_above_twelve_tells(order: str, days: list[date]) -> None:
    is_told = any(day.day > 12 for day in days)
    expected = [(day, None) if is_told or day.day == day.month else (None, "ambiguous_date") for day in days]
    assert dates(list(map(ORDERS[order], days))) == expected


@pytest.mark.parametrize("order", SHORT)
@given(days=st.lists(DAYS, min_size=1, max_size=8))
@QUICK
def test_years_of_two_digits_need_their_order_configured(order: str, days: list[date]) -> None:
    texts = list(map(SHORT[order], days))
    assert dates(texts) == [(None, "ambiguous_date")] * len(days)
    assert dates(texts, date_order=order) == [(day, None) for day in days]


@given(days=st.lists(DAYS, min_size=1, max_size=8))
@QUICK
def test_orders_that_contradict_each_other_leave_the_rest_refused(days: list[date]) -> None:
    texts = ["13/01/2026", "01/13/2026", *map(ORDERS["dmy"], days)]
    for day, (value, reason) in zip(days, dates(texts)[2:], strict=True):
        is_certain = day.day > 12 or day.day == day.month
        assert (value, reason) == ((day, None) if is_certain else (None, "ambiguous_date"))


CALENDARS = st.builds(
    FiscalCalendar,
    first_month=st.integers(1, 12),
    year_named_after=st.sampled_from(["start", "end"]),
    pattern=st.sampled_from(["months", "4-4-5", "4-5-4", "5-4-4"]),
)


def first_day(calendar: FiscalCalendar, year: int) -> date:
    """Find a fiscal year's first day by looking at each day around the first of its month."""
    starts_before = calendar.year_named_after == "end" and calendar.first_month != 1
    first = date(year - starts_before, calendar.first_month, 1)
    if calendar.pattern == "months":
        return first
    around = [first + timedelta(days=shift) for shift in range(-3, 4)]
    return next(day for day in around if day.weekday() == 0)


def period_starts(calendar: FiscalCalendar, year: int) -> list[date]:
    """List the first days of a fiscal year's twelve periods, and of the year that follows."""
    first = first_day(calendar, year)
    if calendar.pattern == "months":
        days = [first + timedelta(days=shift) for shift in range(367)]
        return [day for day in days if day.day == 1][:13]
    starts = [first]
    for weeks in calendar.pattern.split("-") * 4:
        starts.append(starts[-1] + timedelta(weeks=int(weeks)))
    return [*starts[:12], first_day(calendar, year + 1)]


@given(calendar=CALENDARS, year=st.integers(1995, 2090), part=st.sampled_from("qhp"), data=st.data())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_label_stands_for_the_days_that_counting_gives(
    calendar: FiscalCalendar, year: int, part: str, data: st.DataObject
) -> None:
    count = {"q": 4, "h": 2, "p": 12}[part]
    number = data.draw(st.integers(1, count))
    starts, length = period_starts(calendar, year), 12 // count
    label = data.draw(
        st.sampled_from(
            [
                f"{part}{number} FY{year % 100:02}",
                f"FY{year}-{part}{number}",
                f"{year} {part.upper()}{number}",
            ]
            if year >= 2000
            else [f"{part}{number} FY{year}", f"{year} {part.upper()}{number}"]
        )
    )
    found = parse_period(label, calendar)
    assert found is not None
    assert (found.fiscal_year, found.first_period, found.last_period) == (
        year,
        (number - 1) * length + 1,
        number * length,
    )
    assert found.span.start == starts[(number - 1) * length]
    assert found.span.end == starts[number * length] - timedelta(days=1)


@given(calendar=CALENDARS, year=st.integers(2000, 2090), month=st.integers(1, 12))
@QUICK
def test_a_month_lies_in_the_period_that_holds_its_middle(
    calendar: FiscalCalendar, year: int, month: int
) -> None:
    middle = date(year, month, 15)
    (expected,) = [
        (fiscal_year, period)
        for fiscal_year in range(year - 1, year + 3)
        for starts in [period_starts(calendar, fiscal_year)]
        for period in range(1, 13)
        if starts[period - 1] <= middle < starts[period]
    ]
    for label in (f"{MONTHS[month - 1]}-{year % 100:02}", f"{year}-{month:02}", f"{month:02}/{year}"):
        assert month_period(label, calendar) == expected
