"""What keeps an alert from being sent: unset credentials, addresses without encryption."""

import os
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from ingest.alert_settings import Alerts
from ingest.apis.plan import is_protected
from ingest.credentials import value_of, variable_of


def alert_problems(
    alerts: Alerts, environment: Mapping[str, str] = os.environ
) -> Iterator[tuple[str, str, str]]:
    """Yield place, problem and remedy of what the environment lacks for an alert; no value is told."""
    for place, reference in alerts.credentials.items():
        name = variable_of(reference)
        if not (value := value_of(reference, environment)):
            yield place, f"the environment variable {name} is not set", f"export {name} for the refresh"
        elif place.endswith(".url"):
            allow_http = place == "webhook.url" and alerts.webhook is not None and alerts.webhook.allow_http
            if problem := address_problem(value, allow_http=allow_http):
                yield place, f"{name}: {problem}", "export the address with https"


def address_problem(url: str, *, allow_http: bool) -> str | None:
    """Return why nothing is posted to an address; None when it may be."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return "it is no address"
    if parts.scheme not in {"http", "https"} or not host or not url.isascii() or not url.isprintable():
        return "it is no address"
    return None if is_protected(url, allow_http=allow_http) else "it is not encrypted"
