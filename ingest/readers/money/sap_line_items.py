"""SAP's line item lists: CJI3 and KOB1 (actuals), CJI5 (commitments) -> `ledger_lines`.

    format: sap_line_items
    read:
      constants: {entry_type: commitment}   # CJI5; actual for CJI3 and KOB1, unless the layout has Value Type
      currency_type: object                 # transaction (default), object, controlling_area or report

A line is written in up to four currencies. One of them is taken, with its own currency column; the others
stay in `extra`. Reversed documents and their reversals are both kept: together they are zero. Layouts name
their columns as whoever made them liked; names that are not known here are given with `read.columns`.
The codes of Value Type are those of SAP's domain WRTTP.
"""

from pathlib import Path

from ingest.configuration import Source
from ingest.readers._rows import Fields, Rows
from ingest.readers.money import ledger
from ingest.readers.money._page_marks import without_marks
from ingest.reading import ReadContext, ReadResult, UnreadableFile
from ingest.tabular import read_table

AMOUNTS = {
    "transaction": ("value trancurr", "value in trancurr", "value in tran curr", "val in trans curr"),
    "object": ("value in obj crcy", "value objcurr", "val objcurr", "value in object currency"),
    "controlling_area": ("val coarea crcy", "value cocurr", "value in coarea crcy", "value co area currency"),
    "report": ("val in rep cur", "value in rep cur", "value rep cur", "value in report currency"),
}
CURRENCIES = {
    "transaction": ("transaction currency", "trans currency", "trancurr"),
    "object": ("object currency", "obj currency", "objcurr"),
    "controlling_area": ("co area currency", "coarea currency", "controlling area currency", "cocurr"),
    "report": ("report currency", "reporting currency", "rep currency"),
}
FIELDS: Fields = ledger.FIELDS | {
    "cost_object_code": ("wbs element", "order", "internal order", "network", "object", "project definition"),
    "cost_center_code": ("cost center", "cost centre", "cost ctr"),
    "account_code": ("cost element", "cost elem"),
    "account_name": (
        "cost element name",
        "cost element descr",
        "cost element desc",
        "cost element description",
    ),
    "description": ("name", "text", "document header text", "purchase order text"),
    "posting_date": ("posting date", "pstng date", "debit date", "buchungsdatum"),
    "document_number": ("document number", "doc number", "ref document number", "purchasing document"),
    "entry_type": ("value type", "val type", "entry type"),
    "debit_amount": (),
    "credit_amount": (),
}
ENTRY_TYPES = ledger.ENTRY_TYPES | {
    "04": "actual", "4": "actual",
    "21": "commitment",  # purchase requisition
    "22": "commitment",  # purchase order
    "24": "commitment",  # earmarked funds
}  # fmt: skip
RULE = r'^\{"text": "[-|+\s]*(?:\\r)?(?:\\n)?"\}$'  # a line of a printed list that holds no letter


class SapLineItemReader:
    """One line item a row."""

    format = "sap_line_items"
    tables = ("ledger_lines",)
    description = "SAP line items CJI3, KOB1, CJI5 (CSV, Excel, list), one of four currencies"

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one list; raises UnreadableFile, also when nothing says what kind of postings it holds."""
        kind = source.read.currency_type
        fields = FIELDS | {"amount": AMOUNTS[kind], "currency_code": CURRENCIES[kind]}
        expected = {name for names in (*fields.values(), *AMOUNTS.values()) for name in names}
        table = without_marks(read_table(path, source.read, expected), ruled_line=RULE)
        rows = Rows(path, table, source, fields)
        _require(path, rows, kind)
        return ledger.read_postings(rows, context, ENTRY_TYPES)


def _require(path: Path, rows: Rows, kind: str) -> None:
    """Refuse a list of unknown postings, or without the amounts that are asked for."""
    if "amount" not in rows.present:
        there = [name for name, names in AMOUNTS.items() if any(map(rows.table.columns_named, names))]
        problem = f"no amounts in {kind} currency; there are {', '.join(there) or 'none'}"
        raise UnreadableFile(
            path, "header", problem, "set read.currency_type, or read.columns: {amount: ...}"
        )
    if "entry_type" not in rows.present:
        remedy = "set read.constants: {entry_type: actual}, or commitment for CJI5"
        raise UnreadableFile(path, "header", "no column Value Type: actuals or commitments?", remedy)


READER = SapLineItemReader()
