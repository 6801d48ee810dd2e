"""Totals of cost of delay, its coverage and its sequences (M06 to M10, M13), against core and marts."""

import pytest

from tests.oracle import delay_totals as totals
from tests.oracle.builds import ON_ALL
from tests.oracle.comparison import assert_same_rows
from tests.oracle.delay import SCORES, delays, estimates
from tests.oracle.inputs import Inputs, Row
from tests.oracle.register import initiatives, main_theme

METRICS = {"M06", "M07", "M08", "M09", "M10", "M13"}
pytestmark = ON_ALL
SCALE = {1, 2, 3, 5, 8, 13, 20}  # SAFe's


def test_the_portfolio_as_a_whole(published, inputs) -> None:
    expected = totals.portfolio(inputs) | {"as_of_date": inputs.as_of}
    assert_same_rows(published("marts.mart_portfolio_delay"), [expected], key=["as_of_date"])


def test_how_much_of_it_is_estimated(published, inputs) -> None:
    by_count, by_spend = totals.coverage(inputs, list(totals.waiting(inputs)))
    expected = {
        "as_of_date": inputs.as_of,
        "cost_of_delay_coverage_count_share": by_count,
        "cost_of_delay_coverage_spend_share": by_spend,
        "cost_of_delay_coverage_count_reason": None,
        "cost_of_delay_coverage_spend_reason": totals.unknown_spend(inputs),
    }
    assert_same_rows(published("core.fct_portfolio_days"), [expected], key=["as_of_date"])


def test_the_strategy_shows_the_same_coverage(published, inputs) -> None:
    by_count, by_spend = totals.coverage(inputs, list(totals.waiting(inputs)))
    expected = {
        "is_current": True,
        "cost_of_delay_coverage_count_share": by_count,
        "cost_of_delay_coverage_spend_share": by_spend,
        "cost_of_delay_coverage_spend_reason": totals.unknown_spend(inputs),
    }
    current = [row for row in published("marts.mart_strategy") if row["is_current"]]
    assert_same_rows(current, [expected], key=["is_current"])


def test_which_estimates_are_current(published, inputs) -> None:
    expected = [
        {"initiative_code": code, "is_estimate_current": totals.is_current(inputs, one)}
        for code, one in delays(inputs).items()
    ]
    rows = [row for row in published("core.fct_initiative_days") if row["initiative_code"] != "unknown"]
    assert_same_rows(rows, expected, key=["initiative_code"])


@pytest.mark.parametrize("table", ["core.fct_cost_of_delay_burn", "marts.mart_cost_of_delay_burn"])
def test_the_burn_by_theme_and_state(published, inputs, table) -> None:
    key = ["theme_name", "portfolio_state", "delay_state"]
    assert_same_rows(published(table), totals.burn(inputs), key=key)


def test_each_place_in_a_sequence(published, inputs) -> None:
    expected = [
        {"sequence_scope": scope, "estimation_batch": batch, "initiative_code": code, **places}
        for (scope, batch), jobs in totals.sequences(inputs).items()
        for code, places in _places(jobs, scope).items()
    ]
    key = ["sequence_scope", "estimation_batch", "initiative_code"]
    assert_same_rows(published("core.fct_delay_sequence_members"), expected, key=key)


def test_each_place_in_a_sequence_as_it_is_shown(published, inputs) -> None:
    expected = []
    for (scope, batch), jobs in totals.sequences(inputs).items():
        for code, places in _places(jobs, scope).items():
            shown = {name: value for name, value in places.items() if not name.endswith("_weeks")}
            row = initiatives(inputs)[code]
            expected.append(
                {
                    "sequence_scope": scope,
                    "estimation_batch": batch,
                    "initiative_code": code,
                    "initiative_name": row["initiative_name"],
                    "theme_name": main_theme(inputs, code),
                    "value_stream_name": row["value_stream_name"] or "Unassigned",
                    "owner_name": row["owner_name"] or "Unassigned",
                    "currency_code": inputs.settings["reporting"]["currency"],
                    **shown,
                }
            )
    key = ["sequence_scope", "estimation_batch", "initiative_code"]
    assert_same_rows(published("marts.mart_delay_sequence_members"), expected, key=key)


def _places(jobs: list[totals.Job], scope: str) -> dict[str, Row]:
    """Points compare inside a batch only: the portfolio has no order of them."""
    found: dict[str, Row] = {job.code: {} for job in jobs}
    for order in ("cd3", "wsjf", "current"):
        is_shown = order != "wsjf" or scope == "batch"
        places = totals.in_order(jobs, order) if is_shown else dict.fromkeys(found, (None, None, None))
        for code, (place, weeks, cost) in places.items():
            found[code] |= {
                f"{order}_position": place,
                f"{order}_completion_weeks": weeks,
                f"{order}_delay_cost_amount": cost,
            }
    return found


def test_what_the_orders_cost(published, inputs) -> None:
    expected = []
    for (scope, batch), jobs in totals.sequences(inputs).items():
        money, today = totals.sequence_cost(jobs, "cd3"), totals.sequence_cost(jobs, "current")
        points = totals.sequence_cost(jobs, "wsjf") if scope == "batch" else None
        has_price = points is not None and money > 0
        reason = None if has_price else "no_delay_cost" if scope == "batch" else "points_compare_in_a_batch"
        row = {
            "sequence_scope": scope,
            "estimation_batch": batch,
            "initiative_count": len(jobs),
            "cd3_delay_cost_amount": money,
            "wsjf_delay_cost_amount": points,
            "current_delay_cost_amount": today,
            "saving_amount": today - money,
            "cost_of_points_share": points / money - 1 if has_price else None,
            "cost_of_points_reason": reason,
        }
        expected.append(row)
    key = ["sequence_scope", "estimation_batch"]
    assert_same_rows(published("marts.mart_delay_sequences"), expected, key=key)


def test_scores_that_break_the_scale(published, inputs) -> None:
    key = ["rule_name", "estimation_batch", "initiative_code", "score_name"]
    assert_same_rows(published("marts.mart_estimate_findings"), _findings(inputs), key=key)


def _findings(inputs: Inputs) -> list[Row]:
    """SAFe: each score is of the scale, and each column of a batch has at least one 1."""
    known = {code: row for code, row in estimates(inputs).items() if code in initiatives(inputs)}
    found, columns = [], {}
    for code, row in known.items():
        for name in (*SCORES, "job_size"):
            if row[name] is not None and row[name] not in SCALE:
                found.append(("score_off_scale", row["estimation_batch"], code, name, row[name]))
            if row[name] is not None and row["estimation_batch"] is not None:
                columns.setdefault((row["estimation_batch"], name), []).append(row[name])
    for (batch, name), scores in columns.items():
        if 1 not in scores:
            found.append(("no_one_in_batch", batch, None, name, min(scores)))
    names = ("rule_name", "estimation_batch", "initiative_code", "score_name", "score")
    return [dict(zip(names, values, strict=True)) for values in found]
