"""The filters of every page. They live in the URL: a link opens exactly what was seen."""

from datetime import date

import polars as pl
import streamlit as st

from analytics_app import session
from analytics_app.queries import portfolio
from analytics_app.session import Filters

RANGE = "Custom range"
NARROWEST = 160  # pixels: two stand side by side on a phone


def show() -> Filters:
    """Show the filters and return what is chosen."""
    periods, members = portfolio.periods(), portfolio.members()
    with st.grid(4, min_column_width=NARROWEST):
        chosen = st.selectbox("Fiscal period, to date", _choices(periods), key="period", bind="query-params")
        themes = _choose("Theme", "theme", members["themes"])
        streams = _choose("Value stream", "stream", members["streams"])
        owners = _choose("Owner", "owner", members["owners"])
        period, first, last = _range(periods) if chosen == RANGE else _named(periods, str(chosen))
    # Somebody who sees value streams has chosen them: figures of all together are not theirs. A cost centre
    # has money in streams that are not among them.
    scope = session.scope()
    seen = streams or (members["streams"] if scope.value_streams and not scope.cost_centers else [])
    return Filters(period, first, last, tuple(themes), tuple(seen), tuple(owners))


def _choices(periods: pl.DataFrame) -> list[str]:
    """Return years, quarters and periods, the newest of each first; the newest year is the default."""
    columns = ("fiscal_year_label", "fiscal_quarter_label", "fiscal_period_label")
    labels = [periods[column].unique(maintain_order=True).reverse().to_list() for column in columns]
    return [*labels[0], RANGE, *labels[1], *labels[2]]


def _named(periods: pl.DataFrame, label: str) -> tuple[str, date, date]:
    """Return a fiscal year, quarter or period with the first days of its first and last period."""
    covered = periods.filter(
        pl.any_horizontal(pl.col("fiscal_year_label", "fiscal_quarter_label", "fiscal_period_label") == label)
    )["fiscal_period_start_date"]
    return label, covered[0], covered[-1]


def _range(periods: pl.DataFrame) -> tuple[str, date, date]:
    """Let the visitor choose a first and a last period."""
    labels = periods["fiscal_period_label"].to_list()
    ends = st.select_slider(
        "From – to", labels, value=(labels[0], labels[-1]), key="range", bind="query-params"
    )
    starts = dict(zip(labels, periods["fiscal_period_start_date"], strict=True))
    return f"{ends[0]} – {ends[1]}", starts[ends[0]], starts[ends[1]]


def _choose(name: str, key: str, options: list[str]) -> list[str]:
    return st.multiselect(name, options, key=key, bind="query-params", placeholder=f"All {name.lower()}s")
