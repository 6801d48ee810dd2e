"""The map of the strategy as a Sankey diagram: an option of ECharts, drawn on a canvas.

Names are drawn as text, and tooltips with the rich text of the canvas: text of an export never becomes HTML.
A name that repeats in another column gets a sign in front, as ECharts knows nodes by their names.
"""

from itertools import pairwise
from typing import Any

import polars as pl

from analytics_app.charts.marks import AMBER, BLUE, GREY, RED, TEAL, Diagram, Spec
from analytics_app.words import words

SHOWN = 14  # of each column; the smaller ones are drawn as one
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
    members = [_folded(drawn, depth) for depth in range(4)]
    names = _unique_names(members)
    paths = pl.DataFrame({f"at_{depth}": column for depth, column in enumerate(names)}).with_columns(
        drawn["amount"]
    )
    links = _links(paths)
    used = {name for link in links for name in (link["source"], link["target"])}
    depths = {name: depth for depth, column in enumerate(names) for name in column if name and name in used}
    nodes = [_node(name, depth) for name, depth in depths.items()]
    tallest = max((list(depths.values()).count(depth) for depth in range(4)), default=0)
    return Diagram(_option(nodes, links, currency), alt, 34 * tallest + 40, not links)


def _folded(drawn: pl.DataFrame, depth: int) -> list[str | None]:
    """Return each path's member of a column by name; the smaller ones under one name."""
    named = drawn.with_columns(_named(drawn, depth).alias("member"))
    whole = pl.col("member").is_not_null() & ~pl.col("member").str.starts_with(BROKEN)
    largest = (
        named.filter(whole).group_by("member").agg(pl.col("amount").sum()).sort("amount", descending=True)
    )
    rest = set(largest["member"][SHOWN:]) if largest.height > SHOWN + 1 else set()
    return [f"{len(rest)} smaller {COLUMNS[depth]}" if name in rest else name for name in named["member"]]


def _named(drawn: pl.DataFrame, depth: int) -> pl.Series:
    """Name the members; key results that are not live are one for each reason."""
    is_aligned = pl.col("flow_state") == "aligned"
    objective = pl.coalesce("objective_name", "objective_code")
    reason = pl.col("flow_state").map_elements(words, pl.String)
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


def _unique_names(members: list[list[str | None]]) -> list[list[str | None]]:
    """Make names of different columns differ, by a sign that is not seen."""
    return [
        [None if name is None else f"{_JOINER * depth}{' '.join(name.split())}" for name in column]
        for depth, column in enumerate(members)
    ]


def _links(paths: pl.DataFrame) -> list[Spec]:
    """Return money from each member to the next on its path; what has no objective goes on to its end."""
    steps = []
    for row in paths.iter_rows():
        on_path = [name for name in row[:4] if name is not None]
        steps += [{"source": start, "target": end, "value": row[4]} for start, end in pairwise(on_path)]
    if not steps:
        return []
    summed = pl.DataFrame(steps).group_by("source", "target", maintain_order=True).agg(pl.col("value").sum())
    return [
        link | ({"lineStyle": {"color": "target"}} if _is_broken(link["target"]) else {})
        for link in summed.to_dicts()
    ]


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
