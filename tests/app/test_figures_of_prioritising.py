"""What the pages for prioritising show of the example, against figures worked out anew from its exports."""

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from math import fsum

import pytest

from tests.app.conftest import OpenPage
from tests.app.shown import NOISE, WHOLE_UNIT, check_column
from tests.app.test_figures_of_leadership import at_risk, green_without_reason, live_key_results, year_to_date
from tests.oracle import capacity, flow, traces
from tests.oracle.delay import cd3, delays
from tests.oracle.delay_totals import per_week, portfolio, waiting
from tests.oracle.earned import percent_complete
from tests.oracle.fiscal import period_of
from tests.oracle.goals import key_results
from tests.oracle.inputs import Inputs, Row
from tests.oracle.okr import key_result_days
from tests.oracle.outcomes import after_evidence
from tests.oracle.register import initiatives
from tests.oracle.strategy import alignment, coverage, planned_and_burnt, year_spend
from tests.oracle.work_tree import items, level

pytestmark = pytest.mark.pipeline
SHOWN_PERIODS = 12
HALF_A_YEAR = timedelta(days=182)


def test_cost_of_delay(page: OpenPage, inputs: Inputs) -> None:
    whole, costs = portfolio(inputs), {code: per_week(one) for code, one in waiting(inputs).items()}
    of = defaultdict(list)
    for code, one in waiting(inputs).items():
        of[one.initiative["delay_state"]].append(costs[code] or 0)
    shown = page("cost_of_delay")
    shown.check_tiles(
        Cost_of_delay=whole["cost_of_delay_per_week_amount"],
        Of_which_waiting=fsum(of["queue"]),
        Of_which_blocked=fsum(of["blocked"]),
        Lost_since_needed=whole["accrued_since_needed_amount"],
        Lost_since_ready=whole["accrued_since_ready_amount"],
    )
    table = shown.table("cd3_rank", "wsjf_rank")
    check_column(table, "initiative_code", "cost_of_delay_per_week_amount", costs, WHOLE_UNIT)
    ranked = table[table["cd3_rank"].notna() & (table["remaining_duration_weeks"] > 0)].sort_values(
        "cd3_rank"
    )
    money = [cd3(delays(inputs)[code])[1] or 0 for code in ranked["initiative_code"]]
    assert len(money) > SHOWN_PERIODS
    assert money == sorted(money, reverse=True)


def slowest(rows: list[Row], throughput: Counter) -> float | None:
    """The longest P85 of the commonest type, in the newest period that has one."""
    (kind, _), *_ = throughput.most_common(1)
    known = [row for row in rows if row["type_name"] == kind and row["flow_time_p85_days"] is not None]
    newest = max(row["fiscal_period_start_date"] for row in known)
    return max(row["flow_time_p85_days"] for row in known if row["fiscal_period_start_date"] == newest)


def test_flow(page: OpenPage, inputs: Inputs) -> None:
    stories = [row for row in flow.periods(inputs) if row["work_item_level"] == "story"]
    label = period_of(inputs, inputs.as_of).year_label
    this_year = [row for row in stories if row["fiscal_year_label"] == label]
    starts = sorted({row["fiscal_period_start_date"] for row in stories})[-SHOWN_PERIODS:]
    recent = [row for row in stories if row["fiscal_period_start_date"] in starts]
    throughput = Counter()
    for row in recent:
        throughput[row["type_name"]] += row["throughput_count"]
    last = max(row["fiscal_period_start_date"] for row in flow.balances(inputs))
    balances = [
        row
        for row in flow.balances(inputs)
        if (row["work_item_level"], row["fiscal_period_start_date"]) == ("story", last)
    ]
    judged = [row["stability"] for row in balances if row["stability"]]
    shown = page("flow")
    shown.check_tiles(
        Throughput=sum(row["throughput_count"] for row in this_year),
        Slowest_flow_time=slowest(recent, throughput),
        Flow_efficiency=Decimal(sum(row["active_seconds"] or 0 for row in this_year))
        / sum(row["flow_seconds"] or 0 for row in this_year),
        Work_in_progress=sum(row["wip_end_count"] for row in balances),
        Stable_streams=(judged.count("stable"), len(judged)),
    )
    assert shown.table("throughput_count", "flow_time_p85_days")["throughput_count"].sum() == sum(
        throughput.values()
    )
    arrivals = {row["value_stream_name"]: row["arrival_count"] for row in balances}
    check_column(shown.table("stability"), "value_stream_name", "arrival_count", arrivals)


