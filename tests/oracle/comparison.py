"""Published rows against expected ones: the same keys, and the same value in every column."""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from tests.oracle.inputs import Row

CENT = Decimal("0.005")  # money agrees when it does so to the cent
RELATIVE = 1e-9
SHOWN = 12


def assert_same_rows(
    published: Iterable[Row],
    expected: Iterable[Row],
    key: Sequence[str],
    columns: Sequence[str] | None = None,
    money: Decimal = CENT,
    relative: float = RELATIVE,
) -> None:
    """Fail on a row that only one side has, on a doubled key, and on each value that differs.

    `columns`: those to compare; all columns of the expected rows when left out. NULL equals NULL alone.
    Where one side is a Decimal, `money` is how far apart the two may be; otherwise `relative`.
    """
    ours, theirs = _by_key(expected, key, "expected"), _by_key(published, key, "published")
    problems = [f"missing: {_name(key, k)}: {ours[k]}" for k in ours if k not in theirs]
    problems += [f"surplus: {_name(key, k)}: {theirs[k]}" for k in theirs if k not in ours]
    for k in ours.keys() & theirs.keys():
        names = columns if columns is not None else [name for name in ours[k] if name not in key]
        problems += [
            f"{_name(key, k)} {name}: published {theirs[k][name]!r}, expected {ours[k][name]!r}"
            for name in names
            if not same_value(theirs[k][name], ours[k][name], money, relative)
        ]
    assert ours, "nothing was expected: the comparison would prove nothing"
    assert not problems, _message(problems, len(ours))


def same_value(published: Any, expected: Any, money: Decimal = CENT, relative: float = RELATIVE) -> bool:
    """Tell whether two values agree."""
    if published is None or expected is None:
        return published is expected
    if isinstance(published, bool) or isinstance(expected, bool):
        return published is expected
    if isinstance(published, Decimal) and isinstance(expected, (int, float, Decimal)):
        return abs(published - Decimal(expected)) < money
    if isinstance(published, float) and isinstance(expected, (int, float, Decimal)):
        return math.isclose(published, float(expected), rel_tol=relative, abs_tol=relative)
    return published == expected


def _by_key(rows: Iterable[Row], key: Sequence[str], side: str) -> dict[tuple, Row]:
    found: dict[tuple, Row] = {}
    for row in rows:
        k = tuple(row[name] for name in key)
        assert k not in found, f"{side} twice: {_name(key, k)}"
        found[k] = row
    return found


def _name(key: Sequence[str], values: tuple) -> str:
    return ", ".join(f"{name}={value}" for name, value in zip(key, values, strict=True))


def _message(problems: list[str], rows: int) -> str:
    more = f"\n... and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
    return f"{len(problems)} differences over {rows} rows:\n" + "\n".join(sorted(problems)[:SHOWN]) + more
