"""Money that a published version could not convert, for the steps and commands that follow."""

import duckdb

from ingest.workspace import Workspace
from orchestration.publishing import current


def unconverted_money(workspace: Workspace) -> list[str]:
    """Return a line for each source and currency of the served version with money missing in the marts."""
    manifest = current(workspace)
    if manifest is None:
        return []
    query = """
        select source_name, currency_code, unconverted_amount
        from marts.mart_reconciliation
        where unconverted_amount <> 0
        order by all
    """
    with duckdb.connect(workspace.published / manifest.file, read_only=True) as connection:
        rows = connection.execute(query).fetchall()
    return [
        f"portfolio.yml: exchange_rates: source {source}: {currency} {amount:,.2f} is missing in the marts:"
        f" no exchange rate, or no date; add the rate of {currency}, or set ecb_rates: true; see Data health"
        for source, currency, amount in rows
    ]
