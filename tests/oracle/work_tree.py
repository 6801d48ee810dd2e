"""Work items: what is above them, which initiatives they are done for, and on which level they count."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from tests.oracle.inputs import Inputs, Row
from tests.oracle.register import initiatives

LEVELS_UP = 6
UNASSIGNED = "Unassigned"
CONTAINERS = {"epic", "feature", "capability", "initiative", "theme", "saga", "objective"}
CONTAINERS |= {"business outcome", "portfolio epic"}
ItemId = tuple[str, str]  # source and id: an id means something in its own source only


@dataclass(frozen=True)
class Assignment:
    """The initiatives that an item is done for, nearest ones above it, or why there is none."""

    codes: tuple[str, ...]
    break_reason: str | None

    @property
    def first(self) -> str | None:
        """The one that lists show it with."""
        return self.codes[0] if self.codes else None

    @property
    def parts(self) -> dict[str | None, Fraction]:
        """Initiative -> part; what several claim counts in equal parts, for nobody tells another share."""
        codes = self.codes or (None,)
        return dict.fromkeys(codes, Fraction(1, len(codes)))


@cache
def items(inputs: Inputs) -> dict[ItemId, Row]:
    """The work items as they stand."""
    return {(row["source_name"], row["work_item_id"]): row for row in inputs.rows("work_items")}


@cache
def keys(inputs: Inputs) -> dict[tuple[str, str], str]:
    """Source and key -> id of the item that the key means now: who has it, else who had it last."""
    found: dict[tuple[str, str], str] = {}
    present = items(inputs)
    for row in inputs.versions("work_items"):
        if (row["source_name"], row["work_item_id"]) in present and not row["is_deleted"]:
            found[row["source_name"], row["work_item_key"]] = row["work_item_id"]
    for row in inputs.rows("work_item_former_keys"):
        found.setdefault((row["source_name"], row["former_key"]), row["work_item_id"])
    for (source, item), row in present.items():
        found[source, row["work_item_key"]] = item
    return found


def parent(inputs: Inputs, item: ItemId) -> ItemId | None:
    """Return the item above: the parent, else the epic, of the same source."""
    source, row = item[0], items(inputs)[item]
    if row["parent_id"] is not None and (source, row["parent_id"]) in items(inputs):
        return source, row["parent_id"]
    for name in ("parent_key", "epic_key"):
        above = keys(inputs).get((source, row[name]))
        if above is not None:
            return source, above
    return None


@cache
def claims(inputs: Inputs) -> dict[ItemId, tuple[str, ...]]:
    """Item -> initiatives whose register names it, of those that exist; a key of two trackers is nobody's."""
    sources = {source["name"] for source in inputs.settings["sources"]}
    found: dict[ItemId, set[str]] = defaultdict(set)
    for link in inputs.rows("initiative_work_items"):
        source, _, key = link["work_item_key"].rpartition(":")
        if source not in sources:
            source, key = "", link["work_item_key"]
        meant = [
            (name, item)
            for (name, other), item in keys(inputs).items()
            if other == key and source in {"", name}
        ]
        if len(meant) == 1 and link["initiative_code"] in initiatives(inputs):
            found[meant[0]].add(link["initiative_code"])
    return {item: tuple(sorted(codes)) for item, codes in found.items()}


@cache
def assignments(inputs: Inputs) -> dict[ItemId, Assignment]:
    """Each item's initiatives: those nearest above it, at most six levels up, or where the path breaks."""
    return {item: _assignment(inputs, item) for item in items(inputs)}


def _assignment(inputs: Inputs, item: ItemId) -> Assignment:
    seen: list[ItemId] = []
    here: ItemId | None = item
    while here is not None and len(seen) <= LEVELS_UP:
        if here in seen:
            return Assignment((), "cycle")
        own = items(inputs)[here]["initiative_code"]
        if own in initiatives(inputs):
            return Assignment((own,), None)
        if here in claims(inputs):
            return Assignment(claims(inputs)[here], None)
        seen.append(here)
        here = parent(inputs, here)
    return Assignment((), "no_epic" if len(seen) == 1 else "epic_no_bet")


@cache
def _epic_types(inputs: Inputs) -> set[tuple[str, str]]:
    """Types of a source whose items others name as their epic."""
    found = set()
    for (source, _), row in items(inputs).items():
        epic = keys(inputs).get((source, row["epic_key"]))
        if epic is not None:
            found.add((source, items(inputs)[source, epic]["type_name"]))
    return found


def level(inputs: Inputs, item: ItemId) -> str:
    """Return subtask, epic (by its name, or because others name one of its type as theirs) or story."""
    row = items(inputs)[item]
    if row["is_subtask"]:
        return "subtask"
    is_epic = row["type_name"].lower() in CONTAINERS or (item[0], row["type_name"]) in _epic_types(inputs)
    return "epic" if is_epic else "story"


def value_stream(inputs: Inputs, item: ItemId) -> str:
    """Return the value stream of the initiative that lists show the item with."""
    code = assignments(inputs)[item].first
    return (initiatives(inputs)[code]["value_stream_name"] if code else None) or UNASSIGNED
