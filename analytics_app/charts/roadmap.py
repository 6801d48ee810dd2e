"""The roadmap as a Gantt chart: the plan, what is expected, and who waits for whom."""

from datetime import date, timedelta

import polars as pl

from analytics_app.charts.calendar import milliseconds, moment, months
from analytics_app.charts.marks import (
    AMBER,
    BLUE,
    GREY,
    RED,
    TEAL,
    Chart,
    Spec,
    by_width,
    drawn,
    quantity,
    tip,
    words_text,
    written,
)
from analytics_app.formatting import day
from analytics_app.takeaways.roadmap import brief, timing
from analytics_app.words import signed_words, words

THEME_COLOURS = [BLUE, TEAL, AMBER, "#8a63b0", "#5d8f3a", "#b0567c", "#4c5fb5", GREY]
HEALTH_COLOURS = {"red": RED, "amber": AMBER, "green": TEAL, "no_report": GREY}
LONGEST = timedelta(days=550)  # a day far off would press all others together
ROW_PIXELS = 30
PARTS = ("begin", "done", "rest", "expected", "planned", "needed", "baseline")


def roadmap(plan: pl.DataFrame, needs: pl.DataFrame, colour: str, alt: str) -> Chart:
    """Draw a row per initiative, in the order of the plan, coloured by `theme_name` or `reported_status`."""
    if plan.is_empty():
        return drawn(plan, {}, alt, ROW_PIXELS)
    as_of: date = plan["as_of_date"][0]
    bars = _bars(plan, colour, as_of)
    names = bars["row"].to_list()
    today = pl.DataFrame({"kind": ["today"], "begin": [moment(as_of)], "label": [f"Data as of {day(as_of)}"]})
    rows = pl.concat([bars, _links(bars, needs), today], how="diagonal")
    y = {"field": "row", "type": "nominal", "sort": names, "title": None,
         "axis": {"labelLimit": by_width(110, 240), "ticks": False, "domain": False}}  # fmt: skip
    first = max(min(bars["first"].drop_nulls()), moment(as_of - LONGEST))
    last = min(max(bars["last"].drop_nulls()), moment(as_of + LONGEST))
    layers = [*_plan_layers(y, _palette(bars, colour)), *_link_layers(y), *_labels(y, last), _today_line()]
    room = by_width(last + (last - first) * 0.6, last + (last - first) * 0.35)
    layers[0]["encoding"]["x"] |= {
        "axis": months(first, last),
        "scale": {"domainMin": first, "domainMax": room, "nice": False, "zero": False},
    }
    return drawn(rows, {"layer": layers}, alt, ROW_PIXELS * len(names) + 60)


def _bars(plan: pl.DataFrame, colour: str, as_of: date) -> pl.DataFrame:
    """Return the rows of the initiatives: instants as milliseconds, words for what is drawn."""
    now = pl.lit(as_of)
    begun = pl.col("started_date").is_not_null()
    name = pl.when(pl.len().over("initiative_name") > 1).then(
        pl.format("{} ({})", "initiative_name", "initiative_code")
    )
    dated = plan.with_columns(
        name.otherwise("initiative_name").alias("row"),
        pl.when(begun).then("started_date").alias("begin_date"),
        pl.when(begun).then(pl.min_horizontal(pl.coalesce("expected_date", now), now)).alias("done_date"),
        pl.when(pl.col("expected_date") > now)
        .then(pl.max_horizontal("started_date", now))
        .alias("rest_date"),
        pl.coalesce("ready_date", "started_date").alias("planned_date"),
        pl.coalesce("reported_status", pl.lit("no_report")).alias("reported_status"),
    )
    days = ["started_date", "ready_date", "expected_date", "needed_date", "baseline_date"]
    return dated.select(
        pl.lit("initiative").alias("kind"),
        "row",
        "initiative_code",
        *(milliseconds(f"{part}_date").alias(part) for part in PARTS),
        milliseconds(pl.min_horizontal(*days)).alias("first"),
        milliseconds(pl.max_horizontal(*days, now)).alias("last"),
        (words_text(dated[colour]) if colour == "reported_status" else pl.col(colour)).alias("group"),
        pl.Series("timing_words", [timing(row) for row in dated.iter_rows(named=True)], pl.String),
        (written(dated[colour], signed_words) if colour == "reported_status" else pl.col(colour)).alias(
            "signed"
        ),
        *(
            written(dated[f"{part}_date"], day).alias(f"{part}_day")
            for part in ("expected", "needed", "baseline")
        ),
    ).with_columns(
        pl.format("{} · {}", "timing_words", "signed").alias("label"),
        pl.Series("short", [brief(row) for row in dated.iter_rows(named=True)], pl.String),
    )


