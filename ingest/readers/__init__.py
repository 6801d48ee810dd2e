"""The registry of readers. A new format is one module here and one line below."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from ingest.reading import Reader

# Modules are imported when a source needs them: a reader that is not used costs nothing.
READERS = MappingProxyType(
    {
        # trackers
        "jira_json": "ingest.readers.trackers.jira_json",
        "jira_csv": "ingest.readers.trackers.jira_csv",
        "jira_data_pipeline": "ingest.readers.trackers.jira_data_pipeline",
        "azure_csv": "ingest.readers.trackers.azure_csv",
        "linear_csv": "ingest.readers.trackers.linear_csv",
        "github_json": "ingest.readers.trackers.github_json",
        "gitlab_json": "ingest.readers.trackers.gitlab_json",
        "asana_csv": "ingest.readers.trackers.asana_csv",
        "github_projects_tsv": "ingest.readers.trackers.github_projects_tsv",
        "ms_project_csv": "ingest.readers.trackers.ms_project_csv",
        "openproject_csv": "ingest.readers.trackers.openproject_csv",
        "redmine_csv": "ingest.readers.trackers.redmine_csv",
        "servicenow_csv": "ingest.readers.trackers.servicenow_csv",
        "smartsheet": "ingest.readers.trackers.smartsheet",
        "work_items": "ingest.readers.trackers.work_items",
        "azure_json": "ingest.readers.trackers.azure_json",
        "linear_json": "ingest.readers.trackers.linear_json",
        "asana_json": "ingest.readers.trackers.asana_json",
        "trello_json": "ingest.readers.trackers.trello_json",
        "ms_project_xml": "ingest.readers.trackers.ms_project_xml",
        # goals
        "okr": "ingest.readers.goals.okr",
        "okr_markdown": "ingest.readers.goals.okr_markdown",
        "asana_goals": "ingest.readers.goals.asana_goals",
        "servicenow_goals": "ingest.readers.goals.servicenow_goals",
        # money
        "ledger": "ingest.readers.money.ledger",
        "budget": "ingest.readers.money.budget",
        "sap_line_items": "ingest.readers.money.sap_line_items",
        "sap_hierarchy": "ingest.readers.money.sap_hierarchy",
        "netsuite": "ingest.readers.money.netsuite",
        "quickbooks": "ingest.readers.money.quickbooks",
        "oracle_budget": "ingest.readers.money.oracle_budget",
        "costpoint_budget": "ingest.readers.money.costpoint_budget",
        # registers
        "initiatives": "ingest.readers.registers.initiatives",
        "theme_targets": "ingest.readers.registers.theme_targets",
        "cost_of_delay": "ingest.readers.registers.cost_of_delay",
        "capacity": "ingest.readers.registers.capacity",
        "dependencies": "ingest.readers.registers.dependencies",
        "decisions": "ingest.readers.registers.decisions",
        "status_reports": "ingest.readers.registers.status_reports",
        "gate_policy": "ingest.readers.registers.gate_policy",
        "exchange_rates": "ingest.readers.registers.exchange_rates",
    }
)


def reader_for(source_format: str) -> Reader:
    """Return the reader of a format; KeyError names the formats there are."""
    if source_format not in READERS:
        raise KeyError(f"unknown format {source_format!r}; there are {', '.join(READERS)}")
    return import_module(READERS[source_format]).READER


def fields_of(source_format: str) -> Mapping[str, tuple[str, ...]]:
    """Return the header names that a reader of tables knows, by field; none for what is no table.

    They are its attribute `fields`, or the `FIELDS` of its module.
    """
    reader = reader_for(source_format)
    module = import_module(READERS[source_format])
    return getattr(reader, "fields", None) or getattr(module, "FIELDS", {})


def signatures_of(source_format: str) -> tuple[frozenset[str], ...]:
    """Return sets of header names, folded, that only files of this format have; none for most formats."""
    return getattr(reader_for(source_format), "signatures", ())
