"""Orphan work (M23) and traceability (M26), against core and marts."""

from tests.oracle import traces
from tests.oracle.builds import ON_ALL
from tests.oracle.comparison import assert_same_rows
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import rate_reason, told
from tests.oracle.register import initiatives
from tests.oracle.work_tree import assignments

METRICS = {"M23", "M26"}
pytestmark = ON_ALL


def test_where_the_path_of_each_initiative_breaks(published, inputs) -> None:
    expected = [
        {
            "initiative_code": code,
            "is_run": row["is_run"],
            "orphan_reason": traces.orphan_reason(inputs, code),
            "trace_break": traces.trace_break(inputs, code),
        }
        for code, row in initiatives(inputs).items()
    ]
    assert_same_rows(published("core.fct_initiative_traces"), expected, key=["initiative_code"])


def test_orphan_work(published, inputs) -> None:
    expected = [
        {
            "reason": reason,
            "value_stream_name": stream,
            "initiative_code": code,
            "work_item_count": sums.count,
            "open_work_item_count": sums.open_count,
            "story_points": None if sums.points is None else float(sums.points),
            **_money(inputs, code),
        }
        for (reason, stream, code), sums in traces.orphans(inputs).items()
    ]
    key = ["reason", "value_stream_name", "initiative_code"]
    assert_same_rows(published("marts.mart_orphan_work"), expected, key=key)


def _money(inputs: Inputs, code: str) -> Row:
    if code == traces.UNKNOWN:
        return {"spend_amount": None, "spend_reason": "no_initiative", "is_live_initiative": False}
    spend, is_live = traces.unaligned_spend(inputs, code), initiatives(inputs)[code]["is_live"]
    return {"spend_amount": told(spend), "spend_reason": rate_reason(spend), "is_live_initiative": is_live}


def test_the_parts_of_each_work_item_and_their_initiatives(published, inputs) -> None:
    expected = [
        {
            "source_name": item[0],
            "work_item_key": traces.items(inputs)[item]["work_item_key"],
            "initiative_code": code or "unknown",
            "weight": float(part),
            "break_reason": assigned.break_reason,
        }
        for item, assigned in assignments(inputs).items()
        for code, part in assigned.parts.items()
    ]
    key = ["source_name", "work_item_key", "initiative_code"]
    assert_same_rows(published("core.bridge_work_item_initiative"), expected, key=key)


def test_where_the_paths_of_stories_break(published, inputs) -> None:
    expected = [
        {
            "value_stream_name": stream,
            "trace_break": place,
            "work_items": float(sums.stories),
            "unsized_work_items": float(sums.unsized),
            "story_points": None if sums.points is None else float(sums.points),
        }
        for (stream, place), sums in traces.trace_breaks(inputs).items()
    ]
    key = ["value_stream_name", "trace_break"]
    assert_same_rows(published("marts.mart_trace_breaks"), expected, key=key)


def test_the_traceability_of_each_value_stream(published, inputs) -> None:
    rows = traces.traceability(inputs)
    assert_same_rows(published("marts.mart_traceability"), rows, key=["value_stream_name"])
