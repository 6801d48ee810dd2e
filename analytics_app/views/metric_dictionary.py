"""Metric dictionary: what each figure is, the SQL that computes it, what it is made of and what proves it."""

import polars as pl
import streamlit as st

from analytics_app.components.cards import heading
from analytics_app.components.tables import nothing, table
from analytics_app.formatting import plain, things
from analytics_app.queries import dictionary

NO_DICTIONARY = "This version was published without its definitions. Run `portfolio refresh`."

definitions = dictionary.definitions()
titles = definitions.select(pl.format("{} {}", "code", "label").alias("title"))["title"].to_list()

if not titles:
    nothing(NO_DICTIONARY)
    st.stop()
st.caption(
    "Every figure is defined once, where it is first computed. Pages, workbooks and queries use that one."
)
title = st.selectbox("Metric", titles, key="metric", bind="query-params")
chosen = dictionary.definition(str(title).partition(" ")[0])

with st.container(border=True):
    heading(f"{chosen['code']} {chosen['label']}", chosen["description"])
    st.text(chosen["formula"])
    facts = {
        "Unit": chosen["unit"],
        "No value means": chosen["null_meaning"] or "it always has one",
        "Column that says why": chosen["reason_column"],
        "Source of the formula": chosen["source"],
        "Owner": chosen["owner"],
        "Computed in": f"{chosen['model']}.{chosen['column']}",
        "Carried on to": ", ".join(chosen["also_in"]),
        "Made of": ", ".join(chosen["input_tables"]),
    }
    st.markdown("  \n".join(f"**{plain(name)}**: {plain(fact)}" for name, fact in facts.items() if fact))
with st.expander(f"{things(len(chosen['tests']), 'test')} that prove it", icon=":material/task_alt:"):
    st.text("\n".join(chosen["tests"]))
with st.expander(f"SQL of {plain(chosen['model'])}", icon=":material/code:"):
    st.code(chosen["sql_text"] or "", language="sql")

heading("All metrics")
table("metrics", definitions)
