"""Cards: a heading, its takeaway, and a chart or a list below."""

from functools import partial

import streamlit as st

from analytics_app import pictures, session
from analytics_app.charts.marks import Chart, Diagram
from analytics_app.components import page_links
from analytics_app.components.tables import nothing, said_of_nothing
from analytics_app.decisions import Decision
from analytics_app.formatting import day, plain
from analytics_app.queries import portfolio

SHOWN_DECISIONS = 4
PICTURES = (("PNG", "image/png", pictures.as_png), ("SVG", "image/svg+xml", pictures.as_svg))


def heading(title: str, note: str = "") -> None:
    """Open a section; the note is its takeaway or its scope."""
    st.subheader(plain(title), anchor=False)
    if note:
        st.caption(plain(note))


def chart_card(title: str, chart: Chart, empty: str, note: str = "") -> None:
    """Show a chart under its heading with its takeaway, a note on how to read it, and its downloads."""
    with st.container(border=True, height="stretch"):
        heading(title, " ".join(sentence for sentence in (chart.alt, note) if sentence))
        if chart.rows.is_empty():
            nothing(empty)
        else:
            st.vega_lite_chart(chart.rows, chart.spec, alt=chart.alt or title)
            _downloads(title, chart)


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
        page_links.show(page)


def _downloads(title: str, chart: Chart) -> None:
    """Offer the chart as a picture, drawn when clicked."""
    run, filters = portfolio.run(), session.filters()
    told = (
        str(run["organisation_name"]),
        f"data as of {day(run['as_of_date'])}",
        filters.period,
        filters.members,
        f"version {session.version().name}",
    )
    facts = " · ".join(fact for fact in told if fact)
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        for label, media, draw in PICTURES:
            suffix = label.lower()
            st.download_button(
                label,
                partial(draw, chart, title, facts),
                pictures.file_name(title, str(run["as_of_date"]), suffix),
                media,
                key=f"{suffix}_{title}",
                on_click="ignore",
                type="tertiary",
                icon=":material/image:",
                help=f"{plain(title)}, with its takeaway and the day of the data",
            )
