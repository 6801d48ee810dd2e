"""Expectations on work items: dates in order, sizes not negative, categories known, exports not cut."""

from data_quality.rules import (
    LARGEST_NUMBER,
    Suite,
    between,
    filled,
    in_order,
    one_of,
    other_count_than,
    plausible_date,
)
from ingest.checking import LARGEST_EXPORT

CUT_EXPORT = "the export is exactly as long as the tool's limit: export in parts, or read the tool's API"

SUITE = Suite(
    "work_items",
    (
        other_count_than(LARGEST_EXPORT, CUT_EXPORT),
        filled("created_at", 0.95),
        filled("status_category", 0.5, "warning"),
        plausible_date("created_at"),
        plausible_date("updated_at"),
        plausible_date("resolved_at"),
        plausible_date("due_date"),
        in_order("created_at", "resolved_at"),
        in_order("created_at", "updated_at", "warning"),
        one_of("status_category", ("todo", "in_progress", "done")),
        between("percent_complete", 0, 1),
        between("story_points", 0, LARGEST_NUMBER),
        between("original_estimate_seconds", 0, None),
        between("time_spent_seconds", 0, None),
    ),
)
