"""The registry of readers. A new format is one module here and one line below."""

from importlib import import_module
from types import MappingProxyType

from ingest.reading import Reader

# Modules are imported when a source needs them: a reader that is not used costs nothing.
READERS = MappingProxyType(
    {
        # trackers
        "jira_json": "ingest.readers.trackers.jira_json",
        "jira_csv": "ingest.readers.trackers.jira_csv",
        "azure_csv": "ingest.readers.trackers.azure_csv",
        "linear_csv": "ingest.readers.trackers.linear_csv",
        "github_json": "ingest.readers.trackers.github_json",
        "gitlab_json": "ingest.readers.trackers.gitlab_json",
        # goals
        "okr": "ingest.readers.goals.okr",
        # money
        "ledger": "ingest.readers.money.ledger",
        "budget": "ingest.readers.money.budget",
        # registers
        "initiatives": "ingest.readers.registers.initiatives",
    }
)


def reader_for(source_format: str) -> Reader:
    """Return the reader of a format; KeyError names the formats there are."""
    if source_format not in READERS:
        raise KeyError(f"unknown format {source_format!r}; there are {', '.join(READERS)}")
    return import_module(READERS[source_format]).READER
