"""The columns of data health and reconciliation."""

from analytics_app.components.column import Column

TRUST: dict[str, Column] = {
    "check_name": Column("Check"),
    "column_change_severity": Column("Severity", "code"),
    "column_changes": Column("What changed", "long"),
    "comparison_count": Column("Comparisons", "count"),
    "converted_amount": Column("Converted", "cents", "In the reporting currency"),
    "difference_count": Column("Unaccounted", "count"),
    "expect_every_days": Column("Expected every, days", "count"),
    "expectation_name": Column("Check", "long"),
    "expected_text": Column("Expected"),
    "fact_line_count": Column("Lines in the fact", "count"),
    "file_count": Column("Files", "count"),
    "flag_count": Column("Flags", "count"),
    "freshness": Column("Freshness", "code"),
    "invariant": Column("What", "code"),
    "is_conserved": Column("Rows accounted for", "code"),
    "latest_as_of_date": Column("Data as of", "date"),
    "mart_amount": Column("Allocated", "cents"),
    "missing_from_date": Column("No export from", "date"),
    "missing_to_date": Column("To", "date"),
    "received_at": Column("Received, UTC", "moment"),
    "refused_file_count": Column("Refused", "count"),
    "remedy": Column("What to do", "long"),
    "row_count": Column("Rows", "count"),
    "row_count_checked": Column("Rows checked", "count"),
    "row_count_failed": Column("Rows that failed", "count"),
    "scope": Column("Where", "long"),
    "table_name": Column("Table"),
    "unconverted_amount": Column("Without a rate", "cents"),
}
