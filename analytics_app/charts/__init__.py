"""Charts, a module for each subject: `charts.spend.theme_spend(...)`."""

from analytics_app.charts import alignment, board, capacity, delay, flow, roadmap, spend

__all__ = ["alignment", "board", "capacity", "delay", "flow", "roadmap", "spend"]
