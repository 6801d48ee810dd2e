"""Pulling work items from trackers' APIs. A new service is one module here and one entry below."""

import re
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from ingest.apis.answers import Client, FetchError

INSTALL = "pip install portfolio-warehouse[api]"


@dataclass(frozen=True)
class Service:
    """What is known of a service without asking it; its client costs two seconds to import."""

    module: str
    format: str  # of the reader of what is pulled
    query: re.Pattern[str]
    query_example: str
    url: str | None = None  # its public address
    needs_user: bool = False


JQL = re.compile(r"(?is)(?!.*\border\s+by\b).*\S.*")

SERVICES = MappingProxyType(
    {
        "jira_cloud": Service(
            "ingest.apis.jira_cloud", "jira_json", JQL, "project = SHOP, without ORDER BY", needs_user=True
        ),
        "jira_data_center": Service(
            "ingest.apis.jira_data_center", "jira_json", JQL, "project = SHOP, without ORDER BY"
        ),
        "azure_devops": Service(
            "ingest.apis.azure_devops",
            "azure_json",
            JQL,
            "[System.AreaPath] UNDER 'Shop', a condition of WIQL",
        ),
        "asana": Service(
            "ingest.apis.asana",
            "asana_json",
            re.compile(r"\d+"),
            "1204567890123456, the number of a project",
            "https://app.asana.com/api/1.0",
        ),
        "linear": Service(
            "ingest.apis.linear",
            "linear_json",
            re.compile(r"[A-Z0-9]+"),
            "SHOP, the key of a team",
            "https://api.linear.app",
        ),
        "github": Service(
            "ingest.apis.github",
            "github_json",
            re.compile(r"[\w.-]+/[\w.-]+"),
            "owner/repository",
            "https://api.github.com",
        ),
        "gitlab": Service(
            "ingest.apis.gitlab",
            "gitlab_json",
            re.compile(r"\d+|[\w.-]+(/[\w.-]+)+"),
            "group/project",
            "https://gitlab.com",
        ),
    }
)


def client_for(kind: str) -> Client:
    """Return the client of a service. Raises FetchError when the library it needs is not installed."""
    try:
        return import_module(SERVICES[kind].module).CLIENT
    except ModuleNotFoundError as error:
        raise FetchError(f"pulling needs the package {error.name}", f"install it: {INSTALL}") from error
