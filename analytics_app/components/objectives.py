"""Which objective is looked at: one, or all; it lives in the URL, like the filters."""

import polars as pl
import streamlit as st

KEY, ALL, WIDTH = "objective", "All objectives", 520  # pixels


def choose(objectives: pl.DataFrame) -> str | None:
    """Offer the objectives by code and name; return the code of the chosen one, None for all."""
    titles = {
        f"{row['objective_code']} {row['objective_name']}": row["objective_code"]
        for row in objectives.sort("objective_code").iter_rows(named=True)
    }
    if not titles:
        return None
    chosen = st.selectbox("Objective", [ALL, *titles], key=KEY, bind="query-params", width=WIDTH)
    return titles.get(str(chosen))
