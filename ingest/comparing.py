"""Comparing: what one batch changes in the rows of its source as they stood before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from ingest.contracts import LINE_TABLES, TABLES, ContractTable
from ingest.segments import SourceState

ITEM_ID = "work_item_id"


@dataclass(frozen=True)
class Coverage:
    """What a batch tells about the rows that it does not hold.

    A full snapshot: they are gone, except those of records that it repeats byte for byte. An increment:
    they stand, except those of the work items that it tells whole, and those of work items that its listing
    does not name. A work item that was missing from a listing and is listed again is back, with the rows
    that went with it.
    """

    is_full_snapshot: bool = False
    kept: Mapping[str, pl.DataFrame] = field(default_factory=dict)  # table -> versions of unread rows
    whole: Mapping[str, pl.Series] = field(default_factory=dict)  # table -> ids of work items
    listed: pl.Series | None = None  # ids of all work items that there are
    back: pl.DataFrame | None = None  # `items_back`, before any table of the batch is written
    replaced: tuple[str, ...] = ()  # hashes of the increments that this one corrects
    # Of an increment whose rows carry their dates: a file about an earlier day may still come, and must not
    # find that a later day was left out because it said the same as the day before it.
    only_day: date | None = None

    @property
    def only_adds(self) -> bool:
        """It tells nothing about other rows: they stand."""
        return not (self.is_full_snapshot or self.whole or self.listed is not None or self.replaced)

    def standing(self, state: SourceState, contract: ContractTable) -> pl.DataFrame:
        """Return the versions that stand although the batch may not hold them, the returning ones too."""
        versions = state.versions(contract, without=self.replaced)
        is_live = ~pl.col("is_deleted")
        if self.is_full_snapshot:
            kept = self.kept.get(contract.name)
            return versions.clear() if kept is None else kept.select(versions.columns)
        if ITEM_ID not in contract.schema:
            return versions.filter(is_live)
        if (whole := self.whole.get(contract.name)) is not None:
            versions = versions.filter(~pl.col(ITEM_ID).is_in(whole.implode()))
        live = versions.filter(is_live)
        if self.listed is None or self.back is None:
            return live
        live = live.filter(pl.col(ITEM_ID).is_in(self.listed.implode()))
        back = versions.filter(~is_live).join(self.back, on=[ITEM_ID, "known_at"], how="semi")
        return pl.concat([live, back])


def items_back(state: SourceState, listed: pl.Series, without: tuple[str, ...]) -> pl.DataFrame:
    """Return the listed work items that had gone, with the instant of their going."""
    items = state.versions(TABLES["work_items"], without)
    return items.filter(pl.col("is_deleted") & pl.col(ITEM_ID).is_in(listed.implode()))


def changes(
    incoming: pl.DataFrame, state: SourceState, contract: ContractTable, coverage: Coverage
) -> pl.DataFrame:
    """Return what a segment must hold: new, changed and returning rows, and tombstones of the gone."""
    known = state.of_day(contract, coverage.only_day) if coverage.only_day else state.live(contract)
    # The hash covers the key, except the key that a line is given: one column to compare, not two.
    identity = list(contract.key) if contract.name in LINE_TABLES else ["row_hash"]
    changed = incoming.join(known, on=identity, how="anti", maintain_order="left")
    changed = changed.with_columns(is_deleted=pl.lit(False))
    if coverage.only_adds:
        return changed
    key = list(contract.key)
    standing = coverage.standing(state, contract).join(incoming, on=key, how="anti")
    gone = known.join(incoming, on=identity, how="anti")
    gone = gone.join(changed, on=key, how="anti").join(standing, on=key, how="anti")
    returning = standing.join(known, on=identity, how="anti")
    moved = [
        state.rows(contract, rows).with_columns(is_deleted=pl.lit(is_deleted), row_number=pl.lit(0, pl.Int64))
        for rows, is_deleted in ((gone, True), (returning, False))
        if rows.height
    ]
    return pl.concat([changed, *(rows.select(changed.columns) for rows in moved)])
