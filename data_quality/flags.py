"""What a refresh publishes in spite of, each with a visible flag: the soft invariants of a build.

Limits stand in `thresholds` of portfolio.yml, which `input.run_parameters` holds. Nothing here is told
as an amount of a part of the portfolio: flags stand in the header of every page.
"""

import duckdb

from data_quality.findings import Finding

# Invariant -> a query of (scope, expected, actual, whether it holds).
QUERIES = {
    "freshness": """
        select
            source_name,
            concat('at most ', expect_every_days, ' days'),
            coalesce(concat(age_days, ' days'), 'never loaded'),
            not is_stale
        from marts.mart_source_health
        where expect_every_days is not null or latest_as_of_date is null
    """,
    # As far back as somebody would still ask for the export.
    "missing_days": """
        select
            source_name,
            concat('an export every ', expect_every_days, ' days'),
            coalesce(string_agg(distinct gap, ', ' order by gap), 'no gap'),
            count(gap) = 0
        from (
            select *, 'none from ' || missing_from_date || ' to ' || missing_to_date as gap
            from marts.mart_file_loads
        ) as loads
        inner join core.dim_source using (source_name)
        cross join input.run_parameters as run
        where
            status = 'loaded'
            and expect_every_days is not null
            and loads.as_of_date > run.as_of_date - cast(run.recent_days as int)
            and loads.as_of_date <= run.as_of_date
        group by source_name, expect_every_days
    """,
    # Of increments all files of the newest day: they may be of several kinds, as in ingest.drift.
    "drift": """
        select
            source_name,
            'the columns of the file before',
            coalesce(
                string_agg(column_changes, '; ' order by known_at, file_name, file_sha256),
                'the columns of the file before'
            ),
            count(*) filter (where column_change_severity <> 'info') = 0
        from (
            select loads.*
            from marts.mart_file_loads as loads
            inner join core.dim_source using (source_name)
            where status = 'loaded'
            window
                newest_day as (partition by source_name order by as_of_date desc),
                newest_first as (
                    partition by source_name order by known_at desc, file_name desc, file_sha256 desc
                )
            qualify
                case
                    when delivery = 'increment' then rank() over newest_day
                    else row_number() over newest_first
                end = 1
        )
        group by source_name
    """,
    "volume": """
        select
            source_name,
            concat('a change of at most ', round(100 * run.volume_change_share, 1), ' %'),
            concat(round(100 * abs(row_count_read - before_count) / before_count, 1), ' %'),
            abs(row_count_read - before_count) <= run.volume_change_share * before_count
        from (
            select
                source_name,
                row_count_read,
                lead(row_count_read) over newest_first as before_count,
                row_number() over newest_first as age
            from marts.mart_file_loads
            where status = 'loaded'
            window newest_first as (
                partition by source_name order by known_at desc, file_name desc, file_sha256 desc
            )
        )
        inner join core.dim_source using (source_name)
        cross join input.run_parameters as run
        where age = 1 and before_count > 0 and delivery = 'full_snapshot'
    """,
    "quarantine": """
        select
            source_name,
            concat('at most ', round(100 * run.quarantine_warn_share, 1), ' %'),
            concat(round(100 * row_count_rejected / (row_count_accepted + row_count_rejected), 1), ' %'),
            row_count_rejected <= run.quarantine_warn_share * (row_count_accepted + row_count_rejected)
        from (
            from marts.mart_file_loads
            where status = 'loaded' and row_count_accepted + row_count_rejected > 0
            window newest_first as (
                partition by source_name order by known_at desc, file_name desc, file_sha256 desc
            )
            qualify row_number() over newest_first = 1
        )
        cross join input.run_parameters as run
    """,
    "mapping": """
        select 'statuses of ' || source_name, '0', cast(count(*) as varchar), count(*) = 0
        from core.fct_work_item_flow
        where has_unmapped_status
        group by source_name
        union all
        select 'stages of initiatives', '0', cast(count(*) as varchar), count(*) = 0
        from core.dim_initiative
        where portfolio_state = 'unmapped'
    """,
    "allocation": """
        select
            'spend without an initiative or a theme',
            concat('at most ', round(100 * any_value(run.unallocated_warn_share), 1), ' %'),
            concat(round(100 * sum(apart_amount) / sum(actual_amount), 1), ' %'),
            sum(apart_amount) <= any_value(run.unallocated_warn_share) * sum(actual_amount)
        from (
            select
                actual_amount,
                case
                    when initiative_code = 'unknown' or theme_name = 'Unallocated' then actual_amount else 0
                end as apart_amount
            from marts.mart_theme_spend
            where not is_run
        )
        cross join input.run_parameters as run
        having sum(actual_amount) > 0
    """,
    "rates": """
        select
            concat(table_name, ' of ', source_name, ' in ', currency_code),
            'a rate for every amount',
            case when unconverted_amount = 0 then 'a rate for every amount' else 'no rate for some' end,
            unconverted_amount = 0
        from marts.mart_reconciliation
    """,
    "restatements": """
        select
            concat(table_name, ' of ', source_name),
            concat('at most ', round(100 * any_value(run.restated_warn_share), 1), ' %'),
            concat(round(100 * sum(coalesce(restated.amount, 0)) / sum(totals.converted_amount), 1), ' %'),
            sum(coalesce(restated.amount, 0))
            <= any_value(run.restated_warn_share) * sum(totals.converted_amount)
        from marts.mart_reconciliation as totals
        left join (
            select
                table_name, source_name, currency_code,
                sum(abs(change_reporting_amount)) as amount
            from marts.mart_restatements
            cross join input.run_parameters as run
            where restated_at > run.as_of_date - cast(run.recent_days as int)
            group by all
        ) as restated using (table_name, source_name, currency_code)
        cross join input.run_parameters as run
        group by table_name, source_name
        having sum(totals.converted_amount) > 0
    """,
}


def flags(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Return every soft comparison of a build, those that hold too."""
    return [
        Finding(invariant, invariant, str(scope), str(expected), str(actual), is_ok, "soft")
        for invariant, query in QUERIES.items()
        for scope, expected, actual, is_ok in connection.execute(query).fetchall()
    ]
