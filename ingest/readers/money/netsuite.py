"""NetSuite's financial statements: income statement by month, budget against actual.

    format: netsuite
    delivery: increment      # a file a month
    read: {currency: USD}

Above the header stand four to six rows of titles. An amount of another month that is given for comparison
is not read, as that month's own statement brings it.
"""

from ingest.readers.money._statement import Statement

READER = Statement(
    format="netsuite",
    description="NetSuite income statement or budget against actual (CSV, Excel)",
    expected=("Financial Row",),
    labels=("Financial Row",),
    above=lambda _table, _column: "",
)
