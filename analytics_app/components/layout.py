"""What a table of a page is, and what stands in its place when there is no row."""

from dataclasses import dataclass

NO_MONEY = "No money in this selection. Load a ledger and a budget, or widen the filters."
NO_ESTIMATE = "No live initiative has an estimate. Load the initiatives register with its cost of delay."
NO_INITIATIVE = "No live initiatives in this selection. Load the initiatives register."
NO_WORK = "No work items in this selection. Load a tracker's export, or widen the filters."
NO_CAPACITY = "No capacity plan. Load one with the supply and demand of teams or people."
NO_REVIEW = (
    "No earlier review to compare with. Make one of any past day with `portfolio refresh --as-of DAY "
    "--as-known-on DAY`; it is kept beside what is served. Versions whose data ended earlier count as well."
)
OTHER_RELEASE = "That version was published by another release and cannot be compared. Choose another one."
NO_BRIDGE = "No budget in this selection leads to an actual or a forecast. Load a budget and a ledger."
NO_RESTATEMENT = (
    "No closed period of this selection says anything else than when it closed. Restatements show here once "
    "a later export of the ledger or a budget changes a period whose closing date is over."
)
NO_LOADED_MONEY = "No money is loaded. Add a ledger or a budget to portfolio.yml."
NO_KEY_RESULTS = "No key results in this selection. Load an OKR workbook."


@dataclass(frozen=True)
class Layout:
    """One table; its columns are described in `columns.py`."""

    title: str
    columns: str
    empty: str
