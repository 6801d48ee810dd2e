"""What must be set before a library is imported: nothing phones home, nothing loads by itself.

Plain and import-free on purpose: it is the first thing every entry point calls.
"""

import os
from pathlib import Path

WORKSPACE_VARIABLE = "PORTFOLIO_WORKSPACE"
BUILD_DATABASE_VARIABLE = "PORTFOLIO_BUILD_DATABASE"
ENGINE_VARIABLE = "PORTFOLIO_ENGINE"
DUCKDB = "duckdb"

QUIET = {
    "DAGSTER_DISABLE_TELEMETRY": "yes",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    # DuckDB takes its session time zone from here; timestamps in the warehouse are naive UTC.
    "TZ": "UTC",
}


def prepare_environment() -> None:
    """Switch telemetry off in this process and its children; DuckDB's sessions speak UTC."""
    os.environ.update(QUIET)


def engine() -> str:
    """Return the target of dbt_project/profiles.yml that builds the marts: PORTFOLIO_ENGINE, else duckdb."""
    return os.environ.get(ENGINE_VARIABLE) or DUCKDB


def default_workspace() -> Path:
    """Return the workspace folder: PORTFOLIO_WORKSPACE, else the current folder."""
    return Path(os.environ.get(WORKSPACE_VARIABLE) or Path.cwd()).resolve()
