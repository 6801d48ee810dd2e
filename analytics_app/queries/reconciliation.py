"""Does the money that was loaded arrive on the pages, to the cent? All of the whole warehouse."""

from typing import Any

import polars as pl

from analytics_app.session import ask, ask_one

_VERDICT = "case when is_reconciled then 'ties' else 'differs' end as verdict"
_MONEY_FORMATS = """
        money_sources as (
            select source_name from marts.mart_reconciliation
            union
            select source_name from marts.mart_control_totals
            union
            select source_name from marts.mart_quarantined_rows
            where table_name in ('ledger_lines', 'budget_lines')
            union
            select source_name from core.dim_source where format in ('ledger', 'budget')
        )"""


def totals() -> pl.DataFrame:
    """Return the totals of input, fact and allocated parts by source and currency, what differs first."""
    return ask(
        f"""
        select *, {_VERDICT} from marts.mart_reconciliation
        order by is_reconciled, table_name, source_name, currency_code
        """  # noqa: S608 - constant text
    )


def files() -> pl.DataFrame:
    """Return one row per file of money and currency: what stands of it now, as loaded and in the fact.

    A file that was refused, or whose lines are all superseded, has no total.
    """
    return ask(
        f"""
        with {_MONEY_FORMATS},
        file_totals as (
            select source_name, file_sha256, table_name, currency_code,
                sum(loaded_amount) as loaded_amount, sum(fact_amount) as fact_amount,
                sum(abs(difference_amount)) as difference_amount,
                cast(sum(loaded_line_count) as bigint) as line_count, bool_and(is_reconciled) as is_reconciled
            from marts.mart_control_totals
            group by source_name, file_sha256, table_name, currency_code
        ),
        loads as (
            select source_name, file_sha256, file_name, status, as_of_date, row_count_read,
                row_count_accepted, row_count_rejected, row_count_ignored, difference_count
            from marts.mart_file_loads
        )
        select source_name, parse_filename(file_name) as file_name, file_sha256, loads.status,
            loads.as_of_date, table_name, currency_code,
            case
                when file_totals.is_reconciled and coalesce(difference_count, 0) = 0 then 'ties'
                when file_totals.is_reconciled is null and coalesce(difference_count, 0) = 0
                then 'nothing_stands'
                else 'differs'
            end as verdict,
            loaded_amount, fact_amount, difference_amount, line_count,
            row_count_read, row_count_accepted, row_count_rejected, row_count_ignored
        from file_totals full outer join loads using (source_name, file_sha256)
        where source_name in (select source_name from money_sources)
        order by verdict <> 'differs', source_name, loads.as_of_date desc, file_name, currency_code
        """  # noqa: S608
    )


def file_periods() -> pl.DataFrame:
    """Return the control totals themselves: file, fiscal period and currency."""
    return ask(
        f"""
        select source_name, coalesce(parse_filename(file_name), file_sha256) as file_name, table_name,
            fiscal_period_label,
            currency_code, {_VERDICT}, loaded_amount, fact_amount, difference_amount,
            loaded_line_count as line_count, fact_line_count
        from marts.mart_control_totals
        left join (select distinct source_name, file_sha256, file_name from marts.mart_file_loads)
            using (source_name, file_sha256)
        order by is_reconciled, source_name, file_name, fiscal_period_label, currency_code
        """  # noqa: S608
    )


def quarantine() -> pl.DataFrame:
    """Return the refused rows of sources of money: no amount of theirs is in any total."""
    return ask(
        f"""
        with {_MONEY_FORMATS}
        select source_name, file_name, row_number, reason, amount as row_amount, currency_code,
            column_name, detail, raw
        from marts.mart_quarantined_rows
        where source_name in (select source_name from money_sources)
        order by source_name, file_name, row_number, reason
        """  # noqa: S608
    )


def last_mile() -> dict[str, Any]:
    """Return the ledger in the reporting currency, and its part that the pages show as spent or committed.

    The rest is posted after the day of the data, or in no fiscal period.
    """
    return ask_one(
        """
        select converted_amount, shown_amount, converted_amount - shown_amount as rest_amount,
            unconverted_count, total_count, tied_count, difference_amount
        from (
            select sum(converted_amount) filter (where table_name = 'ledger_lines') as converted_amount,
                count(*) filter (where unconverted_amount <> 0) as unconverted_count,
                count(*) as total_count, count(*) filter (where is_reconciled) as tied_count,
                max(difference_amount) as difference_amount
            from marts.mart_reconciliation
        ), (select sum(actual_amount + commitment_amount) as shown_amount from marts.mart_theme_spend)
        """
    )
