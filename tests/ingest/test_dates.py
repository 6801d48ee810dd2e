"""Dates, times and periods as exports write them."""

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.configuration import FiscalCalendar, ReadOptions
from ingest.fiscal import Span, fiscal_year_of, period_of, period_span, quarter_span, year_span
from ingest.parsing.dates import parse_dates, parse_timestamps
from ingest.parsing.periods import month_period, parse_month, parse_period

PLAIN = ReadOptions()
JULY = FiscalCalendar(first_month=7)


def moment(text: str | None, options: ReadOptions = PLAIN) -> tuple[datetime | None, str | None]:
    values, reasons = parse_timestamps(pl.Series([text], dtype=pl.String), options)
    return values[0], reasons[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-03-04", datetime(2026, 3, 4)),
        ("2026-03-04 13:30:00", datetime(2026, 3, 4, 13, 30)),
        ("2026-03-04T13:30:00Z", datetime(2026, 3, 4, 13, 30)),
        ("2024-07-01T09:13:05.000+0200", datetime(2024, 7, 1, 7, 13, 5)),
        ("2024-07-01 09:13:05.1234567+05:30", datetime(2024, 7, 1, 3, 43, 5, 123456)),
        ("20260304", datetime(2026, 3, 4)),
        ("01/Jul/24 9:13 AM", datetime(2024, 7, 1, 9, 13)),
        ("11/May/24 03:26 pm", datetime(2024, 5, 11, 15, 26)),
        ("11/May/24", datetime(2024, 5, 11)),
        ("30/Sep/21 17:20", datetime(2021, 9, 30, 17, 20)),
        ("21/Sep/26 12:30 AM", datetime(2026, 9, 21, 0, 30)),
        ("31.12.2025", datetime(2025, 12, 31)),
        ("1.2.25", datetime(2025, 2, 1)),
        ("6/21/2025 16:14", datetime(2025, 6, 21, 16, 14)),
        ("03/03/2026", datetime(2026, 3, 3)),
        ("12/Juil./24", datetime(2024, 7, 12)),
        ("01/Juil./24 9:13 AM", datetime(2024, 7, 1, 9, 13)),
        ("21/sept/26 10:30 PM", datetime(2026, 9, 21, 22, 30)),
        ("10/nov/25 4:51 p.\u00a0m.", datetime(2025, 11, 10, 16, 51)),
        ("02/févr./26 12:05 a. m.", datetime(2026, 2, 2, 0, 5)),
        ("11/Okt/24 3:26 nachm.", datetime(2024, 10, 11, 15, 26)),
        ("11/Okt/24 3:26 vorm.", datetime(2024, 10, 11, 3, 26)),
        ("01/Okt/24 10:00", datetime(2024, 10, 1, 10)),
        ("3. M\u00e4rz 2026", datetime(2026, 3, 3)),
        ("10 de enero de 2026", datetime(2026, 1, 10)),
        ("5 febbraio 2026", datetime(2026, 2, 5)),
        ("3 mars 2026", datetime(2026, 3, 3)),
        ("Mon Feb 06 2023 05:00:00 GMT+0000 (GMT)", datetime(2023, 2, 6, 5)),
        ("Friday, Jul 17, 2026 09:20:20 PM GMT-7", datetime(2026, 7, 18, 4, 20, 20)),
    ],
)
def test_a_written_moment_is_read_in_utc(text: str, value: datetime) -> None:
    assert moment(text) == (value, None)


@pytest.mark.parametrize("text", ["", "-", "n/a", "00000000", "0000-00-00", None])
def test_no_date_is_null_and_no_fault(text: str | None) -> None:
    assert moment(text) == (None, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("03/04/2026", "ambiguous_date"),
        ("05/01/2014 12:00:00 AM", "ambiguous_date"),
        ("24/05/11", "ambiguous_date"),
        ("2026-02-30", "not_a_date"),
        ("13/13/2025", "not_a_date"),
        ("2026-03-04 25:00", "not_a_date"),
        ("2026-03-04 13:00 PM", "not_a_date"),
        ("46000", "not_a_date"),
        ("infinity", "not_a_date"),
        ("2026-W05", "not_a_date"),
        ("March 2026", "not_a_date"),
        ("0219-03-01", "date_range"),
        ("1989-12-31", "date_range"),
        ("9999-12-31", "date_range"),
    ],
)
def test_d13_what_is_no_certain_date_is_refused(text: str, reason: str) -> None:
    assert moment(text) == (None, reason)


def dates(*texts: str, **options: str) -> list[date | None]:
    return parse_dates(pl.Series(texts), ReadOptions(**options))[0].to_list()  # ty: ignore


def test_a_day_above_twelve_decides_for_its_column() -> None:
    assert dates("03/04/2026", "13/04/2026") == [date(2026, 4, 3), date(2026, 4, 13)]
    assert dates("03/04/2026", "04/13/2026") == [date(2026, 3, 4), date(2026, 4, 13)]
    assert dates("03/04/2026", "13/04/2026", "04/13/2026")[0] is None


def test_the_configured_order_and_format_decide() -> None:
    assert dates("03/04/2026", date_order="dmy") == [date(2026, 4, 3)]
    assert dates("03/04/26", date_order="mdy") == [date(2026, 3, 4)]
    assert dates("24/05/11", date_order="ymd") == [date(2024, 5, 11)]
    assert dates("2026-01-02", date_format="%Y-%d-%m") == [date(2026, 2, 1)]


