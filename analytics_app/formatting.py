"""How values are written: money short and long, shares, days, and text that Markdown must leave alone.

Examples are those of English; numbers and days follow the visitor's locale.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from analytics_app import locales
from analytics_app.words import NO_VALUE

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&=^%@/\"';,?])")
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)
_WORD_JOINER = "\u2060"  # takes no room
_SCALES = ((1, "", 0, 10_000), (10**3, "k", 0, 1_000), (10**6, "M", 2, 1_000))  # unit, name, digits, up to


def money(amount: Decimal | float | None, currency: str) -> str:
    """Write an amount short, as on a tile: EUR 4.41M, EUR 91k, EUR 8,500."""
    if amount is None:
        return NO_VALUE
    if locale := locales.current():
        return locales.with_code(locales.short(Decimal(amount), locale), currency, locale)
    for unit, name, digits, limit in _SCALES:
        scaled = round(Decimal(amount) / unit, digits)  # compared when rounded: 999,996 is 1.00M, not 1,000k
        if abs(scaled) < limit:
            return f"{currency} {scaled + 0:,.{digits}f}{name}"  # + 0 drops the sign of a negative zero
    return f"{currency} {Decimal(amount) / 10**9:,.2f}B"


def money_exact(amount: Decimal | None, currency: str) -> str:
    """Write an amount to the cent, as in a reconciliation; with as many digits as its currency has."""
    if amount is None:
        return NO_VALUE
    digits = locales.cents(currency)
    if locale := locales.current():
        return locales.with_code(locales.number(amount, digits, locale), currency, locale)
    return f"{currency} {amount:,.{digits}f}"


def share(ratio: float | None, digits: int = 0) -> str:
    """Write a ratio as a percentage."""
    if ratio is None:
        return NO_VALUE
    locale = locales.current()
    return locales.percent(ratio, digits, locale) if locale else f"{ratio * 100:.{digits}f}%"


def points(ratio: float | None) -> str:
    """Write a difference of shares in percentage points, with its sign."""
    if ratio is None:
        return NO_VALUE
    if locale := locales.current():
        return f"{locales.number(ratio * 100, 1, locale, sign=True)} pp"
    return f"{ratio * 100:+.1f} pp"


def count(number: int | float | Decimal | None) -> str:
    """Write a number of things."""
    if number is None:
        return NO_VALUE
    locale = locales.current()
    return locales.number(number, 0, locale) if locale else f"{number:,.0f}"


def part(number: int, whole: int) -> str:
    """Write how many of how many; of nothing there is no part."""
    return f"{count(number)} of {count(whole)}" if whole else NO_VALUE


def things(number: int, singular: str, plural: str | None = None) -> str:
    """Write a number of things with their name: 1 initiative, 7 initiatives."""
    return f"{count(number)} {singular if number == 1 else plural or f'{singular}s'}"


def day(value: date | str | None) -> str:
    """Write a day: 31 Oct 2026."""
    if value is None:
        return NO_VALUE
    read = date.fromisoformat(value) if isinstance(value, str) else value
    locale = locales.current()
    return locales.day(read, locale) if locale else f"{read.day} {read:%b %Y}"


def moment(value: datetime | str | None) -> str:
    """Write a moment in UTC: 21 Nov 2026, 06:53 UTC."""
    if value is None:
        return NO_VALUE
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    utc = read.astimezone(UTC) if read.tzinfo else read
    return f"{day(utc.date())}, {utc:%H:%M} UTC"


def plain(text: str | None) -> str:
    """Make text harmless where Streamlit renders Markdown: shown as it is, never interpreted.

    Addresses would become links even when every sign in them is escaped, so they are parted invisibly.
    """
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub(_WORD_JOINER, " ".join((text or NO_VALUE).split())))