def _links(bars: pl.DataFrame, needs: pl.DataFrame) -> pl.DataFrame:
    """Return two rows per open need that both ends of are drawn: from the expected to the needed day."""
    rows = dict(bars.select("initiative_code", "row").iter_rows())
    shown = [
        need
        for need in needs.iter_rows(named=True)
        if need["expected_date"]
        and need["needed_date"]
        and {need["initiative_code"], need["provider_initiative_code"]} <= rows.keys()
    ]
    ends = (
        ("provider", "provider_initiative_code", "expected_date"),
        ("consumer", "initiative_code", "needed_date"),
    )
    return pl.DataFrame(
        [
            {
                "kind": "link",
                "end": end,
                "row": rows[need[code]],
                "need": need["initiative_dependency_key"],
                "begin": moment(need[when]),
                "risk": need["dependency_risk"],
                "label": f"{need['initiative_name']} needs {need['provider_initiative_name']}",
                "timing_words": f"{words(need['dependency_risk'])}: needed {day(need['needed_date'])}, "
                f"expected {day(need['expected_date'])}",
            }
            for need in shown
            for end, code, when in ends
        ],
        schema=dict.fromkeys(("kind", "end", "row", "need"), pl.String)
        | {"begin": pl.Float64}
        | dict.fromkeys(("risk", "label", "timing_words"), pl.String),
    )


def _plan_layers(y: Spec, palette: Spec) -> list[Spec]:
    """The plan as a thin bar, work done as a bar, the rest as a paler one, the needed day as a diamond."""
    tooltip = [tip("row", "Initiative"), tip("timing_words", "Timing"), tip("signed", "Is"),
               tip("needed_day", "Needed"), tip("baseline_day", "Needed, as first told"),
               tip("expected_day", "Expected")]  # fmt: skip
    legend = {"orient": "top", "title": None, "columns": by_width(1, 8), "symbolType": "square",
              "symbolOpacity": 1}  # fmt: skip
    colour = {"field": "group", "type": "nominal", "scale": palette, "sort": palette["domain"],
              "legend": legend}  # fmt: skip
    bar = {"type": "bar", "height": 12, "clip": True, "yOffset": -2}
    rest, planned, needed = ({"y": y, "x": quantity(at), "tooltip": tooltip} for at in
                             ("rest", "planned", "needed"))  # fmt: skip
    done = {"y": y, "x": quantity("begin"), "x2": {"field": "done"}, "color": colour, "tooltip": tooltip}
    diamond = {"type": "point", "shape": "diamond", "size": 110, "filled": True, "fill": "#243447",
               "stroke": "white", "strokeWidth": 1.5, "opacity": 1, "clip": True}  # fmt: skip
    return [
        _of("initiative", bar, done),
        _of("initiative", {**bar, "opacity": 0.4}, {**rest, "x2": {"field": "expected"}, "color": colour}),
        _of("initiative", {**bar, "height": 3, "yOffset": 8, "color": GREY},
            {**planned, "x2": {"field": "baseline"}}),
        _of("initiative", diamond, needed),
    ]  # fmt: skip


def _link_layers(y: Spec) -> list[Spec]:
    """A line from each provider to who waits for it; too late is red and dashed, and ends in a cross."""
    is_late = "datum.risk === 'late'"
    tooltip = [tip("label", "Need"), tip("timing_words", "Is")]
    line = {"y": y, "x": quantity("begin"), "detail": {"field": "need"}, "tooltip": tooltip,
            "strokeDash": {"condition": {"test": is_late, "value": [5, 4]}, "value": [1, 0]},
            "stroke": {"condition": {"test": is_late, "value": RED}, "value": GREY}}  # fmt: skip
    end = {"y": y, "x": quantity("begin"), "tooltip": tooltip,
           "shape": {"condition": {"test": is_late, "value": "cross"}, "value": "circle"},
           "fill": {"condition": {"test": is_late, "value": RED}, "value": GREY}}  # fmt: skip
    mark = {"type": "point", "size": 70, "angle": 45, "strokeWidth": 0, "clip": True, "aria": False}
    head = _of("link", mark, end)  # the line tells what it is
    head["transform"].append({"filter": "datum.end === 'consumer'"})
    return [_of("link", {"type": "line", "strokeWidth": 1.5, "clip": True}, line), head]


def _labels(y: Spec, last: float) -> list[Spec]:
    """The words of each row, one below the other: on a phone only those about time."""
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 8, "color": GREY, "fontSize": 11}
    text = {"expr": "containerSize()[0] < 560 ? datum.short : datum.label"}
    return [_of("initiative", {**mark, "text": text}, {"y": y, "x": {"datum": last}})]


def _today_line() -> Spec:
    return _of("today", {"type": "rule", "color": GREY, "strokeDash": [2, 3]},
               {"x": quantity("begin"), "tooltip": [tip("label", "Today")]})  # fmt: skip


def _palette(bars: pl.DataFrame, colour: str) -> Spec:
    if colour == "reported_status":
        domain = [words(status) for status in HEALTH_COLOURS]
        return {"domain": domain, "range": list(HEALTH_COLOURS.values())}
    domain = bars["group"].unique(maintain_order=True).to_list()
    return {"domain": domain, "range": [THEME_COLOURS[i % len(THEME_COLOURS)] for i in range(len(domain))]}


def _of(kind: str, mark: Spec, encoding: Spec) -> Spec:
    return {"transform": [{"filter": f"datum.kind === '{kind}'"}], "mark": mark, "encoding": encoding}
