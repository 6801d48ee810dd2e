"""Charts, a module for each subject: `charts.spend.theme_spend(...)`."""

from analytics_app.charts import alignment, board, capacity, delay, flow, roadmap, spend

__all__ = ["alignment", "board", "capacity", "delay", "flow", "roadmap", "spend"]
from analytics_app.charts import okrs, strategy_map

__all__ = ["alignment", "delay", "okrs", "spend", "strategy_map"]
from analytics_app.charts import bridge, finance, treemap

__all__ = ["alignment", "bridge", "delay", "finance", "spend", "treemap"]
