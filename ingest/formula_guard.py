"""An apostrophe before text that a spreadsheet would take for a formula, and back."""

import re

FORMULA = re.compile(r"'*[=+\-@\t\r\n\0]")
PLAIN_NUMBER = re.compile(r"[+-]?\d[\d.,]*")


def guarded(text: str) -> str:
    """Put an apostrophe before what would act, or would look as if one had been put before it."""
    return f"'{text}" if FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text) else text


def unguarded(text: str | None) -> str | None:
    """Take that apostrophe away."""
    return text[1:] if text and text.startswith("'") and FORMULA.match(text) else text
