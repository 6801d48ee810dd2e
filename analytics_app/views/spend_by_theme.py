"""Spend by theme: where the money goes, against budget and against strategy."""

import streamlit as st

from analytics_app import charts, session, takeaways
from analytics_app.components.cards import chart_card, diagram_card, heading
from analytics_app.components.layout import NO_BRIDGE, NO_MONEY
from analytics_app.components.spend_tiles import spend_tiles, theme_buttons
from analytics_app.components.switches import switch
from analytics_app.components.tables import table, workbook
from analytics_app.components.tiles import takeaway
from analytics_app.formatting import plain
from analytics_app.queries import bridge, finance, portfolio, spend

RATES = {"Average rates": "average", "Budget rate": "budget"}
REACH = {"To date": "to_date", "Whole year": "whole_year"}
SLICES = {"Cost centre": "cost_center", "Account": "account", "Kind of expense": "expense_type"}
NAMES = {"cost_center": "cost centre", "account": "account", "expense_type": "kind"}

filters = session.filters()
currency = portfolio.run()["reporting_currency_code"]
takings, switches = st.container(), st.container(horizontal=True, vertical_alignment="bottom")
with switches:
    rates = switch("Exchange rates", "rates", RATES, "Average rates of each period, or those of the budget")
at_budget_rate = rates == "budget"
facts = {"Exchange rates": "those of the budget" if at_budget_rate else "average of the period"}

totals = finance.totals(filters, at_budget_rate=at_budget_rate)
themes = finance.by_theme(filters, at_budget_rate=at_budget_rate)
initiatives = finance.by_initiative(filters, at_budget_rate=at_budget_rate)
periods = finance.by_period(filters, at_budget_rate=at_budget_rate)
of_type = finance.by_slice(filters, "expense_type", at_budget_rate=at_budget_rate)
types = finance.by_expense_type(filters, at_budget_rate=at_budget_rate)

with takings:
    takeaway(takeaways.spend.shares(themes))
spend_tiles(totals, currency)
sentence = takeaways.finance.control(
    themes,
    totals,
    finance.control(filters),
    currency,
    is_mart=not at_budget_rate and session.scope().is_whole,
)
if sentence:
    st.caption(plain(sentence))
theme_buttons(spend.funding(filters))

with st.grid(2, min_column_width=360):
    diagram_card(
        "Where the money went",
        charts.treemap.spend(initiatives, takeaways.finance.treemap(initiatives, currency), currency),
        NO_MONEY,
        "Click a theme to see its initiatives; the tables below hold the same.",
    )
    chart_card(
        "Share of change spend and target",
        charts.spend.theme_shares(themes, takeaways.spend.shares(themes)),
        NO_MONEY,
        f"Shares are of {session.everything()} in the period at average rates, whatever is chosen above.",
    )
heading("Themes")
table("themes", themes, facts)

with st.grid(2, min_column_width=360):
    with st.container(height="stretch"):
        reach = switch("Bridge over", "bridge", REACH, "The periods chosen above, or their years")
        steps = bridge.steps(filters, whole_year=reach == "whole_year")
        stages = charts.bridge.levels(steps)
        chart_card(
            "From the plan to what became of it",
            charts.bridge.waterfall(stages, takeaways.finance.bridge(stages, steps, currency), currency),
            takeaways.finance.no_bridge(steps) or NO_BRIDGE,
            "M45, at average rates: what rates did is a step of its own. The axis need not begin at 0.",
        )
    with st.container(height="stretch"):
        slice_kind = switch("Slice by", "slice", SLICES)
        slices = of_type if slice_kind == "expense_type" else finance.by_slice(
            filters, slice_kind, at_budget_rate=at_budget_rate
        )  # fmt: skip
        chart_card(
            "By cost centre, account or kind of expense",
            charts.finance.slices(
                slices, takeaways.finance.slices(slices, NAMES[slice_kind], currency), currency
            ),
            NO_MONEY,
        )
table("spend_by_slice", slices, facts | {"Slice by": NAMES[slice_kind]})
with st.grid(2, min_column_width=360):
    chart_card(
        "Capital and operating expenditure",
        charts.finance.expense_types(
            types, takeaways.finance.expense_types(types, of_type, currency), currency
        ),
        NO_MONEY,
    )
    chart_card(
        "By fiscal period",
        charts.finance.by_period(periods, takeaways.finance.periods(periods, totals, currency), currency),
        NO_MONEY,
    )
table("spend_by_period", periods, facts)
heading("Initiatives")
table("spend_by_initiative", initiatives, facts)
with switches:
    st.space("stretch")
    frames = {
        "themes": themes,
        "spend_by_initiative": initiatives,
        "spend_by_slice": slices,
        "spend_by_period": periods,
        "bridge": stages,
    }
    chosen = {
        "Slice by": NAMES[slice_kind],
        "Variance bridge": f"{reach.replace('_', ' ')}, at average rates",
    }
    workbook("spend_by_theme", "Workbook of this selection", frames, facts | chosen)
