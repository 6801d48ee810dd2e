"""Initiatives, what they are for and what pays for them, as the register's current rows say."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from tests.oracle.inputs import Inputs, Row
from tests.oracle.register import UNALLOCATED, initiatives, themes
from tests.oracle.work_tree import assignments, items

UNKNOWN, NONE = "unknown", "none"
Weights = dict[str, Decimal]
DOUBT = Decimal("0.0001")  # 0.3334 three times is meant as the whole


def one_per_key(rows: list[Row], *names: str) -> dict[tuple, Row]:
    """One row for each key: of the source heard last, of two heard together the first by name."""
    found: dict[tuple, Row] = {}
    for row in sorted(rows, key=lambda row: row["source_name"]):
        key = tuple(row[name] for name in names)
        before = found.get(key)
        if before is None or row["known_at"] > before["known_at"]:
            found[key] = row
    return found


def one_per_code(rows: list[Row], name: str) -> dict[str, Row]:
    """One row for each code, of the source that counts."""
    return {code: row for (code,), row in one_per_key(rows, name).items()}


def shared_out(links: list[tuple[str, float | None]]) -> Weights | None:
    """Declared weights, and an equal part of what they leave for each link without one (section 2).

    None when the declared weights exceed the whole: the set is rejected, never renormalised.
    """
    declared = {name: Decimal(str(weight)) for name, weight in links if weight is not None}
    rest = 1 - sum(declared.values(), Decimal(0))
    if rest < -DOUBT:
        return None
    rest = max(rest, Decimal(0))
    others = [name for name, weight in links if weight is None]
    return declared | {name: rest / len(others) for name in others}


def _links(inputs: Inputs, table: str, of: str, to: str) -> dict[str, list[tuple[str, float | None]]]:
    found: dict[str, list[tuple[str, float | None]]] = defaultdict(list)
    for row in inputs.rows(table):
        found[row[of]].append((row[to], row["weight"]))
    return found


@cache
def named_by_items(inputs: Inputs) -> dict[str, set[str]]:
    """Initiative -> key results that its work items name: all who claim an item do."""
    found: dict[str, set[str]] = defaultdict(set)
    for item, row in items(inputs).items():
        if row["key_result_code"] is not None:
            for code in assignments(inputs)[item].codes:
                found[code].add(row["key_result_code"])
    return found


@cache
def _key_result_links(inputs: Inputs) -> dict[str, list[tuple[str, float | None]]]:
    """The register's links; of an initiative without any those that its work items name (section 2)."""
    declared = _links(inputs, "initiative_key_results", "initiative_code", "key_result_code")
    inherited = {code: [(name, None) for name in named] for code, named in named_by_items(inputs).items()}
    return inherited | declared


@cache
def key_result_weights(inputs: Inputs) -> dict[str, Weights | None]:
    """Initiative -> key result -> w[b,k]; None for a set of weights that is rejected."""
    return {code: shared_out(of) for code, of in _key_result_links(inputs).items()}


def key_result_links(inputs: Inputs) -> Iterator[Row]:
    """Each link of an initiative of the register: its weight, and where that comes from."""
    register = _links(inputs, "initiative_key_results", "initiative_code", "key_result_code")
    for code, links in _key_result_links(inputs).items():
        weights = key_result_weights(inputs)[code]
        for key_result, told in links if code in initiatives(inputs) else ():
            source = "assumed_equal" if told is None else "declared"
            source = "rejected" if weights is None else source
            yield {
                "initiative_code": code,
                "key_result_code": key_result,
                "weight": 0.0 if weights is None else weights[key_result],
                "weight_source": source if code in register else "inherited_from_epic",
            }


@cache
def linked_key_results(inputs: Inputs) -> dict[str, set[str]]:
    """Initiative -> key results that it is linked to: not by a weight of 0, by all of a rejected set."""
    weights = key_result_weights(inputs)
    links = {code: {name for name, _ in of} for code, of in _key_result_links(inputs).items()}
    return {code: {k for k in of if (weights[code] or {}).get(k) != 0} for code, of in links.items()}


@cache
def theme_weights(inputs: Inputs) -> dict[str, Weights]:
    """Initiative -> theme -> weight, the rest being Unallocated: each sums to 1."""
    return {
        code: {theme: Decimal(part.numerator) / part.denominator for theme, part in of.items()}
        for code, of in themes(inputs).items()
    }


@cache
def cost_object_parts(inputs: Inputs) -> dict[str, dict[tuple[str, str], Decimal]]:
    """Cost object -> (initiative, theme) -> part of its money; what nobody claims is unknown."""
    by_initiative, known = theme_weights(inputs), initiatives(inputs)
    parts: dict[str, dict[tuple[str, str], Decimal]] = {}
    links = _links(inputs, "initiative_cost_objects", "cost_object_code", "initiative_code")
    for cost_object, of in links.items():
        claimed = shared_out([link for link in of if link[0] in known]) or {}
        cut: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        whole = {code: weight for code, weight in _whole(claimed, UNKNOWN).items() if weight}
        for code, weight in whole.items():
            for theme, share in by_initiative.get(code, {UNALLOCATED: Decimal(1)}).items():
                cut[code, theme] += weight * share
        parts[cost_object] = dict(cut)
    return parts


def _whole(weights: Weights, rest_name: str) -> Weights:
    rest = 1 - sum(weights.values(), Decimal(0))
    return {**weights, rest_name: rest} if rest > 0 else weights


def retired_on(inputs: Inputs, theme: str | None, day: date) -> bool:
    """Whether portfolio.yml has given the theme up by then."""
    for given in inputs.setting("themes", default=[]):
        if given["name"] == theme and given.get("active_to") is not None:
            return given["active_to"] < day
    return False


def strategy_starts(inputs: Inputs) -> dict[date, str]:
    """First day -> name of each version of the strategy."""
    given = [target for theme in inputs.setting("themes", default=[]) for target in theme["targets"]]
    return {target["valid_from"]: target["strategy_version"] for target in given}


def strategy_start_on(inputs: Inputs, day: date) -> date | None:
    """First day of the version in force on a day; a version is in force until the next one begins."""
    return max((start for start in strategy_starts(inputs) if start <= day), default=None)


def targets_of(inputs: Inputs, start: date | None) -> dict[str, float]:
    """Theme -> target share in the version that begins on a day."""
    return {
        theme["name"]: target["share"]
        for theme in inputs.setting("themes", default=[])
        for target in theme["targets"]
        if target["valid_from"] == start
    }
