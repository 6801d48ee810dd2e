"""Which column of a file is which field: by the same name, or by a similar one as a suggestion."""

from collections.abc import Mapping

from rapidfuzz import fuzz

from ingest.profiling.facts import Match
from ingest.table import ROW_NUMBER, Table, normalise_name

SAME = 100
LEAST_SIMILARITY = 70


def match_columns(
    table: Table, fields: Mapping[str, tuple[str, ...]], taken: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[Match, ...], tuple[str, ...]]:
    """Return matches, and the columns that are none; `taken` are those that the reader finds itself.

    A similar name is suggested for one field only, and a field gets one suggestion.
    """
    found = [
        Match(field, table.label(column), SAME) for field, columns in taken.items() for column in columns
    ]
    used = {column for columns in taken.values() for column in columns}
    free = [column for column in table.frame.columns if column != ROW_NUMBER and column not in used]
    open_fields = [field for field in fields if field not in taken]
    scores = [
        (_similarity(table.label(column), field, fields[field]), field, column)
        for field in open_fields
        for column in free
    ]
    for score, field, column in sorted(scores, key=lambda each: -each[0]):
        if score >= LEAST_SIMILARITY and field in open_fields and column in free:
            found.append(Match(field, table.label(column), score))
            open_fields.remove(field)
            free.remove(column)
    return tuple(found), tuple(table.label(column) for column in free if table.label(column))


def _similarity(header: str, field: str, names: tuple[str, ...]) -> int:
    """Return the likeness of a header to the field's own name or one of its known headers, below 100."""
    folded = normalise_name(header)
    known = (normalise_name(name) for name in (field, *names))
    return min(SAME - 1, round(max(fuzz.token_sort_ratio(folded, name) for name in known)))
