"""Flow of work (M46 to M50), item by item and summed up, against core and marts."""

from collections import defaultdict

from tests.oracle import flow
from tests.oracle.builds import ON_BOTH
from tests.oracle.calendars import business_date
from tests.oracle.comparison import assert_same_rows
from tests.oracle.inputs import Inputs, Row
from tests.oracle.work_history import flows
from tests.oracle.work_tree import assignments, items, level, value_stream

METRICS = {"M46", "M47", "M48", "M49", "M50"}
pytestmark = ON_BOTH


def test_each_item(published, inputs) -> None:
    expected = [
        {
            "source_name": item[0],
            "work_item_id": item[1],
            "initiative_code": assignments(inputs)[item].first or "unknown",
            "value_stream_name": value_stream(inputs, item),
            "work_item_level": level(inputs, item),
            "status_category": times.category,
            "history_source": times.history_source,
            "flow_time_reason": times.flow_reason,
            "flow_seconds": times.flow_seconds,
            "active_seconds": times.active_seconds,
            "lead_seconds": times.lead_seconds,
            "cycle_seconds": times.cycle_seconds,
            "reopened_count": times.reopened,
            "is_start_known": times.is_start_known,
            "started_date": business_date(inputs, times.started_at),
            "done_date": business_date(inputs, times.done_at),
            "cancelled_date": business_date(inputs, times.cancelled_at),
            "state_entered_date": business_date(inputs, times.state_entered_at),
            "first_started_at": times.started_at,
            "done_at": times.done_at,
        }
        for item, times in flows(inputs).items()
    ]
    assert_same_rows(published("core.fct_work_item_flow"), expected, key=["source_name", "work_item_id"])


def test_throughput_times_and_efficiency_of_each_period(published, inputs) -> None:
    key = ["value_stream_name", "work_item_level", "type_name", "fiscal_period_label"]
    assert_same_rows(published("marts.mart_flow"), flow.periods(inputs), key=key)


def test_what_each_initiative_ended_in_each_period(published, inputs) -> None:
    key = ["initiative_code", "work_item_level", "fiscal_period_label"]
    assert_same_rows(published("marts.mart_initiative_flow"), flow.initiative_periods(inputs), key=key)


def test_the_load_of_each_day(published, inputs) -> None:
    key = ["value_stream_name", "work_item_level", "calendar_date"]
    assert_same_rows(published("core.fct_work_in_progress_days"), flow.load_days(inputs), key=key)


def test_littles_law_in_each_period(published, inputs) -> None:
    key = ["value_stream_name", "work_item_level", "fiscal_period_label"]
    assert_same_rows(published("marts.mart_flow_balance"), flow.balances(inputs), key=key)


def test_the_cumulative_flow(published, inputs) -> None:
    key = ["value_stream_name", "work_item_level", "status_name", "calendar_date"]
    assert_same_rows(published("marts.mart_cumulative_flow"), flow.cumulative(inputs), key=key)


def test_how_old_finished_items_left_each_status(published, inputs) -> None:
    expected = [
        {
            "source_name": source,
            "status_name": status,
            "work_item_level": of_level,
            "leaving_count": len(ages),
            **_percentiles(ages),
            "age_reason": None if len(ages) >= flow.ENOUGH else "fewer_than_ten",
        }
        for (source, status, of_level), ages in flow.state_ages(inputs).items()
    ]
    key = ["source_name", "status_name", "work_item_level"]
    assert_same_rows(published("core.fct_workflow_state_ages"), expected, key=key)


def _percentiles(ages: list[int]) -> Row:
    is_enough = len(ages) >= flow.ENOUGH
    return {
        "age_p50_days": flow.quantile(ages, 0.50) if is_enough else None,
        "age_p85_days": flow.quantile(ages, 0.85) if is_enough else None,
    }


def test_the_age_of_what_is_in_progress(published, inputs) -> None:
    limits = _p85_by_type(inputs)
    expected = [
        _age(inputs, one, limits[one.type_name, one.level])
        for one in flow.counted(inputs)
        if one.flow.category not in {"done", "cancelled"}
        and (one.started is not None or one.flow.category == "in_progress")
    ]
    assert_same_rows(published("marts.mart_work_in_progress"), expected, key=["work_item_key"])


def _age(inputs: Inputs, one: flow.Item, p85: float | None) -> Row:
    """M49: as-of date - start + 1; its zone against the ages at which finished items left the status."""
    row = items(inputs)[one.item]
    reason = _no_age(inputs, one)
    age = None if reason else (inputs.as_of - one.started).days + 1
    ages = flow.state_ages(inputs).get((one.item[0], row["status_name"], one.level), [])
    limits = _percentiles(ages)
    usual, late = limits["age_p50_days"], limits["age_p85_days"]
    zone = None
    if age is not None and usual is not None:
        zone = "usual" if age <= usual else "watch" if age <= late else "late"
    few = "fewer_than_ten" if ages else "nothing_left_it"
    entered = business_date(inputs, one.flow.state_entered_at)
    return {
        "work_item_key": row["work_item_key"],
        "status_name": row["status_name"],
        "type_name": one.type_name,
        "work_item_level": one.level,
        "value_stream_name": one.stream,
        "initiative_code": assignments(inputs)[one.item].first or "unknown",
        "history_source": one.flow.history_source,
        "state_entered_date": entered,
        "age_days": age,
        "age_reason": reason,
        "age_zone": zone,
        "age_zone_reason": None if zone else reason or few,
        "state_age_p50_days": usual,
        "state_age_p85_days": late,
        "state_age_days": (inputs.as_of - entered).days + 1 if entered else None,
        "flow_time_p85_days": p85,
        "is_older_than_p85": None if age is None or p85 is None else age > p85,
        "started_date": one.started,
    }


def _no_age(inputs: Inputs, one: flow.Item) -> str | None:
    if one.started is None:
        return "no_status_history"
    if not one.flow.is_start_known:
        return "started_before_first_snapshot"
    return "starts_after_as_of" if one.started > inputs.as_of else None


def _p85_by_type(inputs: Inputs) -> dict[tuple[str, str], float | None]:
    """M47: 85th percentile of the flow times of a type and level, of all time."""
    times = defaultdict(list)
    for one in flow.counted(inputs):
        times[one.type_name, one.level].append(one.flow.flow_seconds)
    return {key: flow.percentiles(of, "flow_time")["flow_time_p85_days"] for key, of in times.items()}
