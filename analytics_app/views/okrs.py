"""OKRs: score against pace, confidence, the roll-up to objectives, and what is badly written."""

from statistics import fmean

import polars as pl

from analytics_app import charts, metrics, session, takeaways
from analytics_app.components.cards import chart_card, heading
from analytics_app.components.layout import NO_KEY_RESULTS
from analytics_app.components.layouts import TABLES
from analytics_app.components.objectives import choose
from analytics_app.components.tables import table
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import count, part, share
from analytics_app.queries import goals, okrs

SIGNS = "● on track, ◐ at risk, ▼ off track."

filters, says = session.filters(), takeaways.okrs
objectives = okrs.objectives(filters)
chosen = choose(objectives)
key_results, findings = goals.key_results(filters, chosen), okrs.findings(filters, chosen)
if chosen:
    objectives = objectives.filter(pl.col("objective_code") == chosen)
running = objectives.filter(~pl.col("is_over") & pl.col("derived_status").is_not_null())
live, open_ones = key_results.filter("is_live"), key_results.filter(pl.col("quality_score").is_not_null())
told = live["confidence"].drop_nulls().to_list()

takeaway(says.objectives(running))
with tile_row(5):
    tile(
        metrics.OBJECTIVES_ON_TRACK,
        part(running.filter(pl.col("derived_status") == "on_track").height, running.height),
        says.covered(objectives) if chosen else f"{objectives.filter('is_over').height} more are over",
        reason="no_scored_key_result",
    )
    tile(
        metrics.ON_PACE,
        part(live.filter(pl.col("derived_status") == "on_track").height, live.height),
        f"{live.filter('is_funded').height} of the live ones have funded work",
        reason="no_live_key_result",
    )
    tile(
        metrics.CONFIDENCE,
        share(fmean(told) if told else None),
        f"{len(told)} of {live.height} live key results state one",
        reason="no_confidence_stated",
    )
    tile(
        metrics.SCORED,
        part(open_ones["score"].count(), open_ones.height),
        "what the roll-up to objectives rests on",
        reason="no_open_key_result",
    )
    tile(
        metrics.OKR_FINDINGS,
        count(findings.height),
        f"{findings.filter(pl.col('severity') == 'major').height} major; each with its fix",
    )

if chosen:
    check_ins = okrs.check_ins(chosen)
    chart_card(
        "How the scores went",
        charts.okrs.trend(check_ins, says.trend(check_ins)),
        "No check-in of this objective has a score yet.",
    )
else:
    chart_card(
        "Objectives: score and expected progress",
        charts.okrs.objectives(running, says.objectives(running)),
        TABLES["objectives"].empty,
        SIGNS,
    )
chart_card(
    "Key results: score and expected progress",
    charts.okrs.key_results(live, takeaways.alignment.key_results(live)),
    NO_KEY_RESULTS,
    SIGNS,
)
heading("Objectives", "Score is the weighted mean of what is below; covered is the weight that has a score.")
table("objectives", objectives)
heading("Quality findings", says.findings(findings))
table("okr_findings", findings)
heading("Key results")
table("okr_key_results", key_results)
