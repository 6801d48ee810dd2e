"""How values are written: money short and long, shares, and what stands where there is no value."""

import re
from decimal import Decimal

NO_VALUE = "–"
MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&=^%@/\"'])")
LABELS = {
    "no_epic": "No epic above it",
    "epic_no_bet": "Epic without an initiative",
    "bet_no_kr": "Initiative without a key result",
    "kr_dead": "Key results ended or dropped",
    "theme_retired": "Theme retired",
    "no_theme": "No theme",
    "partly": "Partly aligned initiatives",
    "no_initiative": "No initiative",
    "cycle": "Parents form a loop",
    "no_estimate": "no estimate",
    "no_forecast": "fixed date: needs a forecast",
    "profile_unknown": "urgency unknown",
    "profile_input_missing": "an input of its urgency profile is missing",
    "no_cost_of_delay": "no cost of delay",
    "starved": "▼ starved",
    "overfed": "▲ overfed",
    "on_target": "● on target",
    "untargeted": "○ no target",
    "on_track": "● on track",
    "at_risk": "◐ at risk",
    "off_track": "▼ off track",
    "not_started": "○ not started",
    "queue": "Waiting",
    "active": "In progress",
    "blocked": "Blocked",
    "loaded": "● loaded",
    "refused": "▼ refused",
    "held": "◐ held",
}


def label(code: str | None) -> str:
    """Return the words for a code; an unknown code loses its underscores."""
    if code is None:
        return NO_VALUE
    return LABELS.get(code, code.replace("_", " "))


def money(amount: Decimal | float | None, currency: str) -> str:
    """Write an amount short, as on a tile: EUR 4.41M."""
    if amount is None:
        return NO_VALUE
    value = float(amount)
    for limit, divisor, suffix in ((1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e4, 1e3, "k")):
        if abs(value) >= limit:
            digits = 2 if suffix != "k" else 0
            return f"{currency} {value / divisor:,.{digits}f}{suffix}"
    return f"{currency} {value:,.0f}"


def money_exact(amount: Decimal | None, currency: str) -> str:
    """Write an amount to the cent, as in a reconciliation."""
    return NO_VALUE if amount is None else f"{currency} {amount:,.2f}"


def share(ratio: float | None, digits: int = 0) -> str:
    """Write a ratio as a percentage."""
    return NO_VALUE if ratio is None else f"{ratio * 100:.{digits}f} %"


def points(ratio: float | None) -> str:
    """Write a difference of shares in percentage points, with its sign."""
    return NO_VALUE if ratio is None else f"{ratio * 100:+.1f} pp"


def plain(text: str | None) -> str:
    """Make text from an export harmless where Streamlit renders Markdown: shown as it is, never interpreted."""
    return MARKDOWN.sub(r"\\\1", text or NO_VALUE).replace("\n", " ")
