"""Roadmap: what was planned, what is expected, and who waits for whom."""

import polars as pl
import streamlit as st

from analytics_app import charts, delivery_metrics, session, takeaways
from analytics_app.components.cards import chart_card, heading
from analytics_app.components.layout import NO_INITIATIVE
from analytics_app.components.switches import switch
from analytics_app.components.tables import table
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import day, money, things
from analytics_app.queries import dependencies, portfolio, roadmap
from analytics_app.sums import known_sum

SHOWN = 40
COLOURS = {"Theme": "theme_name", "Health": "reported_status"}
KINDS = {"All": "all", "Late": "late", "With dependencies": "linked"}

filters, run = session.filters(), portfolio.run()
currency = run["reporting_currency_code"]
plan, needs = roadmap.plan(filters), dependencies.needs(filters)
dated = plan.filter(pl.col("late_days").is_not_null())
late = dated.filter(pl.col("late_days") > 0)
moved = plan.filter(pl.col("moved_days") > 0)
longest, furthest = (max(days.to_list(), default=0) for days in (late["late_days"], moved["moved_days"]))
pending = needs.filter(pl.col("dependency_state").is_in(["open", "provider_cancelled"]))
at_risk = pending.filter(pl.col("dependency_risk") != "on_time")

st.caption(f"As of {day(run['as_of_date'])}: the fiscal period does not change this page.")
takeaway(takeaways.roadmap.roadmap(plan, needs, currency))
with tile_row(5):
    tile(
        delivery_metrics.LATE,
        f"{late.height} of {dated.height}" if dated.height else "–",
        f"expected after their needed day; the longest by {things(longest, 'day')}",
        reason="no_needed_date",
    )
    tile(
        delivery_metrics.LATE_COST,
        money(known_sum(late["cost_of_delay_per_week_amount"]), currency),
        f"a week; {late['cost_of_delay_per_week_amount'].count()} of {late.height} estimated",
        reason="no_estimate" if late.height else "nothing is late" if dated.height else "no_needed_date",
    )
    tile(
        delivery_metrics.MOVED,
        str(moved.height) if plan["baseline_date"].count() else "–",
        f"needed later than first told; the furthest by {things(furthest, 'day')}",
        reason="no_needed_date",
    )
    tile(
        delivery_metrics.NEEDS_AT_RISK,
        f"{at_risk.height} of {pending.height}" if needs.height else "–",
        f"{pending.filter(pl.col('dependency_risk') == 'late').height} come too late, "
        f"{pending.filter('is_on_loop').height} stand on a loop",
        reason="no dependencies are loaded",
    )
    tile(
        delivery_metrics.DATED,
        f"{dated.height} of {plan.height}" if plan.height else "–",
        "have both a needed and an expected day",
        reason="no initiatives",
    )

with st.container(horizontal=True):
    colour = switch("Colour by", "colour", COLOURS)
    kind = switch("Show", "show", KINDS)
drawable = plan.filter(
    pl.any_horizontal(pl.col("started_date", "needed_date").is_not_null())
    | (pl.col("expected_date") > pl.col("as_of_date"))
)
if kind == "late":
    drawable = drawable.filter(pl.col("late_days") > 0)
elif kind == "linked":
    ends = pl.concat([pending["initiative_code"], pending["provider_initiative_code"]])
    drawable = drawable.filter(pl.col("initiative_code").is_in(ends.implode()))
dearest = drawable.sort("cost_of_delay_per_week_amount", descending=True, nulls_last=True).head(SHOWN)
shown = drawable.filter(pl.col("initiative_code").is_in(dearest["initiative_code"].implode()))
chart_card(
    "Plan and forecast",
    charts.roadmap.roadmap(shown, needs, colour, takeaways.roadmap.gantt(shown, needs)),
    NO_INITIATIVE if plan.is_empty() else "None of this kind has a date.",
    takeaways.roadmap.how_to_read(drawable.height - shown.height, plan.height - drawable.height, kind),
)
heading("All initiatives", "Needed as first told, needed now, and expected.")
table("roadmap", plan)
heading("What initiatives need from each other", delivery_metrics.OF_CONSUMERS + ".")
table("needs", needs)
