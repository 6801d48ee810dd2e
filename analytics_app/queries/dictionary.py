"""What the figures are: one row per definition of a metric, as dbt's yml has it."""

from typing import Any

import polars as pl

from analytics_app.session import ask, ask_one


def definitions() -> pl.DataFrame:
    """Return all definitions in the order of their codes, without their SQL."""
    return ask("select * exclude (sql_text) from meta.metric_definitions order by code")


def definition(code: str) -> dict[str, Any]:
    """Return the definition of a code with its SQL; empty when this version does not have it."""
    return ask_one("select * from meta.metric_definitions where code = $code", code=code)
