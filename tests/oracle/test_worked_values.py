"""The second computation against values worked by hand in the sources of the formulas, or beside them."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.oracle.bets import shared_out
from tests.oracle.earned import Earned, earned_schedule, indices
from tests.oracle.envelopes import Envelope, envelope_row
from tests.oracle.fiscal import Period, first_of_month, periods_between
from tests.oracle.inputs import Inputs
from tests.oracle.okr import clamped, expected_progress, raw_score, slope_per_week, weighted_mean
from tests.oracle.okr_lint import has_number, weights_points, words_of


def _scored(base: str, target: str, value: str) -> Decimal | None:
    row = {"direction": None, "baseline_value": float(base), "target_value": float(target)}
    return raw_score(row, Decimal(value))[0]


@pytest.mark.parametrize(
    ("base", "target", "value", "score"),
    [
        ("-10", "-2", "-4", "0.75"),
        ("5", "2", "3.2", "0.6"),
        ("1.9", "1.2", "1.62", "0.4"),
        ("7", "7", "7", "1"),
        ("7", "7", "6", "0"),
    ],
)
def test_o04_scores(base: str, target: str, value: str, score: str) -> None:
    assert _scored(base, target, value) == Decimal(score)


def test_d10_a_key_result_that_goes_the_wrong_way_has_a_score_below_zero() -> None:
    fallen = _scored("5", "2", "6")
    assert fallen is not None
    assert round(fallen, 3) == Decimal("-0.333")
    assert clamped(fallen) == 0


def test_what_has_no_score_is_left_out_and_shown_as_coverage() -> None:
    members = [(Decimal("0.7"), Decimal("0.6286")), (Decimal("0.3"), None)]
    assert weighted_mean(members) == (Decimal("0.6286"), Decimal("0.7"))


def test_curves_begin_at_nothing_and_end_at_the_whole() -> None:
    start, end = date(2026, 1, 1), date(2026, 1, 11)
    for curve, half in (("linear", "0.5"), ("s_curve", "0.5"), ("back_loaded", "0.25")):
        row = {"progress_curve": curve}
        assert expected_progress(row, start, end, date(2025, 12, 1)) == 0
        assert expected_progress(row, start, end, date(2026, 1, 6)) == Decimal(half)
        assert expected_progress(row, start, end, date(2026, 2, 1)) == 1


def test_the_slope_of_confidence_is_a_week() -> None:
    days = [date(2026, 10, 1), date(2026, 10, 8), date(2026, 10, 15)]
    assert slope_per_week(list(zip(days, (0.8, 0.7, 0.6), strict=True))) == pytest.approx(-0.1)
    assert slope_per_week([(days[0], 0.8), (days[1], 0.7)]) is None


def test_weights_that_exceed_the_whole_are_rejected_and_others_share_the_rest() -> None:
    assert shared_out([("a", 0.5), ("b", None), ("c", None)]) == {
        "a": Decimal("0.5"),
        "b": Decimal("0.25"),
        "c": Decimal("0.25"),
    }
    assert shared_out([("a", 0.7), ("b", 0.4)]) is None
    assert [weights_points(of) for of in ([0.5, 0.5], [0.5, 0.4], [0.6, 0.5], [1.0, None], [None])] == [
        2,
        1,
        0,
        0,
        None,
    ]


def test_a_year_is_no_number() -> None:
    assert has_number("From 3.2 to 2 %")
    assert not has_number("Be first by 2027")
    assert words_of("Two-factor sign-in!") == ["two", "factor", "sign", "in"]


@pytest.fixture
def at_month_five(tmp_path) -> Inputs:
    """A calendar whose fiscal year is the year, at the end of the fifth month."""
    (tmp_path / "portfolio.yml").write_text(
        "reporting: {currency: EUR}\nfiscal_calendar: {first_month: 1}\nsources: []\n", encoding="utf-8"
    )
    return Inputs(tmp_path, date(2026, 5, 31), datetime.max)


def _months(inputs: Inputs, count: int) -> list[Period]:
    return periods_between(inputs, date(2026, 1, 1), first_of_month(2026 * 12 + count - 1))


def test_o04_earned_value_of_the_worked_case(at_month_five: Inputs) -> None:
    """BAC 1000, AC 400, EV 300, PV 50, 150, 300, 450, 600, 1000 at the end of the fifth period."""
    steps = zip(_months(at_month_five, 6), (50, 100, 150, 150, 150, 400), strict=True)
    planned = defaultdict(Decimal, {period: Decimal(step) for period, step in steps})
    of = Earned(planned, Decimal(300), Decimal(400))
    assert earned_schedule(at_month_five, of) == (3, 5)
    row = indices(at_month_five, of)
    assert row["cost_performance_index"] == Decimal("0.75")
    assert row["schedule_performance_index"] == Decimal("0.5")
    assert row["time_performance_index"] == Decimal("0.6")
    assert round(row["to_complete_performance_index"], 4) == Decimal("1.1667")
    assert round(row["eac_cpi_amount"], 1) == Decimal("1333.3")
    assert row["eac_typical_amount"] == 1100
    assert round(row["eac_cpi_spi_amount"], 1) == Decimal("2266.7")


def test_a_reversal_leaves_no_index_of_cost(at_month_five: Inputs) -> None:
    planned = defaultdict(Decimal, {_months(at_month_five, 1)[0]: Decimal(100)})
    row = indices(at_month_five, Earned(planned, Decimal(50), Decimal(-5)))
    assert row["cost_performance_index"] is None
    assert row["cost_performance_index_reason"] == "negative_actual_cost"
    assert row["estimate_method"] == "typical"


def test_what_is_left_of_an_envelope_lasts_eight_months(at_month_five: Inputs) -> None:
    """1.2 million less 0.7 and 0.1 at 50 thousand a month."""
    three = tuple(_months(at_month_five, 5)[2:])
    of = Envelope(Decimal(1_200_000), Decimal(700_000), Decimal(100_000), Decimal(150_000))
    row = envelope_row(at_month_five, of, three)
    assert (row["runway_periods"], row["remaining_amount"]) == (8, 400_000)
    of = Envelope(Decimal(1_200_000), Decimal(700_000), Decimal(100_000), Decimal(-1))
    assert envelope_row(at_month_five, of, three)["runway_reason"] == "no_burn"
