"""What makes pseudonyms of people: a salt from the key that `privacy.key` of portfolio.yml names.

The key itself is written nowhere. With another key the same people get other pseudonyms.
"""

import hashlib
import hmac

from ingest.configuration import Privacy
from ingest.credentials import value_of, variable_of

MINIMUM_LENGTH = 16
PURPOSE = b"portfolio-warehouse: pseudonyms of people"


def key_problem(privacy: Privacy) -> str | None:
    """Return why the key cannot be used; None when it can, or when none is asked for."""
    if privacy.key is None:
        return None
    key = value_of(privacy.key)
    if not key:
        return f"the environment variable {variable_of(privacy.key)} is not set"
    if len(key) < MINIMUM_LENGTH:
        return f"{variable_of(privacy.key)} has fewer than {MINIMUM_LENGTH} characters: it can be guessed"
    return None


def pseudonym_salt(privacy: Privacy) -> str | None:
    """Return 64 hexadecimal digits that the key determines; None without a key."""
    if privacy.key is None:
        return None
    return hmac.new(value_of(privacy.key).encode(), PURPOSE, hashlib.sha256).hexdigest()
