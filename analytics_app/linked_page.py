"""The page that a link asked for before sign-in, so that sign-in leads there.

The way over the identity provider ends at the root of the dashboards, in a new session. What both visits
share is the browser, which Streamlit knows by the token of its XSRF cookie. Nothing of a page is kept,
only its address: who may see what is decided when it is opened.
"""

import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import streamlit as st
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string

from analytics_app.pages import HOME, PAGES

COOKIE = "_streamlit_xsrf"
KEPT, KEPT_SECONDS = 1_000, 900
LONGEST_QUERY = 2_000  # characters


@dataclass(frozen=True)
class LinkedPage:
    """An address: the file of a page, and the query string by name."""

    file: str
    query: dict[str, list[str]]


@dataclass
class LinkedPages:
    """The last addresses asked for, each by its browser, until it is taken or too old."""

    _by_browser: dict[bytes, tuple[float, LinkedPage]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def remember(self, browser: bytes, page: LinkedPage, now: float) -> None:
        """Keep an address; the oldest is let go of when there are too many."""
        with self._lock:
            self._by_browser.pop(browser, None)
            self._by_browser[browser] = (now, page)
            while len(self._by_browser) > KEPT:
                del self._by_browser[next(iter(self._by_browser))]

    def take(self, browser: bytes, now: float) -> LinkedPage | None:
        """Return the address of a browser, once; None when there is none, or it is too old."""
        with self._lock:
            asked_at, page = self._by_browser.pop(browser, (0.0, None))
        return page if now - asked_at <= KEPT_SECONDS else None


LINKED = LinkedPages()


def remember() -> None:
    """Keep where this browser wants to go, if that is anywhere but home."""
    path, query = urlsplit(st.context.url or "").path, st.query_params
    file = path.rstrip("/").rpartition("/")[2]
    page = LinkedPage(
        file if file in {page.file for page in PAGES} else HOME.file,
        {name: query.get_all(name) for name in query},
    )
    length = sum(len(name) + len(value) for name, values in page.query.items() for value in values)
    browser = _browser()
    if browser and length <= LONGEST_QUERY and (page.file != HOME.file or page.query):
        LINKED.remember(browser, page, time.monotonic())


def take() -> LinkedPage | None:
    """Return where this browser wanted to go before its person signed in; only at the root, and once."""
    browser = _browser()
    return LINKED.take(browser, time.monotonic()) if browser and not st.query_params else None


def _browser() -> bytes | None:
    token, _ = decode_xsrf_token_string(st.context.cookies.get(COOKIE, ""))
    return token
