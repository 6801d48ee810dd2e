"""Where the money goes and what of it serves the strategy: by scope, span, theme and version."""

import pytest

from tests.oracle.alignment import (
    PORTFOLIO_SCOPE,
    Cells,
    Sums,
    begun_periods,
    drift,
    funding,
    is_funded,
    latency,
    ratio,
    span_target,
    spend_cells,
)
from tests.oracle.bets import strategy_start_on, strategy_starts, targets_of
from tests.oracle.builds import ON_ALL
from tests.oracle.capacity_alignment import capacity_shares
from tests.oracle.comparison import assert_same_rows
from tests.oracle.conftest import Published
from tests.oracle.fiscal import periods_between, span_days, whole_year
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import rate_reason, told

ROUNDED = 1e-6  # ratios of small sums of amounts that are each rounded to four digits
METRICS = {"M20", "M22", "M22b", "M29", "M29b"}
pytestmark = ON_ALL


@pytest.fixture(scope="module")
def cells(inputs: Inputs) -> Cells:
    return spend_cells(inputs)


def _shares(sums: Sums) -> Row:
    """M20 and M29b of a scope and span, each NULL with its reason."""
    reason = sums.no_spend_reason
    stale_reason = reason or (None if sums.strategy > 0 else "no_strategy")
    budget_reason = rate_reason(sums.budget) or (None if sums.budget > 0 else "no_change_budget")
    return {
        "change_spend_amount": told(sums.change),
        "change_spend_reason": rate_reason(sums.change),
        "run_spend_amount": told(sums.run),
        "run_spend_reason": rate_reason(sums.run),
        "aligned_spend_amount": told(sums.aligned),
        "aligned_spend_reason": rate_reason(sums.aligned),
        "stale_mandate_amount": told(sums.stale),
        "stale_mandate_reason": rate_reason(sums.stale),
        "aligned_spend_share": None if reason else ratio(sums.aligned, sums.change),
        "aligned_spend_share_reason": reason,
        "planned_aligned_share": None if budget_reason else ratio(sums.aligned_budget, sums.budget),
        "planned_aligned_share_reason": budget_reason,
        "stale_mandate_share": None if stale_reason else ratio(sums.stale, sums.strategy),
        "stale_mandate_share_reason": stale_reason,
    }


def test_aligned_spend_of_each_scope_and_span(inputs: Inputs, published: Published, cells: Cells) -> None:
    capacity, begun = capacity_shares(inputs), begun_periods(inputs)
    years = range(begun[0].year, begun[-1].year + 1)
    periods = [period for year in years for period in whole_year(inputs, year)]
    expected = []
    for (scope, span), sums in cells.items():
        start, end = span_days(periods, span)
        of_theme = funding(inputs, cells, scope[1], span) if is_funded(inputs, scope, span, sums) else {}
        gaps = {name: of_theme.get(name) for name in ("funding_status", "target_share", "gap_share")}
        expected.append(
            {
                "scope_type": scope[0],
                "scope_name": scope[1],
                "span_type": span[0],
                "span_label": span[1],
                "fiscal_year_label": span[1][:4],
                "change_budget_amount": told(sums.budget),
                "change_budget_reason": rate_reason(sums.budget),
                "aligned_budget_amount": told(sums.aligned_budget),
                "aligned_budget_reason": rate_reason(sums.aligned_budget),
                "aligned_capacity_share": capacity.get((scope, span)),
                "span_start_date": start,
                "span_end_date": end,
                **_shares(sums),
                **gaps,
            }
        )
    key = ["scope_type", "scope_name", "span_type", "span_label"]
    assert_same_rows(published("marts.mart_aligned_spend"), expected, key, relative=ROUNDED)


def test_the_strategy_by_fiscal_year(inputs: Inputs, published: Published, cells: Cells) -> None:
    capacity, expected = capacity_shares(inputs), []
    for (scope, span), sums in cells.items():
        if scope == PORTFOLIO_SCOPE and span[0] == "year":
            gap, reason = drift(inputs, cells, span)
            expected.append(
                {
                    "fiscal_year_label": span[1],
                    "strategy_drift": gap,
                    "strategy_drift_reason": reason,
                    "unallocated_spend_amount": told(sums.unallocated),
                    "unallocated_spend_reason": rate_reason(sums.unallocated),
                    "aligned_capacity_share": capacity.get((scope, span)),
                    **_shares(sums),
                }
            )
    assert_same_rows(published("marts.mart_strategy"), expected, ["fiscal_year_label"])


def test_funding_of_each_theme_and_year(inputs: Inputs, published: Published, cells: Cells) -> None:
    years = {span for _, span in cells if span[0] == "year"}
    members = {
        (scope[1], span)
        for (scope, span), sums in cells.items()
        if span in years and is_funded(inputs, scope, span, sums)
    }
    members |= {
        (theme, span) for span in years for theme in span_target(inputs, span)
    }  # with or without money
    expected = []
    for theme, span in members:
        sums = cells.get((("theme", theme), span), Sums())
        expected.append(
            {
                "theme_name": theme,
                "fiscal_year_label": span[1],
                "budget_amount": told(sums.budget),
                "budget_amount_reason": rate_reason(sums.budget),
                "actual_amount": told(sums.change),
                "actual_amount_reason": rate_reason(sums.change),
                **funding(inputs, cells, theme, span),
            }
        )
    assert_same_rows(published("marts.mart_theme_funding"), expected, ["theme_name", "fiscal_year_label"])


def test_the_target_of_each_theme_and_period(inputs: Inputs, published: Published) -> None:
    days, versions = [row["calendar_date"] for row in published("core.dim_date")], strategy_starts(inputs)
    expected = []
    for period in periods_between(inputs, min(days), max(days)):
        start = strategy_start_on(inputs, period.end)
        for theme, share in targets_of(inputs, start).items():
            expected.append(
                {
                    "theme_name": theme,
                    "strategy_version": versions[start] if start else None,
                    "fiscal_year_label": period.year_label,
                    "fiscal_period_label": period.label,
                    "target_share": share,
                    "fiscal_period_start_date": period.start,
                }
            )
    key = ["theme_name", "fiscal_period_start_date"]
    assert_same_rows(published("marts.mart_theme_targets"), expected, key)


def test_drift_of_each_span(inputs: Inputs, published: Published, cells: Cells) -> None:
    expected = []
    for scope, span in cells:
        if scope == PORTFOLIO_SCOPE:
            gap, reason = drift(inputs, cells, span)
            expected.append({"span_label": span[1], "strategy_drift": gap, "strategy_drift_reason": reason})
    assert_same_rows(published("core.fct_strategy_drift"), expected, ["span_label"])


def test_how_long_the_money_took_to_follow(inputs: Inputs, published: Published, cells: Cells) -> None:
    expected = [
        {
            "strategy_version": version,
            "valid_from_date": start,
            "theme_name": theme,
            **latency(inputs, cells, start, theme),
        }
        for start, version in strategy_starts(inputs).items()
        for theme in targets_of(inputs, start)
    ]
    assert_same_rows(published("marts.mart_strategy_latency"), expected, ["strategy_version", "theme_name"])
