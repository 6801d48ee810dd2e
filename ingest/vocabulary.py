"""Words of the exports that portfolio.yml must give a meaning: statuses, stages, themes, currencies."""

from collections.abc import Iterator

import polars as pl

from ingest.configuration import Configuration, Source
from ingest.ecb_rates import ecb_currencies
from ingest.problems import Problem
from ingest.reading import ReadResult

CURRENCY_TABLES = ("ledger_lines", "budget_lines", "cost_of_delay_estimates")
THEME_TABLES = ("initiative_themes", "objectives", "theme_target_versions")
MOST_SHOWN = 20  # words in one problem
CLEAR_CATEGORIES = ("todo", "done")  # a tracker that says so needs no help; in progress may mean waiting


def unknown_words(
    file_name: str, configuration: Configuration, source: Source, result: ReadResult
) -> Iterator[Problem]:
    """Yield a problem for each column of a file with words that portfolio.yml does not know."""
    statuses = {s.status for s in configuration.statuses if s.source in {None, source.name}}
    stages = {stage.stage for stage in configuration.stages}
    themes = {theme.name for theme in configuration.themes}
    rates = configuration.reporting.exchange_rates
    currencies = {configuration.reporting.currency} | {rate.currency for rate in rates}
    if configuration.reporting.ecb_rates:
        currencies |= ecb_currencies()
    checks = [
        ("work_items", "status_name", statuses, "statuses"),
        ("initiatives", "stage_name", stages, "stages"),
        *((table, "currency_code", currencies, "reporting.exchange_rates") for table in CURRENCY_TABLES),
    ]
    if themes:  # without any, themes are what the exports say
        checks += [(table, "theme_name", themes, "themes") for table in THEME_TABLES]
    for table, column, known, key in checks:
        if words := _words(result, table, column) - known:
            shown = ", ".join(repr(word) for word in sorted(words)[:MOST_SHOWN])
            if len(words) > MOST_SHOWN:
                shown += f" and {len(words) - MOST_SHOWN:,} more"
            problem = f"not in portfolio.yml: {shown}"
            yield Problem(file_name, f"{table}, column {column}", problem, f"add them under {key}:")


def _words(result: ReadResult, table: str, column: str) -> set[str]:
    frame = result.tables.get(table)
    if frame is None or column not in frame.columns:
        return set()
    if column == "status_name" and "status_category" in frame.columns:
        frame = frame.filter(~pl.col("status_category").is_in(CLEAR_CATEGORIES).fill_null(value=False))
    return set(frame[column].drop_nulls().unique())
