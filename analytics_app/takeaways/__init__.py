"""The sentence a reader should leave each page or chart with, worked out from its figures. Plain text."""

from analytics_app.takeaways import (
    alignment,
    board,
    capacity,
    delay,
    drift,
    finance,
    flow,
    health,
    initiative,
    okrs,
    overview,
    review,
    roadmap,
    spend,
    strategy_map,
)

__all__ = [
    "alignment",
    "board",
    "capacity",
    "delay",
    "drift",
    "finance",
    "flow",
    "health",
    "initiative",
    "okrs",
    "overview",
    "review",
    "roadmap",
    "spend",
    "strategy_map",
]
