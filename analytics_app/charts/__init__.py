"""Charts, a module for each subject: `charts.spend.theme_shares(...)`."""

from analytics_app.charts import (
    alignment,
    board,
    bridge,
    capacity,
    delay,
    finance,
    flow,
    initiative,
    okrs,
    roadmap,
    spend,
    strategy_map,
    treemap,
)

__all__ = [
    "alignment",
    "board",
    "bridge",
    "capacity",
    "delay",
    "finance",
    "flow",
    "initiative",
    "okrs",
    "roadmap",
    "spend",
    "strategy_map",
    "treemap",
]
