"""Expectations on initiatives: dates in their order, a name and an owner, a known horizon."""

from data_quality.rules import Suite, between, filled, in_order, one_of, plausible_date

HORIZONS = ("H3", "H2", "H1", "H0", "evaluating", "emerging", "investing", "extracting", "retiring")
DATES = (
    "approved_date", "ready_date", "started_date", "blocked_since_date", "needed_date",
    "forecast_delivery_date", "value_start_date", "cancelled_date",
)  # fmt: skip

SUITE = Suite(
    "initiatives",
    (
        *(plausible_date(column) for column in DATES),
        between("remaining_duration_weeks", 0, 2600),
        in_order("approved_date", "started_date", "warning"),
        in_order("started_date", "value_start_date", "warning"),
        in_order("started_date", "cancelled_date", "warning"),
        filled("stage_name", 0.9, "warning"),
        filled("owner_name", 0.9, "warning"),
        one_of("horizon", HORIZONS, "warning"),
    ),
)
