"""Cards: a heading, its takeaway, and a chart or a list below."""

import streamlit as st

from analytics_app.charts.marks import Chart, Diagram
from analytics_app.components import links
from analytics_app.components.tables import nothing, said_of_nothing
from analytics_app.decisions import Decision
from analytics_app.formatting import plain

SHOWN_DECISIONS = 4


def heading(title: str, note: str = "") -> None:
    """Open a section; the note is its takeaway or its scope."""
    st.subheader(title, anchor=False)
    if note:
        st.caption(plain(note))


def chart_card(title: str, chart: Chart, empty: str, note: str = "") -> None:
    """Show a chart under its heading with its takeaway, and a note on how to read it."""
    with st.container(border=True, height="stretch"):
        heading(title, " ".join(sentence for sentence in (chart.alt, note) if sentence))
        if chart.rows.is_empty():
            nothing(empty)
        else:
            st.vega_lite_chart(chart.rows, chart.spec, alt=chart.alt or title)


def diagram_card(title: str, diagram: Diagram, empty: str, note: str = "") -> None:
    """Show a diagram of ECharts under its heading with its takeaway, and a note on how to read it."""
    with st.container(border=True, height="stretch"):
        heading(title, " ".join(sentence for sentence in (diagram.alt, note) if sentence))
        if diagram.is_empty:
            nothing(empty)
        else:
            st.echarts_chart(diagram.option, height=diagram.height, alt=diagram.alt or title)


def answer_card(question: str, answer: str, icon: str) -> None:
    """Show a question that leadership comes with, and its answer in a sentence or two."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f"###### :material/{icon}: {question}")
        st.markdown(plain(answer))


def decision_card(title: str, decisions: list[Decision], page: str, empty: str, cost: str = "") -> None:
    """Show the first decisions of a list with what waiting costs, and the page that tells more."""
    with st.container(border=True, height="stretch", gap="small"):
        st.markdown(f"##### {title}")
        if cost:
            st.caption(plain(cost))
        for what, why in decisions[:SHOWN_DECISIONS]:
            st.markdown(f"**{plain(what)}**  \n{plain(why)}")
        if not decisions:
            st.caption(plain(said_of_nothing(empty)))
        if len(decisions) > SHOWN_DECISIONS:
            st.caption(f"and {len(decisions) - SHOWN_DECISIONS} more")
        st.space("stretch")
        links.show(page)
