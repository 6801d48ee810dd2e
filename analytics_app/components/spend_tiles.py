"""The tiles of the money page, and the links to themes off their target."""

from typing import Any

import polars as pl
import streamlit as st

from analytics_app import metrics, session
from analytics_app.components.tiles import tile, tile_row
from analytics_app.formatting import money, plain, points, share
from analytics_app.words import signed_words


def spend_tiles(totals: dict[str, Any], currency: str) -> None:
    """Show what was spent, against budget, is committed, expected of the year, and has no theme."""
    actual, reason, filters = totals["actual_amount"], totals["missing_reason"], session.filters()
    unallocated = totals["unallocated_amount"]
    with tile_row(6):
        tile(metrics.CHANGE_SPEND, money(actual, currency), filters.period, reason=reason)
        tile(
            metrics.BUDGET_VARIANCE,
            money(totals["variance_amount"], currency),
            f"budget to date {money(totals['budget_amount'], currency)}",
            reason=reason,
        )
        tile(
            metrics.COMMITMENTS,
            money(totals["commitment_amount"], currency),
            "ordered, not yet posted as spend",
            reason=reason,
        )
        tile(
            metrics.OUTLOOK,
            money(totals["outlook_amount"], currency),
            f"budget of the year {money(totals['year_budget_amount'], currency)}",
            reason=totals["outlook_reason"],
        )
        tile(
            metrics.FX_EFFECT,
            money(totals["fx_effect_amount"], currency),
            "actual at average less at budget rates",
            reason=totals["fx_effect_reason"],
        )
        tile(
            metrics.UNALLOCATED,
            money(unallocated, currency),
            f"{share(float(unallocated / actual), 1)} of change spend" if unallocated and actual else "",
            reason="all change spend has a theme" if actual is not None else reason,
        )


def theme_buttons(off_target: pl.DataFrame) -> None:
    """Offer each theme that is starved or overfed this year: the page, and its workbook, of it alone."""
    if off_target.is_empty() or session.filters().themes:
        return
    st.caption("Off their target this year. Open one to see its money alone, and take its workbook.")
    with st.container(horizontal=True, gap="small"):
        for row in off_target.iter_rows(named=True):
            st.button(
                plain(
                    f"{row['theme_name']}: {signed_words(row['funding_status'])} ({points(row['gap_share'])})"
                ),
                key=f"open_{row['theme_name']}",
                on_click=_choose_theme,
                args=(row["theme_name"],),
                icon=":material/filter_alt:",
            )


def _choose_theme(name: str) -> None:
    """Choose a theme in the filters, as a hand would."""
    st.session_state["theme"] = [name]
