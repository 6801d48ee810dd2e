"""Charts, a module for each subject: `charts.spend.theme_spend(...)`."""

from analytics_app.charts import alignment, board, capacity, delay, flow, roadmap, spend

__all__ = ["alignment", "board", "capacity", "delay", "flow", "roadmap", "spend"]
from analytics_app.charts import alignment, delay, okrs, spend, strategy_map

__all__ = ["alignment", "delay", "okrs", "spend", "strategy_map"]
