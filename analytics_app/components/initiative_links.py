"""Ways to the page of one initiative: a button in each row of a table, and the choice on the page itself."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl
import streamlit as st

from analytics_app.components import page_links

PAGE = "initiative"
KEY = "initiative"
CHOICE = "chosen_initiative"
COLUMN, LABEL = "open_initiative", "Open →"
CODES_OF_NONE = ("unknown", "not_applicable")


@dataclass(frozen=True)
class Opener:
    """Buttons that open the initiatives of a table's rows; the keyboard has the choice on the page itself.

    Its text is ours, and where it leads comes from the frame: text of an export can neither act nor mislead.
    """

    table: str
    frame: pl.DataFrame

    @cached_property
    def codes(self) -> list[str | None]:
        """The initiative of each row; none where no row has one, or its page is not for this person."""
        if "initiative_code" not in self.frame.columns or not page_links.exists(PAGE):
            return []
        told = self.frame["initiative_code"].to_list()
        codes = [None if code in CODES_OF_NONE else code for code in told]
        return codes if any(codes) else []

    @property
    def configuration(self) -> dict[str, Any]:
        """The configuration of the column; empty where there is none."""
        if not self.codes:
            return {}
        told = "Everything on this initiative"
        column = st.column_config.ButtonColumn("Page", help=told, width=76, type="tertiary", key=self._key)
        return {COLUMN: column}

    def added_to(self, shown: pl.DataFrame) -> pl.DataFrame:
        """Return what is shown with the buttons first, where its rows are initiatives."""
        if not self.codes:
            return shown
        labels = [LABEL if code else None for code in self.codes]
        return shown.select(pl.Series(COLUMN, labels, pl.String), pl.all())

    def follow(self) -> None:
        """Open the page of the row whose button was pressed."""
        click = st.session_state.get(self._key) if self.codes else None
        if click and (code := self.codes[click["row"]]):
            st.switch_page(f"views/{PAGE}.py", query_params={KEY: code})

    @property
    def _key(self) -> str:
        return f"open_{self.table}"


def choose(names: dict[str, str]) -> str:
    """Let the visitor choose an initiative; its code stands in the URL and survives a new name.

    A widget bound to the URL would write the whole label there.
    """
    asked = st.query_params.get(KEY)
    if asked in names:
        st.session_state[CHOICE] = asked
    elif asked is not None:
        st.info("The initiative of this link is not there, or you may not see it. Choose another one.")
    chosen = st.selectbox(
        "Initiative",
        list(names),
        format_func=lambda code: f"{code} · {names[code]}",
        key=CHOICE,
        on_change=_remember,
        persist_state="session",
    )
    st.query_params[KEY] = chosen
    return str(chosen)


def _remember() -> None:
    """Put the choice into the URL before the run reads it there."""
    st.query_params[KEY] = st.session_state[CHOICE]
