"""How values are written: money short and long, shares, days, and text that Markdown must leave alone."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from analytics_app.words import NO_VALUE

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&=^%@/\"';,?])")
_SCALES = ((10**9, "B", 2, 1), (10**6, "M", 2, 1), (10**3, "k", 0, 10))  # unit, name, digits, from how many


def money(amount: Decimal | float | None, currency: str) -> str:
    """Write an amount short, as on a tile: EUR 4.41M, EUR 91k, EUR 8,500."""
    if amount is None:
        return NO_VALUE
    value = Decimal(amount)
    for unit, name, digits, least in _SCALES:
        scaled = round(value / unit, digits)  # compared when rounded: 999,996 is 1.00M, not 1,000k
        if abs(scaled) >= least:
            return f"{currency} {scaled:,.{digits}f}{name}"
    return f"{currency} {round(value):,}"


def money_exact(amount: Decimal | None, currency: str) -> str:
    """Write an amount to the cent, as in a reconciliation."""
    return NO_VALUE if amount is None else f"{currency} {amount:,.2f}"


def share(ratio: float | None, digits: int = 0) -> str:
    """Write a ratio as a percentage."""
    return NO_VALUE if ratio is None else f"{ratio * 100:.{digits}f}%"


def points(ratio: float | None) -> str:
    """Write a difference of shares in percentage points, with its sign."""
    return NO_VALUE if ratio is None else f"{ratio * 100:+.1f} pp"


def count(number: int | float | Decimal | None) -> str:
    """Write a number of things."""
    return NO_VALUE if number is None else f"{number:,.0f}"


def things(number: int, singular: str, plural: str | None = None) -> str:
    """Write a number of things with their name: 1 initiative, 7 initiatives."""
    return f"{count(number)} {singular if number == 1 else plural or f'{singular}s'}"


def day(value: date | str | None) -> str:
    """Write a day: 31 Oct 2026."""
    if value is None:
        return NO_VALUE
    read = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{read.day} {read:%b %Y}"


def moment(value: datetime | str | None) -> str:
    """Write a moment in UTC: 21 Nov 2026, 06:53 UTC."""
    if value is None:
        return NO_VALUE
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    utc = read.astimezone(UTC) if read.tzinfo else read
    return f"{day(utc.date())}, {utc:%H:%M} UTC"


def plain(text: str | None) -> str:
    """Make text harmless where Streamlit renders Markdown: shown as it is, never interpreted."""
    return _MARKDOWN.sub(r"\\\1", " ".join((text or NO_VALUE).split()))
