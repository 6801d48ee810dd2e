"""The map of the strategy as a Sankey diagram: an option of ECharts, drawn on a canvas.

Names are drawn as text, and tooltips with the rich text of the canvas: text of an export never becomes HTML.
A name that repeats in another column gets a sign in front, as ECharts knows nodes by their names.
"""

from typing import Any

import polars as pl

from analytics_app.charts.marks import AMBER, BLUE, GREY, RED, TEAL, Diagram, Spec
from analytics_app.words import words

SHOWN, SHOWN_BROKEN = 14, 7  # of each column; the smaller ones are drawn as one
BROKEN = "▼ "  # stands before what serves no live key result
NO_KEY_RESULT = f"{BROKEN}No key result"
COLUMNS = ("themes", "objectives", "key results", "initiatives")
THEMES, OBJECTIVES, KEY_RESULTS, INITIATIVES = range(4)
_JOINER = "\u2060"  # takes no room; tells apart what is called the same
_WIDE = {"left": 4, "right": 190, "label": {"width": 180, "overflow": "truncate", "fontSize": 12}}
_NARROW = {"left": 2, "right": 62, "label": {"width": 58, "overflow": "truncate", "fontSize": 9}}


def strategy_map(flows: pl.DataFrame, alt: str, currency: str) -> Diagram:
    """Draw each path's money from theme to initiative; what serves no live key result is amber or red."""
    drawn = flows.filter(pl.col("actual_amount") > 0).with_columns(
        pl.col("actual_amount").cast(pl.Float64).alias("amount")
    )
    paths = drawn.select(
        "amount", *(_folded(drawn, depth).alias(f"at_{depth}") for depth in range(len(COLUMNS)))
    )
    nodes = [
        _node(name, depth)
        for depth in range(len(COLUMNS))
        for name in paths[f"at_{depth}"].drop_nulls().unique(maintain_order=True)
    ]
    tallest = max((paths[f"at_{depth}"].n_unique() for depth in range(len(COLUMNS))), default=0)
    links = _links(paths)
    return Diagram(_option(nodes, links, currency), alt, 34 * tallest + 40, not links)


def _folded(drawn: pl.DataFrame, depth: int) -> pl.Series:
    """Return each path's member of a column by name; the smaller ones of a kind are one."""
    named = drawn.select(_named(drawn, depth).str.replace_all(r"\s+", " ").alias("member"), "amount")
    members = named.drop_nulls("member").group_by("member").agg(pl.col("amount").sum())
    for is_broken, shown in ((False, SHOWN), (True, SHOWN_BROKEN)):
        kind = members.filter(pl.col("member").str.starts_with(BROKEN) == is_broken)
        rest = kind.sort("amount", "member", descending=[True, False])["member"][shown:]
        if rest.len() > 1:
            sign = BROKEN if is_broken else ""
            named = named.with_columns(
                pl.when(pl.col("member").is_in(rest.implode()))
                .then(pl.lit(f"{sign}{rest.len()} smaller {COLUMNS[depth]}"))
                .otherwise("member")
                .alias("member")
            )
    return named.select(pl.lit(_JOINER * depth) + pl.col("member"))["literal"]


def _named(drawn: pl.DataFrame, depth: int) -> pl.Series:
    """Name the members; key results that are not live are one for each reason."""
    is_aligned = pl.col("flow_state") == "aligned"
    objective = pl.coalesce("objective_name", "objective_code")
    reason = pl.col("flow_state").replace({code: words(code) for code in drawn["flow_state"].unique()})
    dead_count = pl.col("key_result_code").n_unique().over("flow_state")
    name = {
        THEMES: pl.col("theme_name"),
        OBJECTIVES: pl.when(is_aligned.any().over("objective_code") | objective.is_null())
        .then(objective)
        .otherwise(BROKEN + objective),
        KEY_RESULTS: pl.when(pl.col("key_result_code").is_null())
        .then(pl.lit(NO_KEY_RESULT))
        .when(is_aligned)
        .then(pl.col("key_result_name"))
        .when(dead_count == 1)
        .then(pl.format("{}{} ({})", pl.lit(BROKEN), "key_result_name", reason.str.to_lowercase()))
        .otherwise(pl.format("{}{} ({})", pl.lit(BROKEN), reason, dead_count)),
        INITIATIVES: pl.coalesce("initiative_name", "initiative_code"),
    }[depth]
    return drawn.select(name.alias("member"))["member"]


def _links(paths: pl.DataFrame) -> list[Spec]:
    """Return money from each member to the next on its path; without an objective to the key result."""
    steps = ((THEMES, OBJECTIVES), (OBJECTIVES, KEY_RESULTS), (KEY_RESULTS, INITIATIVES))
    without = paths.filter(pl.col(f"at_{OBJECTIVES}").is_null())
    pairs = [_pair(paths, *step) for step in steps] + [_pair(without, THEMES, KEY_RESULTS)]
    summed = pl.concat(pairs).group_by("source", "target", maintain_order=True).agg(pl.col("value").sum())
    return [
        link | ({"lineStyle": {"color": "target"}} if _is_broken(link["target"]) else {})
        for link in summed.to_dicts()
    ]


def _pair(paths: pl.DataFrame, start: int, end: int) -> pl.DataFrame:
    named = paths.select(
        pl.col(f"at_{start}").alias("source"),
        pl.col(f"at_{end}").alias("target"),
        pl.col("amount").alias("value"),
    )
    return named.drop_nulls()


def _node(name: str, depth: int) -> Spec:
    is_none = name.lstrip(_JOINER) == NO_KEY_RESULT
    colour = RED if is_none else AMBER if _is_broken(name) else (BLUE, TEAL, TEAL, GREY)[depth]
    return {"name": name, "depth": depth, "itemStyle": {"color": colour}}


def _is_broken(name: str) -> bool:
    return name.lstrip(_JOINER).startswith(BROKEN)


def _option(nodes: list[Spec], links: list[Spec], currency: str) -> Spec:
    series: dict[str, Any] = {
        "type": "sankey",
        "data": nodes,
        "links": links,
        "draggable": False,
        "nodeWidth": 10,
        "nodeGap": 12,
        "top": 8,
        "bottom": 8,
        "layoutIterations": 32,
        "emphasis": {"focus": "trajectory"},
        "lineStyle": {"color": "source", "opacity": 0.25},
        **_WIDE,
    }
    tooltip = {"renderMode": "richText", "confine": True, "valueFormatter": f"{currency} %,.0f"}
    return {
        "baseOption": {"tooltip": tooltip, "series": [series]},
        "media": [
            {"query": {"maxWidth": 560}, "option": {"series": [_NARROW]}},
            {"option": {"series": [_WIDE]}},
        ],
    }
