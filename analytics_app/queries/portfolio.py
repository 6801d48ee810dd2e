"""Who, when, and what can be chosen."""

from typing import Any

import polars as pl

from analytics_app.session import ask, ask_one


def run() -> dict[str, Any]:
    """Return the one row of mart_run: organisation, currency, the day of the data and its fiscal period."""
    return ask_one("select * from marts.mart_run")


def periods() -> pl.DataFrame:
    """Return one row per fiscal period with its first day, from the first money, or this year, until now."""
    return ask(
        """
        select distinct days.fiscal_year_label, days.fiscal_quarter_label, days.fiscal_period_label,
            days.fiscal_period_start_date
        from core.dim_date as days, marts.mart_run as run
        where days.fiscal_period_start_date <= run.as_of_date
            and (
                days.fiscal_year_label = run.fiscal_year_label
                or days.fiscal_period_start_date >= (
                    select min(fiscal_period_start_date) from marts.mart_theme_spend where actual_amount <> 0
                )
            )
        order by days.fiscal_period_start_date
        """
    )


def members() -> dict[str, list[str]]:
    """Return the themes in the strategy's order, and the value streams and owners by name."""
    found = ask(
        """
        select theme_name, value_stream_name, owner_name from marts.mart_theme_spend
        union select theme_name, value_stream_name, owner_name from marts.mart_initiatives
        union select theme_name, null, owner_name from marts.mart_key_results
        union select theme_name, null, null from core.dim_strategic_theme where is_configured
        """
    )
    order = ask("select theme_name from core.dim_strategic_theme order by sort_order nulls last, theme_name")
    ranks = {name: rank for rank, name in enumerate(order["theme_name"])}
    themes = found["theme_name"].drop_nulls().unique()
    return {
        "themes": sorted(themes, key=lambda name: (ranks.get(name, len(ranks)), name)),
        "streams": sorted(found["value_stream_name"].drop_nulls().unique()),
        "owners": sorted(found["owner_name"].drop_nulls().unique()),
    }
