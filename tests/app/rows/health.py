"""What arrived, what was refused, what was checked."""

from datetime import datetime

from tests.app.published_folder import AS_OF, Row, money
from tests.app.rows.organisation import HOSTILE_FORMULA


def tables() -> dict[str, list[Row]]:
    """Return the rows of the marts of trust."""
    sources = (("ledger", 3, 31, 100, 97, 2, 1), ("tracker", 9, 1, 50, 50, 0, 0))
    return {
        "marts.mart_source_health": [
            {
                "source_key": name,
                "source_name": name,
                "format": name,
                "delivery": "snapshot",
                "latest_as_of_date": AS_OF,
                "age_days": age,
                "expect_every_days": every,
                "is_stale": age > every,
                "file_count": 1,
                "refused_file_count": 0,
                "row_count_read": read,
                "row_count_accepted": accepted,
                "row_count_rejected": rejected,
                "row_count_ignored": ignored,
                "is_conserved": True,
            }
            for name, age, every, read, accepted, rejected, ignored in sources
        ],
        "marts.mart_file_loads": [
            {
                "file_load_key": "1",
                "source_name": "ledger",
                "file_sha256": "a" * 64,
                "file_name": "ledger_2026-03-31.csv",
                "status": "loaded",
                "row_count_read": 100,
                "row_count_accepted": 97,
                "row_count_rejected": 2,
                "row_count_ignored": 1,
                "difference_count": 0,
                "as_of_date": AS_OF,
                "received_at": datetime(2026, 4, 1, 2, 30),
            }
        ],
        "marts.mart_quarantined_rows": [
            {
                "quarantined_row_key": f"{number}",
                "source_name": "ledger",
                "table_name": "ledger_lines",
                "file_name": "ledger_2026-03-31.csv",
                "row_number": number,
                "reason": "amount_unreadable",
                "column_name": "amount",
                "detail": "'1.2.3' is no number",
                "raw": raw,
            }
            for number, raw in ((7, '{"amount": "1.2.3"}'), (9, "@SUM(A1:A9)"))
        ],
        "marts.mart_work_item_findings": [
            {
                "work_item_finding_key": f"{number}",
                "rule_name": rule,
                "source_name": "jira",
                "work_item_id": f"{number}",
                "work_item_key": f"SHOP-{number}",
                "detail": detail,
            }
            for number, (rule, detail) in enumerate(
                (
                    ("parent_loop", "its parent SHOP-9 is below it"),
                    ("unknown_parent", HOSTILE_FORMULA),
                )
            )
        ],
        "marts.mart_quality_results": [
            {
                "quality_result_key": f"{number}",
                "source_name": "ledger",
                "table_name": "ledger_lines",
                "expectation_name": name,
                "column_name": column,
                "severity": severity,
                "is_success": success,
                "row_count_checked": 100,
                "row_count_failed": failed,
            }
            for number, (name, column, severity, success, failed) in enumerate(
                (
                    ("values_are_present", "amount", "critical", True, 0),
                    ("values_are_known", "account_code", "warning", False, 4),
                )
            )
        ],
        "marts.mart_reconciliation": [
            {
                "reconciliation_key": "1",
                "source_name": "ledger",
                "table_name": "ledger_lines",
                "currency_code": "EUR",
                "loaded_amount": money("756001.15"),
                "fact_amount": money("756001.15"),
                "mart_amount": money("756001.15"),
                "difference_amount": money(0),
                "line_count": 97,
                "fact_line_count": 97,
                "is_reconciled": True,
                "converted_amount": money("756001.15"),
                "unconverted_amount": money(0),
                "reporting_currency_code": "EUR",
            }
        ],
    }
