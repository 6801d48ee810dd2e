"""What makes pseudonyms of people: a salt from the key that `privacy.key` of portfolio.yml names.

The key itself is written nowhere. With another key the same people get other pseudonyms.
"""

import hashlib
import hmac
import os

from ingest.configuration import REFERENCE, Privacy

MINIMUM_LENGTH = 16
PURPOSE = b"portfolio-warehouse: pseudonyms of people"


def key_problem(privacy: Privacy) -> str | None:
    """Return why the key cannot be used; None when it can, or when none is asked for."""
    if privacy.key is None:
        return None
    key = _key(privacy.key)
    if not key:
        return f"the environment variable {_variable(privacy.key)} is not set"
    if len(key) < MINIMUM_LENGTH:
        return f"{_variable(privacy.key)} has fewer than {MINIMUM_LENGTH} characters: it can be guessed"
    return None


def pseudonym_salt(privacy: Privacy) -> str | None:
    """Return 64 hexadecimal digits that the key determines; None without a key."""
    if privacy.key is None:
        return None
    return hmac.new(_key(privacy.key).encode(), PURPOSE, hashlib.sha256).hexdigest()


def _key(reference: str) -> str:
    return os.environ.get(_variable(reference), "").strip()


def _variable(reference: str) -> str:
    return REFERENCE.fullmatch(reference)[1]  # ty: ignore[not-subscriptable]