def test_a_moment_with_an_offset_gives_its_date_in_the_configured_zone() -> None:
    assert dates("2026-03-04T23:30:00Z", "2026-03-04", time_zone="Europe/Zurich") == [
        date(2026, 3, 5),
        date(2026, 3, 4),
    ]


def test_d15_naive_times_are_of_the_configured_zone_also_when_clocks_change() -> None:
    zurich = ReadOptions(time_zone="Europe/Zurich")
    assert moment("2026-07-01 00:00", zurich) == (datetime(2026, 6, 30, 22), None)
    assert moment("2026-03-29 01:59", zurich) == (datetime(2026, 3, 29, 0, 59), None)
    assert moment("2026-03-29 02:30", zurich) == (datetime(2026, 3, 29, 1, 30), None)  # skipped by the clocks
    assert moment("2026-10-25 02:30", zurich) == (datetime(2026, 10, 25, 0, 30), None)  # the first of two


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)).map(lambda each: each.replace(microsecond=0))
)
@settings(max_examples=60, deadline=None)
def test_every_form_of_a_moment_reads_back(value: datetime) -> None:
    forms = ["%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d/%b/%Y %I:%M:%S %p", "%b %d, %Y %I:%M:%S %p"]
    assert [moment(value.strftime(form)) for form in forms] == [(value, None)] * 4


@pytest.mark.parametrize(
    ("label", "year", "first", "last"),
    [
        ("Q3 FY26", 2026, 7, 9),
        ("FY26-Q3", 2026, 7, 9),
        ("FY26Q3", 2026, 7, 9),
        ("2026 Q3", 2026, 7, 9),
        ("Q3 2026", 2026, 7, 9),
        ("Q3", 2027, 7, 9),
        ("H2", 2027, 7, 12),
        ("H1 FY26", 2026, 1, 6),
        ("FY17-18", 2018, 1, 12),
        ("FY2017/18", 2018, 1, 12),
        ("FY26", 2026, 1, 12),
        ("FY26-P04", 2026, 4, 4),
    ],
)
def test_a_label_names_fiscal_periods(label: str, year: int, first: int, last: int) -> None:
    found = parse_period(label, JULY, default_year=2027)
    assert found is not None
    assert (found.fiscal_year, found.first_period, found.last_period) == (year, first, last)
    assert found.span == Span(period_span(JULY, year, first).start, period_span(JULY, year, last).end)


@pytest.mark.parametrize("label", ["26", "Q5 FY26", "FY17-19", "P13 FY26", "W1", "Total", "Q0", "FY1850"])
def test_other_labels_name_no_period(label: str) -> None:
    assert parse_period(label, JULY, default_year=2027) is None


def test_a_quarter_without_a_year_needs_one() -> None:
    assert parse_period("Q3", JULY) is None


@pytest.mark.parametrize(
    "label", ["Jul-25", "July 2025", "2025-07", "07/2025", "Juli 25", "2025-07-01 00:00:00"]
)
def test_a_month_has_many_names(label: str) -> None:
    assert parse_month(label) == date(2025, 7, 1)
    assert month_period(label, JULY) == (2026, 1)


def test_a_configured_month_format_is_the_only_one() -> None:
    assert parse_month("202507", "%Y%m") == date(2025, 7, 1)
    assert parse_month("Jul-25", "%Y%m") is None


def test_fiscal_years_start_where_configured() -> None:
    assert year_span(JULY, 2026) == Span(date(2025, 7, 1), date(2026, 6, 30))
    assert year_span(FiscalCalendar(first_month=7, year_named_after="start"), 2026).start == date(2026, 7, 1)
    assert quarter_span(JULY, 2026, 2) == Span(date(2025, 10, 1), date(2025, 12, 31))
    assert period_of(JULY, date(2026, 6, 30)) == (2026, 12)


def test_week_based_years_hold_whole_weeks() -> None:
    weeks = FiscalCalendar(first_month=1, pattern="4-4-5")
    assert year_span(weeks, 2026) == Span(date(2025, 12, 29), date(2027, 1, 3))  # 53 weeks
    assert period_span(weeks, 2026, 3) == Span(date(2026, 2, 23), date(2026, 3, 29))
    assert period_span(weeks, 2026, 12).end == date(2027, 1, 3)


@given(
    st.dates(date(1995, 1, 1), date(2095, 12, 31)),
    st.integers(1, 12),
    st.sampled_from(["months", "4-4-5", "4-5-4", "5-4-4"]),
    st.sampled_from(["start", "end"]),
)
@settings(max_examples=200, deadline=None)
def test_each_day_lies_in_exactly_one_period(day: date, month: int, pattern: str, named: str) -> None:
    calendar = FiscalCalendar(first_month=month, pattern=pattern, year_named_after=named)  # ty: ignore
    year, period = period_of(calendar, day)
    assert year == fiscal_year_of(calendar, day)
    spans = [period_span(calendar, year, number) for number in range(1, 13)]
    assert [number for number, span in enumerate(spans, 1) if span.start <= day <= span.end] == [period]
    assert (
        sum((span.end - span.start).days + 1 for span in spans)
        == (year_span(calendar, year).end - year_span(calendar, year).start).days + 1
    )
