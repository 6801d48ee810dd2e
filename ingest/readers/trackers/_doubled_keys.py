"""Objects of a saved answer in which a key stands twice: nobody can tell which value was meant.

Parsers take the last of the values. To ask for each object is dear, so the cheap questions come first.
"""

import json
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Raw

from ingest.json_records import Doubled, loaded

REASON = "doubled_key"
DETAIL = "a key stands twice in the object"
HIDDEN = "a key stands twice in the answer, so that records may be hidden"
QUOTE = b'"'
ESCAPED_QUOTE = b"\\u0022"


def is_doubled(text: bytes | Raw, values: Mapping[str, Raw]) -> bool:
    """Tell whether a key stands twice in the object `text`, whose `values` are known; not in those within.

    Quotes, colons and commas of its pairs and two braces are all that a text holds beside keys and values.
    """
    content = bytes(text).strip()
    beside = len(content) - sum(map(len, values)) - sum(map(len, values.values()))
    is_spaced = content.startswith(f'{{"{next(iter(values), "")}": '.encode())
    if beside == (6 * len(values) if is_spaced else 4 * len(values) + 1):
        return False
    # The outermost object is the last that is built.
    return json.loads(content, parse_int=str, object_pairs_hook=lambda pairs: len(dict(pairs)) < len(pairs))


def marked(text: bytes | Raw) -> Any | None:
    """Return a document whose objects with a key that stands twice are `Doubled`; None when it has none."""
    content = bytes(text)
    written = msgspec.json.encode(msgspec.json.decode(content))
    if written.count(QUOTE) == content.count(QUOTE) and ESCAPED_QUOTE not in content:
        return None
    document = loaded(content)
    return document if count_doubled(document) else None


def count_doubled(value: Any) -> int:
    """Return how many objects in which a key stands twice a value holds."""
    if isinstance(value, dict):
        return isinstance(value, Doubled) + sum(map(count_doubled, value.values()))
    return sum(map(count_doubled, value)) if isinstance(value, list) else 0
