"""The registry of readers. A new format is one module here and one line below."""

from importlib import import_module
from types import MappingProxyType

from ingest.reading import Reader

# Modules are imported when a source needs them: a reader that is not used costs nothing.
READERS = MappingProxyType(
    {
        "jira_json": "ingest.readers.jira_json",
        "jira_csv": "ingest.readers.jira_csv",
        "linear_csv": "ingest.readers.linear_csv",
        "azure_csv": "ingest.readers.azure_csv",
        "okr": "ingest.readers.okr",
        "ledger": "ingest.readers.ledger",
        "budget": "ingest.readers.budget",
        "initiatives": "ingest.readers.initiatives",
    }
)


def reader_for(source_format: str) -> Reader:
    """Return the reader of a format; KeyError names the formats there are."""
    if source_format not in READERS:
        raise KeyError(f"unknown format {source_format!r}; there are {', '.join(READERS)}")
    return import_module(READERS[source_format]).READER
