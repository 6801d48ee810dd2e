"""Who, when, and what can be chosen."""

from typing import Any

from analytics_app.session import ask


def run() -> dict[str, Any]:
    """Return the one row of mart_run."""
    return ask("select * from marts.mart_run").row(0, named=True)


def periods() -> list[str]:
    """Return the fiscal years, quarters and periods with money up to now: newest year first."""
    return ask(
        """
        with spend as (
            select * from marts.mart_theme_spend, marts.mart_run
            where fiscal_period_start_date <= as_of_date
        )
        select label from (
            select distinct fiscal_year_label as label, 1 as grain, fiscal_year_label as place from spend
            union
            select distinct fiscal_quarter_label, 2, fiscal_quarter_label from spend
            union
            select distinct fiscal_period_label, 3, fiscal_period_label from spend
        )
        order by grain, place desc
        """
    )["label"].to_list()


def members() -> dict[str, list[str]]:
    """Return the themes, value streams and owners there are."""
    columns = {"themes": "theme_name", "streams": "value_stream_name", "owners": "owner_name"}
    found = ask("select distinct theme_name, value_stream_name, owner_name from marts.mart_theme_spend")
    return {name: sorted(found[column].drop_nulls().unique()) for name, column in columns.items()}
