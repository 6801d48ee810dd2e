"""Small conventions of text that every reader shares."""

import hashlib
import re
import unicodedata

import polars as pl

# Every blank that exports use between digits or around words: no-break, thin, narrow, ideographic.
SPACES = "[\\s\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+"
SLUG_LENGTH = 60


def folded(text: str) -> str:
    """Return a code or a wording as it is compared: without regard to case and blanks."""
    return " ".join(text.split()).casefold()


def underscored(text: pl.Expr) -> pl.Expr:
    """Fold words of a closed vocabulary: `Fixed date` and `fixed-date` become `fixed_date`."""
    return text.str.to_lowercase().str.replace_all("[^a-z0-9]+", "_").str.strip_chars("_")


def slug(text: str) -> str:
    """Return a stable code for a text without one: ASCII words joined by hyphens.

    A long text is cut and ends in a digest of the whole, so that two long texts stay apart; so
    does a text that has no ASCII word at all.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    words = re.sub("[^a-z0-9]+", "-", plain).strip("-")
    if words and len(words) <= SLUG_LENGTH:
        return words
    digest = hashlib.md5(" ".join(text.split()).encode(), usedforsecurity=False).hexdigest()[:8]
    return f"{words[:SLUG_LENGTH].rstrip('-')}-{digest}".lstrip("-")
