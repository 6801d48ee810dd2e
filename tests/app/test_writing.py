"""How values, codes and text are written."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics_app import formatting
from analytics_app.formatting import moment, money, plain, points, share, things
from analytics_app.words import signed_words, words


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("0", "EUR 0"), ("0.4", "EUR 0"), ("999.6", "EUR 1,000"), ("9999.49", "EUR 9,999"),
        ("9999.6", "EUR 10k"), ("10499", "EUR 10k"),
        ("359123", "EUR 359k"), ("999499", "EUR 999k"), ("999996", "EUR 1.00M"),
        ("9398652.75", "EUR 9.40M"), ("999999999", "EUR 1.00B"), ("-802000", "EUR -802k"), ("-0.2", "EUR 0"),
    ],
)  # fmt: skip
def test_money_is_written_short(amount: str, written: str) -> None:
    assert money(Decimal(amount), "EUR") == written


def test_what_is_missing_is_a_dash_and_never_zero() -> None:
    assert {money(None, "EUR"), share(None), points(None), formatting.count(None), moment(None)} == {"–"}
    assert {formatting.day(None), formatting.money_exact(None, "EUR"), words(None), plain(None)} >= {"–"}


def test_shares_and_gaps() -> None:
    assert share(0.4688) == "47%"
    assert share(0.4688, 1) == "46.9%"
    assert points(-0.1514) == "-15.1 pp"
    assert points(0.0) == "+0.0 pp"


def test_days_and_moments() -> None:
    assert formatting.day(date(2026, 3, 1)) == "1 Mar 2026"
    assert moment("2026-04-01T02:30:00+00:00") == "1 Apr 2026, 02:30 UTC"
    assert moment("2026-04-01T01:30:00+02:00") == "31 Mar 2026, 23:30 UTC"
    assert (
        moment(datetime(2026, 4, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))) == "31 Mar 2026, 23:30 UTC"
    )
    assert moment(datetime(2026, 4, 1, 2, 30)) == moment(datetime(2026, 4, 1, 2, 30, tzinfo=UTC))


def test_things_are_counted_in_their_number() -> None:
    assert things(1, "source") == "1 source"
    assert things(2, "source") == "2 sources"
    assert things(1234, "reply", "replies") == "1,234 replies"


def test_codes_become_words_with_a_sign_where_they_judge() -> None:
    assert words("bet_no_kr") == "Initiative without a key result"
    assert words("some_new_code") == "Some new code"
    assert signed_words("off_track") == "▼ Off track"
    assert signed_words("queue") == "Waiting"


@given(st.text())
def test_plain_text_leaves_no_punctuation_for_markdown(text: str) -> None:
    written = plain(text)
    assert "\n" not in written
    bare = written.replace("\\\\", "")  # escaped backslashes
    for index, character in enumerate(bare):
        if character in "`*_{}[]()#+-.!|<>~$:&=^%@/":
            assert bare[index - 1] == "\\"


@pytest.mark.parametrize("text", ["http://a.example", "HTTPS://a.example", "www.a.example", "a@b.example"])
def test_an_address_is_parted_so_that_it_does_not_become_a_link(text: str) -> None:
    assert plain(text).replace("\\", "") != text
    assert plain(text).replace("\\", "").replace("\u2060", "") == text


def test_plain_text_reads_as_it_was() -> None:
    assert plain("Faster checkout 2") == "Faster checkout 2"
    assert plain("a\n\nb") == "a b"
    assert plain("**x**") == r"\*\*x\*\*"
