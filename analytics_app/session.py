"""What one run of a page works on: one published version, and one set of filters kept in the URL."""

import re
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from analytics_app.warehouse import Version, select

VERSION_KEY = "served_version"
PARAMETER = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Filters:
    """What the visitor looks at; an empty tuple means all. `period` is a fiscal year, quarter or period."""

    period: str
    themes: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, Any]:
        """The values of the SQL parameters of the same names."""
        return {
            "period": self.period,
            "themes": list(self.themes),
            "streams": list(self.streams),
            "owners": list(self.owners),
        }

    def describe(self) -> dict[str, str]:
        """The filters in words, for the first sheet of a download."""
        return {
            "Fiscal period": self.period,
            "Themes": ", ".join(self.themes) or "all",
            "Value streams": ", ".join(self.streams) or "all",
            "Owners": ", ".join(self.owners) or "all",
        }


def ask(sql: str, **parameters: Any) -> pl.DataFrame:  # noqa: ANN401
    """Run a SELECT on this run's version; parameters the statement does not name are left out."""
    used = set(PARAMETER.findall(sql))
    values = {name: value for name, value in parameters.items() if name in used}
    version: Version = st.session_state[VERSION_KEY]
    return _cached(version.name, version, sql, values)


@st.cache_data(show_spinner=False, max_entries=1000)
def _cached(name: str, _version: Version, sql: str, parameters: dict[str, Any]) -> pl.DataFrame:
    """A version never changes: what was read from it once is right for as long as it is served."""
    return select(_version, sql, parameters)
