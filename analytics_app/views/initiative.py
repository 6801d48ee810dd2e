"""Initiative: everything on one bet, down to its source rows."""

import streamlit as st

from analytics_app import session, takeaways
from analytics_app.components import initiative_links
from analytics_app.components import initiative_sections as sections
from analytics_app.components.tables import nothing
from analytics_app.components.tiles import takeaway
from analytics_app.queries import initiative, portfolio

filters = session.filters()
currency = portfolio.run()["reporting_currency_code"]
names = initiative.names()
if not names:
    nothing("No initiatives. Load the initiatives register.")
    st.stop()

code = initiative_links.choose(names)
facts = initiative.facts(code)
takeaway(takeaways.initiative.verdict(facts, currency))
sections.tiles(facts, initiative.money_totals(filters, code), filters, currency)
sections.register(facts)
tabs = st.tabs(list(sections.SECTIONS), key="section", bind="query-params")
for tab, show in zip(tabs, sections.SECTIONS.values(), strict=True):
    if tab.open:
        with tab:
            show(facts, filters, currency)
