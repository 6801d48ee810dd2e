"""Limits to work in progress (M51), against core and marts."""

from datetime import date

from tests.oracle import wip_limits
from tests.oracle.builds import ON_BOTH
from tests.oracle.calendars import days
from tests.oracle.comparison import assert_same_rows
from tests.oracle.inputs import Inputs, Row
from tests.oracle.register import initiatives

METRICS = {"M51"}
pytestmark = ON_BOTH
NO_BREACH = {
    "upstream_state": None,
    "waiting_count": None,
    "uncosted_count": None,
    "waiting_cost_amount": None,
    "waiting_cost_reason": "no_breach",
}


def test_each_stay_in_a_portfolio_state(published, inputs) -> None:
    expected = [
        {
            "initiative_code": stay.code,
            "portfolio_state": stay.state,
            "valid_from_date": stay.start,
            "valid_to_date": stay.end,
            "lane": stay.lane,
            "history_source": stay.history,
            "is_start_known": stay.is_start_known,
        }
        for stay in wip_limits.stays(inputs)
    ]
    key = ["initiative_code", "portfolio_state", "valid_from_date"]
    assert_same_rows(published("core.fct_initiative_states"), expected, key=key)


def test_how_long_each_stay_lasted(published, inputs) -> None:
    expected = [
        {
            "initiative_code": stay.code,
            "initiative_name": initiatives(inputs)[stay.code]["initiative_name"],
            "portfolio_state": stay.state,
            "lane": stay.lane,
            "history_source": stay.history,
            "day_count": sum(
                1 for _ in days(stay.start, (stay.end or _tomorrow(inputs)) - wip_limits.ONE_DAY)
            ),
            "is_start_known": stay.is_start_known,
            "is_current": stay.covers(inputs.as_of),
            "valid_from_date": stay.start,
            "valid_to_date": stay.end,
        }
        for stay in wip_limits.stays(inputs)
    ]
    key = ["initiative_code", "portfolio_state", "valid_from_date"]
    assert_same_rows(published("marts.mart_initiative_states"), expected, key=key)


def _tomorrow(inputs: Inputs) -> date:
    return inputs.as_of + wip_limits.ONE_DAY


def test_each_span_with_its_breach(published, inputs) -> None:
    key = ["portfolio_state", "lane", "valid_from_date"]
    expected = [_span(inputs, span) for span in wip_limits.spans(inputs)]
    assert any(row["excess_count"] for row in expected), "no breach: what waits would not be compared"
    assert_same_rows(published("marts.mart_wip_limits"), expected, key=key)


def _span(inputs: Inputs, span: wip_limits.Span) -> Row:
    is_breach = bool(span.excess)
    number = (span.last - span.start).days + 1
    reason = "expedite_lane" if span.lane == "expedite" else "no_limit" if span.limit is None else None
    return {
        "portfolio_state": span.state,
        "lane": span.lane,
        "valid_from_date": span.start,
        "valid_to_date": None if span.last == inputs.as_of else span.last + wip_limits.ONE_DAY,
        "initiative_count": span.count,
        "wip_limit": span.limit,
        "excess_count": span.excess,
        "excess_reason": reason,
        "day_count": number,
        "breach_day_count": None if span.limit is None else number if is_breach else 0,
        "is_current": span.last == inputs.as_of,
        **(wip_limits.waiting_cost(inputs, span) if is_breach else NO_BREACH),
    }
