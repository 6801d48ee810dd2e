"""QuickBooks' Budget vs. Actuals: a header of two rows, the month (or Total) above Actual and Budget.

    format: quickbooks
    delivery: increment
    read: {currency: USD, constants: {version_name: original}}

Where months stand beside their total, the months are read. Where only a total of several months stands, its
budget is a line of that time; its actuals belong to no month and stay in `extra`.
"""

from ingest.readers.money._statement import Statement
from ingest.table import Table


def _group(table: Table, column: int) -> str:
    """Return the nearest text at or left of a column in the row above the header: it spans its columns."""
    row = table.above[-1] if table.above else ()
    return next((text.strip() for text in row[column::-1] if text and text.strip()), "")


READER = Statement(
    format="quickbooks",
    description="QuickBooks Budget vs. Actuals (CSV, Excel)",
    expected=("Actual", "Budget", "over Budget", "% of Budget"),
    labels=("", "Account", "Distribution account"),
    above=_group,
)
