"""Is last night's refresh good? Everything here is of the whole warehouse."""

from typing import Any

import polars as pl

from analytics_app.queries import invariants
from analytics_app.session import ask, ask_one


def sources() -> pl.DataFrame:
    """Return one row per source: freshness and row conservation, the stale ones first."""
    return ask(
        """
        select *, case when is_stale then 'stale' else 'fresh' end as freshness
        from marts.mart_source_health order by is_stale desc, source_name
        """
    )


def summary() -> dict[str, Any]:
    """Return the figures of trust that stand in the header of every page."""
    # Sources that are late have a figure of their own.
    flags = [row for row in invariants.outcomes().iter_rows(named=True) if row["flag_count"]]
    counted = {"flag_count": sum(row["invariant"] != "freshness" for row in flags)}
    return counted | ask_one(
        """
        select
            cast(sum(row_count_read) as bigint) as read_count,
            cast(sum(row_count_accepted) as bigint) as accepted_count,
            cast(sum(row_count_rejected) as bigint) as rejected_count,
            cast(sum(row_count_ignored) as bigint) as ignored_count,
            count(*) as source_count,
            count(*) filter (where is_stale) as stale_count,
            count(*) filter (where not is_conserved) as unconserved_count,
            (select count(*) from marts.mart_quality_results where not is_success) as failed_check_count,
            (select max(difference_amount) from marts.mart_reconciliation) as difference_amount,
            (select sum(converted_amount) from marts.mart_reconciliation) as reconciled_amount,
            (select count(*) from marts.mart_reconciliation) as total_count,
            (select count(*) from marts.mart_reconciliation where not is_reconciled) as unreconciled_count
        from marts.mart_source_health
        """
    )


def checks() -> dict[str, Any]:
    """Return how many checks held, failed by severity, or met no row."""
    return ask_one(
        """
        select count(*) as check_count, count(*) filter (where is_success) as held_count,
            count(*) filter (where is_success is null) as empty_count,
            count(*) filter (where not is_success and severity = 'critical') as critical_count,
            count(*) filter (where not is_success and severity <> 'critical') as warning_count
        from marts.mart_quality_results
        """
    )


def failed_checks() -> pl.DataFrame:
    """Return the expectations that did not hold, the critical ones first."""
    return ask(
        """
        select source_name, table_name, expectation_name, column_name, severity, row_count_failed,
            row_count_checked, known_at
        from marts.mart_quality_results where not is_success
        order by severity, row_count_failed desc, source_name, expectation_name
        """
    )


def work_item_findings() -> pl.DataFrame:
    """Return one row per finding about a work item or a register's link to one."""
    return ask(
        """
        select rule_name, source_name, work_item_key, detail
        from marts.mart_work_item_findings order by rule_name, source_name, work_item_key, detail
        """
    )


def quarantine() -> pl.DataFrame:
    """Return one row per rejected row and reason."""
    return ask(
        """
        select source_name, file_name, row_number, reason, column_name, detail, raw
        from marts.mart_quarantined_rows order by source_name, file_name, row_number, reason
        """
    )


def quarantine_by_reason() -> pl.DataFrame:
    """Return rejected rows by source and reason, the most frequent first."""
    return ask(
        """
        select source_name, reason, count(*) as row_count
        from marts.mart_quarantined_rows
        group by source_name, reason order by row_count desc, source_name, reason
        """
    )


def column_changes() -> pl.DataFrame:
    """Return one row per file whose columns differ from those of the file before, the newest first."""
    return ask(
        """
        select source_name, column_change_severity, column_changes, file_name, status, as_of_date
        from marts.mart_file_loads where column_changes is not null
        order by as_of_date desc nulls first, source_name, file_name
        """
    )


def missing_exports() -> pl.DataFrame:
    """Return one row per stretch of days on which a source brought none of the exports expected."""
    return ask(
        """
        select distinct source_name, missing_from_date, missing_to_date, expect_every_days, owner_name
        from marts.mart_file_loads
        join marts.mart_source_health using (source_name)
        where missing_from_date is not null
        order by missing_from_date desc, source_name
        """
    )


def files() -> pl.DataFrame:
    """Return one row per file, refused and held ones first, then the newest."""
    return ask(
        """
        select source_name, file_name, status, as_of_date, row_count_read, row_count_accepted,
            row_count_rejected, row_count_ignored, difference_count, reason, remedy, received_at
        from marts.mart_file_loads
        order by status = 'loaded', as_of_date desc nulls first, source_name, file_name
        """
    )
