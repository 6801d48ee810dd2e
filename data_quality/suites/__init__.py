"""One suite per contract table, each in the file of that table's name."""

from importlib import import_module

from data_quality.rules import Rule, Suite, present, row_count, unique
from ingest.contracts import LINE_TABLES, TABLES, ContractTable


def suite_for(table_name: str) -> Suite:
    """Return the suite that the table's file declares; ModuleNotFoundError when there is none."""
    return import_module(f"data_quality.suites.{table_name}").SUITE


def rules_for(table_name: str) -> tuple[Rule, ...]:
    """Return every rule of a table: enough rows, what its contract demands, then its own suite."""
    suite = suite_for(table_name)
    enough = (row_count(suite.minimum_rows),) if suite.minimum_rows else ()
    return (*enough, *_contract_rules(TABLES[table_name]), *suite.rules)


def _contract_rules(table: ContractTable) -> tuple[Rule, ...]:
    if table.name in LINE_TABLES:  # landing numbers the lines, so equal lines stay two lines
        return tuple(present(column) for column in table.required if column not in table.key)
    return (*(present(column) for column in table.required), unique(*table.key))
