"""The tables of roadmap, kanban, flow and capacity."""

from analytics_app.components.layout import NO_CAPACITY, NO_INITIATIVE, NO_WORK, Layout

DELIVERY: dict[str, Layout] = {
    "roadmap": Layout(
        "Roadmap",
        "initiative_code initiative_name timing late_days needed_date baseline_date moved_days expected_date "
        "forecast_source started_date ready_date cost_of_delay_per_week_amount reported_status theme_name "
        "value_stream_name owner_name portfolio_state",
        NO_INITIATIVE,
    ),
    "places": Layout(
        "Portfolio kanban",
        "initiative_code initiative_name portfolio_state day_count is_start_known valid_from_date lane "
        "cost_of_delay_per_week_amount accrued_since_ready_amount cost_of_delay_reason delay_state "
        "reported_status theme_name value_stream_name owner_name",
        NO_INITIATIVE,
    ),
    "limits": Layout(
        "Spans against limits to work in progress",
        "portfolio_state valid_from_date valid_to_date initiative_count wip_limit excess_count "
        "breach_day_count upstream_state waiting_count uncosted_count waiting_cost_amount",
        "No state has a limit. Set one in portfolio.yml.",
    ),
    "flow_balance": Layout(
        "Little's law by value stream",
        "value_stream_name stability littles_law_error average_wip_items expected_wip_items "
        "average_flow_time_days throughput_per_day arrival_count departure_count wip_end_count "
        "littles_law_reason fiscal_period_label until_date",
        NO_WORK,
    ),
    "flow_times": Layout(
        "Flow by value stream, type and period",
        "fiscal_period_label value_stream_name type_name throughput_count cancelled_count done_share "
        "flow_time_p50_days flow_time_p85_days flow_time_p95_days flow_time_reason lead_time_p85_days "
        "cycle_time_p85_days flow_efficiency flow_efficiency_reason flow_time_item_count",
        NO_WORK,
    ),
    "work_in_progress": Layout(
        "Work in progress",
        "work_item_key title type_name status_name age_days age_zone age_zone_reason flow_time_p85_days "
        "is_older_than_p85 state_age_days started_date age_reason history_source value_stream_name "
        "initiative_code initiative_name",
        "Nothing is begun and not done, or no history tells it.",
    ),
    "conflicts": Layout(
        "Initiatives that compete for the same hours",
        "initiative_name other_initiative_name resource_name resource_kind future_week_count first_week_date "
        "over_allocated_hours allocated_hours other_allocated_hours week_count team_name initiative_code "
        "other_initiative_code",
        "No two initiatives compete for hours beyond supply, or no capacity plan is loaded.",
    ),
    "capacity": Layout(
        "Capacity by week",
        "resource_name week_start_date utilisation supply_hours demand_hours over_allocated_hours excess_fte "
        "time_off_hours reserve_hours utilisation_reason supply_source demand_source is_future team_name",
        NO_CAPACITY,
    ),
    "loops": Layout(
        "Loops of dependencies",
        "initiative_name loop_path loop_length_count initiative_code loop_code",
        "Nothing waits for itself.",
    ),
    "needs": Layout(
        "What initiatives need from each other",
        "initiative_name dependency_risk provider_initiative_name slack_days needed_date expected_date "
        "forecast_source blast_per_week_amount blast_initiative_count is_on_loop slack_reason "
        "dependency_kind status_name provider_owner_name initiative_code provider_initiative_code",
        "No dependencies in this selection. Load a register of dependencies.",
    ),
}
