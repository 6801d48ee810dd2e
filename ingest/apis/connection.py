"""One service over HTTP: its pages in order, retried, bounded, and no token where it does not belong.

Retries, their waits (`Retry-After` included) and the paging are dlt's; what is refused is decided here.
"""

import base64
import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
import requests
from dlt.common.configuration.specs import RuntimeConfiguration
from dlt.sources.helpers.requests import Client as RetryingClient
from dlt.sources.helpers.rest_client import RESTClient
from dlt.sources.helpers.rest_client.paginators import BasePaginator, SinglePagePaginator
from requests.auth import AuthBase

from ingest.apis._responses import MESSAGE_LENGTH, answered_at, bound, check, is_rate_limited
from ingest.apis.answers import FetchError, Page
from ingest.apis.plan import is_protected

MAXIMUM_ATTEMPTS = 6
MAXIMUM_WAIT_SECONDS = 3600  # the longest `Retry-After` that is obeyed; a longer one ends the pull
MAXIMUM_PAGES = 100_000
TIMEOUT_SECONDS = (10, 120)  # to connect, and between two bytes


def bearer(token: str) -> str:
    """Return the header value of a token by itself."""
    return f"Bearer {token}"


def basic(user: str, token: str) -> str:
    """Return the header value of a user and a token."""
    return "Basic " + base64.b64encode(f"{user}:{token}".encode()).decode()


class _Authorization(AuthBase):
    """Adds the credentials to requests to one origin; a page elsewhere ends the pull."""

    def __init__(self, base_url: str, value: str) -> None:
        self._origin = _origin(base_url)
        self._value = value

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        if _origin(r.url or "") != self._origin:
            problem = f"its next page lies at another host, {urlsplit(r.url or '').hostname}"
            raise FetchError(problem, "set api.url to the address that the service calls itself")
        r.headers["Authorization"] = self._value
        return r


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


class Connection:
    """Asks one service. `token_name` is the environment variable that errors name."""

    def __init__(
        self,
        url: str,
        authorization: str,
        token_name: str,
        secrets: tuple[str, ...],
        *,
        allow_http: bool = False,
    ) -> None:
        if not is_protected(url, allow_http=allow_http):
            raise FetchError(f"{url} is not encrypted", "write https, or set api.allow_http")
        self.answered_at: datetime | None = None  # aware; by the service's clock, the first time
        self._token_name = token_name
        self._secrets = (*secrets, authorization.rpartition(" ")[2])
        retrying = RetryingClient(
            request_timeout=TIMEOUT_SECONDS,
            raise_for_status=False,
            request_max_attempts=MAXIMUM_ATTEMPTS,
            request_max_retry_delay=MAXIMUM_WAIT_SECONDS,
            retry_condition=lambda response, _: is_rate_limited(response),
        )
        self._client = RESTClient(
            url.rstrip("/"),
            headers={"Accept": "application/json"},
            auth=_Authorization(url, authorization),
            session=retrying.session,
            config=RuntimeConfiguration(),
        )

    def pages(
        self,
        path: str,
        records: str,
        paginator: BasePaginator | None = None,
        *,
        params: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
    ) -> Iterator[Page]:
        """Yield the pages of a listing; `records` is where an answer holds its list. Raises FetchError.

        With `body` the request is a POST.
        """
        answers = self._client.paginate(
            path,
            method="POST" if body else "GET",
            params=params,
            json=body,
            data_selector=records,
            paginator=paginator or SinglePagePaginator(),
            hooks={"response": [self._check]},
            allow_redirects=False,
        )
        seen: set[bytes] = set()
        try:
            for number, answer in enumerate(answers, start=1):
                has_next = answer.paginator.has_next_page
                _refuse_repeats(path, answer, seen, has_next=has_next)
                if number == MAXIMUM_PAGES and has_next:
                    raise FetchError(f"{path} has more than {number:,} pages", "narrow api.query")
                yield Page(path, list(answer), msgspec.json.format(answer.response.content, indent=-1))
        except requests.RequestException as error:
            raise self._failure(path, error) from None
        except (ValueError, TypeError, KeyError) as error:
            problem = f"{path} answers in an unknown shape ({type(error).__name__})"
            raise FetchError(problem, "check api.url and api.kind") from None

    def one(self, path: str, params: dict[str, Any] | None = None) -> Page:
        """Return an answer that has no pages."""
        (page,) = self.pages(path, "$", params=params)
        return page

    def _check(self, response: requests.Response, *_: Any, **__: Any) -> None:
        bound(response)
        if any(secret.encode() in response.content for secret in self._secrets if secret):
            raise FetchError(
                "an answer repeats the credentials", "nothing was kept; ask the service's operator"
            )
        self.answered_at = self.answered_at or answered_at(response)
        check(response, self._token_name, MAXIMUM_WAIT_SECONDS)

    def _failure(self, path: str, error: requests.RequestException) -> FetchError:
        """Return what still fails after the last try."""
        response = error.response
        if response is None:
            problem = (
                f"{path}: {type(error).__name__} after {MAXIMUM_ATTEMPTS} tries: {self._shown(str(error))}"
            )
            return FetchError(problem, "check api.url and the network, then fetch again")
        said = self._shown(response.text[:MESSAGE_LENGTH])
        problem = f"{path}: it answers {response.status_code}: {said or response.reason}"
        if response.status_code in {429, *range(500, 600)}:
            return FetchError(f"{problem}, {MAXIMUM_ATTEMPTS} times", "fetch again later")
        return FetchError(problem, "check api.url and api.query")

    def _shown(self, text: str) -> str:
        for secret in filter(None, self._secrets):
            text = text.replace(secret, "***")
        return " ".join(text.split())


def _refuse_repeats(path: str, answer: Any, seen: set[bytes], *, has_next: bool) -> None:
    """Raise FetchError when a page comes again, which would go on for ever."""
    request = answer.request  # is the next one already
    marks: list[tuple] = [("record", answer[0])] if answer else []
    marks += [("cursor", request.url, request.params, request.json)] if has_next else []
    for mark in marks:
        digest = hashlib.sha256(repr(mark).encode()).digest()
        if digest in seen:
            raise FetchError(
                f"{path} answers the same page again", "fetch again later; report it if it stays"
            )
        seen.add(digest)
