"""What one run of a page works on: who looks, one published version, and one set of filters of the URL."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl
import streamlit as st

from analytics_app import locales, warehouse
from analytics_app.access import Access
from analytics_app.row_access import WHOLE, Scope
from analytics_app.warehouse import Version, select

_ACCESS, _SCOPE = "granted_access", "granted_scope"
_VERSION, _FILTERS = "served_version", "chosen_filters"
_PARAMETER = re.compile(r"\$(\w+)")
_REPORTED: ContextVar[Version | None] = ContextVar("the version that a report is made of", default=None)

locales.follow(lambda: st.context.locale)  # a fragment runs without `begin`


@dataclass(frozen=True)
class Filters:
    """What the visitor looks at; an empty tuple means all."""

    period: str  # in words: a fiscal year, quarter, period, or two periods
    first_date: date  # first day of the first fiscal period
    last_date: date  # first day of the last fiscal period, never later than the data
    themes: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, Any]:
        """The values of the SQL parameters of the same names."""
        return {
            "first_date": self.first_date,
            "last_date": self.last_date,
            "themes": list(self.themes),
            "streams": list(self.streams),
            "owners": list(self.owners),
        }

    @property
    def members(self) -> str:
        """The chosen themes, value streams and owners in words; empty when all are."""
        return " · ".join(", ".join(names) for names in (self.themes, self.streams, self.owners) if names)

    def describe(self) -> dict[str, str]:
        """The filters in words, for the first sheet of a download."""
        return {
            "Fiscal period": self.period,
            "Themes": ", ".join(self.themes) or "all",
            "Value streams": ", ".join(self.streams) or "all",
            "Owners": ", ".join(self.owners) or "all",
        }


def admit(access: Access, scope: Scope) -> None:
    """Let a person in, with the rows of the page that was asked for; every run begins with it."""
    st.session_state[_ACCESS], st.session_state[_SCOPE] = access, scope


def access() -> Access:
    """Return who looks, and which pages exist for them."""
    return st.session_state[_ACCESS]


def scope() -> Scope:
    """Return whose rows this run sees: all of them where no visitor asks. KeyError before one is let in."""
    return WHOLE if _REPORTED.get() else st.session_state[_SCOPE]


def everything() -> str:
    """Say of what a figure is that no filter changes: the whole portfolio, or the part this person sees."""
    return "the whole portfolio" if scope().is_whole else "all that you may see"


def begin(version: Version) -> None:
    """Make a version the one that everything in this run is read from, written in the visitor's locale."""
    locales.choose(st.context.locale)
    st.session_state[_VERSION] = version


@contextmanager
def reporting(version: Version) -> Generator[None]:
    """Ask this version inside the block: for what is made without a visitor, by a command or at night."""
    token = _REPORTED.set(version)
    try:
        with locales.using(None):
            yield
    finally:
        _REPORTED.reset(token)


def version() -> Version:
    """Return the version of this run."""
    return _REPORTED.get() or st.session_state[_VERSION]


def last_refresh() -> dict[str, Any]:
    """Return the record of the newest refresh; empty over a past version, of which it says nothing."""
    return {} if version().is_past else warehouse.last_refresh(warehouse.published_folder())


def choose(filters: Filters) -> None:
    """Make these the filters of this run."""
    st.session_state[_FILTERS] = filters


def filters() -> Filters:
    """Return the filters of this run."""
    return st.session_state[_FILTERS]


def ask(sql: str, chosen: Filters | None = None, **values: Any) -> pl.DataFrame:
    """Run a SELECT on what this person sees of this run's version.

    `$parameters` take the values, or filters, of their names.
    """
    return ask_of(version(), sql, chosen, **values)


def ask_of(of: Version, sql: str, chosen: Filters | None = None, **values: Any) -> pl.DataFrame:
    """Run a SELECT on what this person sees of a version: an earlier one, say, to compare this run's with."""
    used = set(_PARAMETER.findall(sql))
    of_filters = {name: value for name, value in chosen.parameters.items() if name in used} if chosen else {}
    parameters = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in (of_filters | values).items()
    }
    return _cached(of, scope(), sql, tuple(parameters.items()))


def ask_one(sql: str, chosen: Filters | None = None, **values: Any) -> dict[str, Any]:
    """Run a SELECT and return its only row by column; empty when there is none."""
    found = ask(sql, chosen, **values)
    return found.row(0, named=True) if found.height else {}


@lru_cache(maxsize=1000)
def _cached(of: Version, scope: Scope, sql: str, parameters: tuple[tuple[str, Any], ...]) -> pl.DataFrame:
    """A version never changes: what a scope read from its file once is right for as long as it is served.

    The cache is everybody's: the scope is a part of its key. Frames are handed out as they are, where
    Streamlit's own cache would unpickle a copy each time.
    """
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    return select(of, scope, sql, values)
