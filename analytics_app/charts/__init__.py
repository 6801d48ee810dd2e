"""Charts, a module for each subject: `charts.spend.theme_spend(...)`."""

from analytics_app.charts import alignment, delay, roadmap, spend

__all__ = ["alignment", "delay", "roadmap", "spend"]
