"""Is last night's refresh good?"""

from typing import Any

import polars as pl

from analytics_app.session import ask


def sources() -> pl.DataFrame:
    """Return one row per source: freshness and row conservation."""
    return ask("select * from marts.mart_source_health order by is_stale desc, source_name")


def failed_checks() -> pl.DataFrame:
    """Return the expectations that did not hold, the critical ones first."""
    return ask(
        """
        select source_name, table_name, expectation_name, column_name, severity, row_count_failed, row_count_checked, known_at
        from marts.mart_quality_results where not is_success
        order by severity, row_count_failed desc
        """
    )


def check_totals() -> dict[str, Any]:
    """Return how many checks ran and held."""
    return ask(
        """
        select count(*) as check_count, count(*) filter (where is_success) as held_count,
            count(*) filter (where is_success is null) as empty_count,
            count(*) filter (where not is_success and severity = 'critical') as critical_count,
            count(*) filter (where not is_success and severity <> 'critical') as warning_count
        from marts.mart_quality_results
        """
    ).row(0, named=True)


def quarantine() -> pl.DataFrame:
    """Return one row per rejected row and reason."""
    return ask(
        """
        select source_name, file_name, row_number, reason, column_name, detail, raw
        from marts.mart_quarantined_rows order by source_name, file_name, row_number
        """
    )


def reconciliation() -> pl.DataFrame:
    """Return the totals of input, fact and mart by source and currency."""
    return ask("select * from marts.mart_reconciliation order by table_name, source_name, currency_code")


def files() -> pl.DataFrame:
    """Return one row per file, the newest first."""
    return ask(
        """
        select source_name, file_name, status, as_of_date, row_count_read, row_count_accepted, row_count_rejected,
            row_count_ignored, difference_count, reason, remedy, received_at
        from marts.mart_file_loads order by as_of_date desc nulls first, source_name
        """
    )
