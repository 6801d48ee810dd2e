"""Whether an answer is one: of bounded length, complete, JSON, and no refusal."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests

from ingest.apis.answers import FetchError

MAXIMUM_BYTES = 256 << 20  # of one answer, unpacked
CREDENTIALS_REFUSED = {401, 403}
MESSAGE_LENGTH = 300  # of what a service says, at most
SIGN_IN_PAGE = 203  # of Azure DevOps, for a token that is none


class _Error(msgspec.Struct):
    message: str = ""


class _Errors(msgspec.Struct):
    errors: list[_Error] | None = None


class _Bounded:
    """The raw body of an answer, read no further than allowed."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)

    def stream(self, size: int, **options: Any) -> Iterator[bytes]:
        """Yield the unpacked body; raises FetchError when it is too long."""
        count = 0
        for block in self._raw.stream(size, **options):
            count += len(block)
            if count > MAXIMUM_BYTES:
                raise FetchError(f"an answer is longer than {MAXIMUM_BYTES >> 20} MB", "narrow api.query")
            yield block


def bound(response: requests.Response) -> None:
    """Have the answer's body read no further than allowed."""
    response.raw = _Bounded(response.raw)


def check(response: requests.Response, token_name: str, maximum_wait: int) -> None:
    """Judge an answer. Raises FetchError when it is hopeless, and what is retried otherwise."""
    if response.is_redirect:
        host = urlsplit(response.headers["Location"]).hostname or "itself"
        raise FetchError(f"it redirects to {host}", "set api.url to the address that answers")
    if response.status_code == requests.codes.ok:
        _require_json(response)
        return
    if is_rate_limited(response):
        _note_wait(response, maximum_wait)
    elif response.status_code in CREDENTIALS_REFUSED or response.status_code == SIGN_IN_PAGE:
        problem = f"it refuses the credentials ({response.status_code})"
        remedy = f"renew the token in {token_name}; docs/formats.md names the rights that it needs"
        raise FetchError(problem, remedy)
    raise requests.HTTPError(response.reason, response=response)


def is_rate_limited(response: requests.Response | None) -> bool:
    """Tell whether the service asks to wait: not every service says so with 429."""
    if response is None:
        return False
    if response.status_code == requests.codes.forbidden:
        return "Retry-After" in response.headers or response.headers.get("X-RateLimit-Remaining") == "0"
    if response.status_code == requests.codes.bad_request:
        return b"RATELIMITED" in response.content
    return response.status_code in {429, 503}


def answered_at(response: requests.Response) -> datetime | None:
    """Return the aware instant of the header Date, in UTC where `-0000` names no zone; None for no date."""
    try:
        date = parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _note_wait(response: requests.Response, maximum_wait: int) -> None:
    """Write the instant at which the limit ends as `Retry-After`; raise when that is too long to wait."""
    reset, now = response.headers.get("X-RateLimit-Reset", ""), answered_at(response)
    if "Retry-After" not in response.headers and reset.isdigit() and now:
        seconds = int(reset) - int(now.timestamp())
        response.headers["Retry-After"] = str(max(1, seconds))
    wait = response.headers.get("Retry-After", "")
    if wait.isdigit() and int(wait) > maximum_wait:
        raise FetchError(f"it asks to wait {int(wait):,} seconds", "fetch again after that")


def _require_json(response: requests.Response) -> None:
    content = response.content
    if content.lstrip()[:1] == b"<":
        raise FetchError("it answers a web page, no JSON", "set api.url to the address of the API")
    try:
        msgspec.json.decode(content, type=msgspec.Raw)
    except msgspec.DecodeError as error:
        raise requests.ConnectionError(f"an answer is cut: {error}") from None
    _refuse_errors(content)


def _refuse_errors(content: bytes) -> None:
    """Refuse what GraphQL could not answer, which it says under the status of a success."""
    try:
        errors = msgspec.json.decode(content, type=_Errors).errors
    except msgspec.ValidationError:  # a list of records, for example
        return
    if errors:
        said = " ".join(error.message for error in errors)[:MESSAGE_LENGTH]
        raise FetchError(f"it answers an error: {said}", "check api.query, and the rights of the token")
