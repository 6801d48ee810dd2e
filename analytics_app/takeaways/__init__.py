"""The sentence a reader should leave each page or chart with, worked out from its figures. Plain text."""

from analytics_app.takeaways import alignment, board, capacity, delay, flow, health, overview, roadmap, spend

__all__ = ["alignment", "board", "capacity", "delay", "flow", "health", "overview", "roadmap", "spend"]
from analytics_app.takeaways import okrs, review, strategy_map

__all__ = ["alignment", "delay", "health", "okrs", "overview", "review", "spend", "strategy_map"]
from analytics_app.takeaways import finance

__all__ = ["alignment", "delay", "finance", "health", "overview", "spend"]
