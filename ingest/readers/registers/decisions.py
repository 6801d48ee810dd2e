"""The log of decisions about the portfolio: one decision a row, with the money it moved and what was advised.

    Decision, Date, Initiative, Outcome, Amount moved, Currency, From, To, Decided by, Advice, Evidence since
    D-014, 2026-10-06, INI-07, Stop, 250000, EUR, INI-07, INI-02, Owner 03, Continue, 2026-08-31

An amount needs its currency. A decision names the initiative it is about, or those between which money moved.
"""

from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.readers._currency import read_currency
from ingest.readers._rows import Fields, Rows
from ingest.readers.registers._fields import OUTCOMES
from ingest.reading import ReadContext, ReadResult
from ingest.tabular import read_table

FIELDS: Fields = {
    "decision_id": ("decision id", "decision", "decision no", "decision number", "id", "no", "number"),
    "decision_date": ("decision date", "date", "decided on", "decided"),
    "initiative_code": ("initiative code", "initiative", "initiative id", "bet", "epic"),
    "gate_name": ("gate", "gate name", "board", "review", "forum"),
    "outcome": ("outcome", "decision outcome", "result", "decided outcome"),
    "moved_amount": ("amount moved", "moved amount", "amount", "money moved", "funding"),
    "currency_code": ("currency", "currency code"),
    "from_initiative_code": ("from initiative", "from", "source initiative"),
    "to_initiative_code": ("to initiative", "to", "target initiative"),
    "decided_by_name": ("decided by", "decision maker", "owner", "approver"),
    "reason": ("reason", "rationale", "why", "comment"),
    "recommended_outcome": ("recommendation", "recommended", "recommended outcome", "advice"),
    "evidence_date": ("evidence date", "evidence since", "evidence", "evident since", "known since"),
    "recommended_date": ("recommended on", "recommendation date", "recommended date", "advised on"),
}
INITIATIVES = ("initiative_code", "from_initiative_code", "to_initiative_code")


class DecisionsReader:
    """One decision a row."""

    format = "decisions"
    tables = ("decisions",)
    description = (
        "log of decisions (CSV, Excel, JSON, YAML): outcome, money moved, reason, advice at that time"
    )

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one log; raises UnreadableFile."""
        expected = {name for names in FIELDS.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, FIELDS)
        read_currency(rows, "moved_amount")
        rows.money("moved_amount")
        rows.dates("decision_date", "evidence_date", "recommended_date")
        rows.translate("outcome", OUTCOMES)
        rows.translate("recommended_outcome", OUTCOMES)
        rows.require("decision_id", "decision_date", "outcome")
        is_about_nothing = pl.all_horizontal(pl.col(INITIATIVES).is_null())
        about = "no initiative: neither the one decided about, nor where money came from or went"
        rows.refuse(is_about_nothing, "missing_value", "initiative_code", about)
        return rows.result({"decisions": rows.emit("decisions")})


READER = DecisionsReader()
