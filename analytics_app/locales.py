"""The visitor's locale: how numbers and days are written. The words of the pages stay English.

English, of whatever country, is the house's own way of writing: EUR 4.41M and 31 Oct 2026, which nobody can
take for another day. Every other locale is written as CLDR, the register of the Unicode consortium, has it.
"""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal, get_currency_precision, list_currencies

ENGLISH, CENTS = "en", 2
EXACT_UP_TO, THOUSANDS_UP_TO = 10_000, 999_500  # of an amount written short

_CHOSEN: ContextVar[str | None] = ContextVar("the locale of this run")
_ask: Callable[[], str | None] = lambda: None  # noqa: E731


def follow(ask: Callable[[], str | None]) -> None:
    """Have `ask` tell the locale wherever none was chosen."""
    global _ask  # noqa: PLW0603 - who is asked is a matter of the whole process
    _ask = ask


def choose(name: str | None) -> Token[str | None]:
    """Make this the locale of this run: a tag such as de-DE, or None for English."""
    return _CHOSEN.set(name)


@contextmanager
def using(name: str | None) -> Generator[None]:
    """Write in this locale inside the block."""
    token = choose(name)
    try:
        yield
    finally:
        _CHOSEN.reset(token)


def current() -> Locale | None:
    """Return the locale to write in; None is English, and what nobody knows."""
    return _known(_name())


def _name() -> str | None:
    try:
        return _CHOSEN.get()
    except LookupError:
        return _ask()


@lru_cache(maxsize=256)
def _known(name: str | None) -> Locale | None:
    try:
        found = Locale.parse(name or ENGLISH, sep="-")
    except (ValueError, TypeError, UnknownLocaleError):
        return None
    return None if found.language == ENGLISH else found


def number(value: Decimal | float, digits: int, locale: Locale, *, sign: bool = False) -> str:
    """Write a number with so many digits behind the decimal mark."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=f"+{pattern};-{pattern}" if sign else pattern, locale=locale)


def percent(ratio: float, digits: int, locale: Locale) -> str:
    """Write a ratio as a percentage, its sign where the locale has it."""
    pattern = locale.percent_formats[None].pattern
    return re.sub(r"[#,0]+", lambda _: number(ratio * 100, digits, locale), pattern, count=1)


def short(amount: Decimal, locale: Locale) -> str:
    """Write an amount short: 4,41 Mio., 441万. A locale without a word for thousands has them in full."""
    size = abs(amount)
    places = 0 if size < EXACT_UP_TO else -3 if size < THOUSANDS_UP_TO else -4
    rounded = round(amount, places)
    if abs(rounded) >= EXACT_UP_TO:
        text = format_compact_decimal(rounded, locale=locale, fraction_digits=2)
        if any(sign.isalpha() for sign in text):
            return text
    return number(round(amount), 0, locale)


def with_code(text: str, currency: str, locale: Locale) -> str:
    """Put a currency's ISO code where the locale has its symbol."""
    is_first = locale.currency_formats["standard"].pattern.startswith("¤")
    return f"{currency} {text}" if is_first else f"{text}\u00a0{currency}"


def day(value: date, locale: Locale) -> str:
    """Write a day."""
    return format_date(value, "medium", locale=locale)


@lru_cache(maxsize=256)
def cents(currency: str) -> int:
    """Return how many digits a currency has behind the decimal mark: 2 of EUR, none of JPY, 3 of KWD."""
    return get_currency_precision(currency) if currency in list_currencies() else CENTS


def of_charts() -> dict[str, Any]:
    """Return the marks of the locale for Vega-Lite's `config`; empty for English."""
    locale = current()
    if locale is None:
        return {}
    signs = locale.number_symbols["latn"]
    marks = {"decimal": signs["decimal"], "thousands": signs["group"], "grouping": [3], "currency": ["", ""]}
    return {"locale": {"number": marks}}
