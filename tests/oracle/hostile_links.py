"""What the example's sources do not tell twice or of each other, made so.

Other sources tell of the same initiatives, objectives and key results: alike, otherwise, with gaps on either
side, earlier, at once, and under a code that is spelt otherwise. Work items name the key results that they
serve, also those that several initiatives claim, while registers link less than they did, nothing, or with
a weight of 0.
"""

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from ingest.contracts import TABLES
from tests.oracle.inputs import Row

if TYPE_CHECKING:
    from tests.oracle.hostile import Hostile

# Who else tells: of two heard at once the first by name counts, so that each of a pair wins somewhere.
SECOND_SOURCES = {
    "initiatives": ("decisions", "roadmap_storefront"),
    "objectives": ("okr_storefront", "okr"),
    "key_results": ("okr_storefront", "okr"),
}
UNLINKED, UNTHEMED = 12, 8


def tell_twice(made: "Hostile", table: str) -> None:
    """Let other sources tell of entities that one source tells: one more file of each of them."""
    rows = made.rows(table)
    latest = {row[TABLES[table].key[0]]: row for row in sorted(rows, key=lambda row: row["known_at"])}
    for source in SECOND_SOURCES[table]:
        told = [row for row in latest.values() if row["source_name"] != source and made.maybe(0.4)]
        sha256 = hashlib.sha256(f"{table} of {source}".encode()).hexdigest()
        heard = {"source_name": source, "file_sha256": sha256}
        made.write_file(table, source, sha256, [_retold(made, table, row, rows) | heard for row in told])


def _retold(made: "Hostile", table: str, row: Row, rows: list[Row]) -> Row:
    """Return what another source says: mostly the same."""
    contract, told = TABLES[table], dict(row)
    key = contract.key[0]
    for name in contract.schema:
        if name != key:
            made.set(told, name, 0.15, made.random.choice(rows)[name])
            if name not in contract.required:
                made.set(told, name, 0.15, None)
    told["row_number"] = 1 + rows.index(row)
    told["known_at"] -= timedelta(days=made.random.choice([0, 0, 1, 40]))
    made.set(told, key, 0.1, row[key].lower())
    return told


def name_key_results(made: "Hostile") -> None:
    """Let items name key results, those above all that several claim, and registers link fewer of them."""
    claimants: dict[str, set[str]] = {}
    for link in made.rows("initiative_work_items"):
        claimants.setdefault(link["work_item_key"], set()).add(link["initiative_code"])
    shared = sorted(key for key, codes in claimants.items() if len(codes) > 1)
    last = {max(claimants[key]) for key in shared}
    unlinked = last | set(made.random.sample(made.codes, UNLINKED))
    goals = [*sorted({row["key_result_code"] for row in made.rows("key_results")}), "KR-99"]
    named = {key: made.random.choice(goals) for key in sorted(claimants) if key in shared or made.maybe(0.3)}

    def name(row: Row) -> None:
        row["key_result_code"] = named.get(row["work_item_key"])
        made.set(row, "key_result_code", 0.01, *goals)

    made.edit("work_items", name)
    made.keep("initiative_key_results", lambda row: row["initiative_code"] not in unlinked)


def link_with_nothing(made: "Hostile") -> None:
    """Weights of 0, also where no theme of its own tells what an initiative is for."""
    unthemed = made.random.sample(made.codes, UNTHEMED)
    made.keep("initiative_themes", lambda row: row["initiative_code"] not in unthemed)

    def weigh(row: Row) -> None:
        made.set(row, "weight", 1.0 if row["initiative_code"] in unthemed[:5] else 0.1, 0.0)

    made.edit("initiative_key_results", weigh)