def test_capacity(page: OpenPage, inputs: Inputs) -> None:
    until = inputs.as_of + HALF_A_YEAR
    ahead = [
        row for row in capacity.portfolio_weeks(inputs) if inputs.as_of < row["week_start_date"] <= until
    ]
    supply, demand, over = (
        fsum(row[name] or 0 for row in ahead)
        for name in ("supply_hours", "demand_hours", "over_allocated_hours")
    )
    teams = [
        week
        for week in capacity.weeks(inputs)
        if week.resource[0] == "team" and inputs.as_of < week.monday <= until
    ]
    names = {week.resource for week in teams}
    too_much = {week.resource for week in teams if (week.over or 0) > 0}
    pairs = {
        (row["initiative_code"], row["other_initiative_code"])
        for row in capacity.conflicts(inputs)
        if row["is_future"]
    }
    shown = page("capacity")
    shown.check_tiles(
        Demand_over_supply=demand / supply,
        Beyond_supply=over,
        Teams_beyond_supply=(len(too_much), len(names)),
        Pairs_in_conflict=len(pairs),
        Needs_at_risk=at_risk(inputs),
    )
    weeks = shown.table("utilisation", "week_start_date")
    told = (
        weeks[weeks["is_future"] == "Yes"] if weeks["is_future"].dtype != bool else weeks[weeks["is_future"]]
    )
    assert told["demand_hours"].sum() == pytest.approx(
        fsum(week.demand or 0 for week in teams), abs=len(teams)
    )


def test_alignment(page: OpenPage, inputs: Inputs) -> None:
    money, lost = year_to_date(inputs), green_without_reason(inputs)
    counted = sum(level(inputs, item) != "subtask" for item in items(inputs))
    orphans = sum(one.count for one in traces.orphans(inputs).values())
    shown = page("alignment")
    shown.check_tiles(
        Aligned_spend=money.aligned / money.change,
        Green_without_a_reason=len(lost),
        Orphan_work=Decimal(orphans) / counted,
        Live_key_results=(len(live_key_results(inputs)), len(key_results(inputs))),
        Strategy_coverage=coverage(inputs)["strategy_coverage_share"],
    )
    spends = {code: planned_and_burnt(inputs, code)["spend_per_week_amount"] for code in lost}
    table = shown.table("alignment_reason", "spend_per_week_amount")
    check_column(table, "initiative_code", "spend_per_week_amount", spends, WHOLE_UNIT)


def of_initiative(inputs: Inputs, code: str) -> Row:
    """The five figures of one initiative."""
    cost = per_week(delays(inputs)[code]) if code in waiting(inputs) else None
    return {
        "Spent": year_spend(inputs)[code],
        "Cost_of_delay": cost,
        "Live_weight": alignment(inputs, code)["aligned_weight_share"],
        "Work_done": percent_complete(inputs).get(code),
        "Spent_after_evidence": after_evidence(inputs, code)["spend_after_evidence_amount"],
    }


def test_the_initiative_that_opens_first(page: OpenPage, inputs: Inputs) -> None:
    code, label = min(initiatives(inputs)), period_of(inputs, inputs.as_of).year_label
    shown = page("initiative")
    shown.check_tiles(**of_initiative(inputs, code))
    table = shown.table("fiscal_period_label", "forecast_amount")
    this_year = table[table["fiscal_period_label"].str.startswith(label)]
    assert abs(Decimal(this_year["actual_amount"].sum()) - year_spend(inputs)[code]) <= WHOLE_UNIT * len(
        table
    )


def test_an_initiative_that_evidence_speaks_against(page: OpenPage, inputs: Inputs) -> None:
    spent = {code: after_evidence(inputs, code)["spend_after_evidence_amount"] for code in waiting(inputs)}
    code = max(spent, key=lambda one: spent[one] or 0)
    assert (spent[code] or 0) > 0
    page("initiative", initiative=code).check_tiles(**of_initiative(inputs, code))


def test_the_sections_of_alignment(page: OpenPage, inputs: Inputs) -> None:
    goals = page("alignment", alignment_section="Key results").table("key_result_code", "score")
    days = key_result_days(inputs)
    scores = {code: None if row["score"] is None else row["score"] * 100 for code, row in days.items()}
    check_column(goals, "key_result_code", "score", scores, NOISE)
    orphans = Counter()
    for (reason, _, _), one in traces.orphans(inputs).items():
        orphans[reason] += one.count
    table = page("alignment", alignment_section="Paths").table("work_item_count", "open_work_item_count")
    assert sorted(table["work_item_count"]) == sorted(orphans.values())
    bets = page("alignment", alignment_section="Initiatives").table("alignment_score")
    served = {code: alignment(inputs, code)["alignment_score"] for code in bets["initiative_code"]}
    check_column(bets, "initiative_code", "alignment_score", served, WHOLE_UNIT)
