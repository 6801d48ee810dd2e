"""Registers as a night lands them: read, checked by their suites, and written into their contract tables."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.workspaces import Landed, assert_nothing_is_lost, land

FILES = {
    "theme_targets": "Theme,Strategy version,Valid from,Target %\n"
    "Growth,S1,2026-01-01,60\nTrust,S1,2026-01-01,40\nGrowth,S2,2027-01-01,60\nTrust,S2,2027-01-01,30\n",
    "cost_of_delay": "Initiative,Estimate date,Urgency,CoD week,Currency\n"
    "INI-1,2026-10-01,Standard,1200.50,EUR\n",
    "capacity": "Person,Unit,2026-W44,2026-W45\nOwner 07,hours,40,400\nOwner 08,days,4.5,5\n",
    "dependencies": "Initiative,Needs,Needed by\nINI-1,INI-2,2026-12-01\nINI-2,INI-2,2026-12-01\n",
    "decisions": "ID,Date,Initiative,Outcome,Reason\nD-1,2026-10-06,INI-1,Stop,its theme is retired\n",
    "status_reports": "Initiative,Status,Date\nINI-1,green,2026-10-30\n",
    "gate_policy": "policy_version: GP-1\nvalid_from: 2026-01-01\nrules:\n"
    "  - {gate: Quarterly, rule: R1, order: 1, when: score < 0.3 and roi < 0, recommend: stop}\n"
    "  - {gate: Quarterly, rule: R2, order: 2, recommend: continue}\n",
    "exchange_rates": "Currency,Valid from,Rate,Type\n"
    "USD,2026-07-01,0.8613,average\nUSD,2026-07-01,-1,budget\n",
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """A workspace with one file of each register; names of files tell nothing of their kind."""
    root: Path = tmp_path_factory.mktemp("registers")
    sources = [f"  - {{name: {name}, format: {name}, files: inbox/{name}/*}}\n" for name in FILES]
    settings = (
        "organisation: {name: Harbour}\nreporting: {currency: EUR}\nthresholds: {quarantine_hold_share: 1}\n"
    )
    (root / "portfolio.yml").write_text(settings + "sources:\n" + "".join(sources))
    for name, content in FILES.items():
        (root / "inbox" / name).mkdir(parents=True)
        (root / "inbox" / name / "register-2026-10-31").write_text(content)
    return land(root)


def rows(landed: Landed, table: str, source: str, *columns: str) -> list[tuple]:
    return landed.rows(table, source).select(columns).sort(columns).rows()


def test_nothing_is_lost_on_the_way(landed: Landed) -> None:
    assert_nothing_is_lost(landed)
    assert {landed.load(name).status for name in FILES} == {"loaded"}


def test_a_strategy_version_whose_targets_miss_the_whole_is_rejected_whole(landed: Landed) -> None:
    found = rows(
        landed, "theme_target_versions", "theme_targets", "strategy_version", "theme_name", "target_share"
    )
    assert found == [("S1", "Growth", 0.6), ("S1", "Trust", 0.4)]
    reasons = landed.rejected("theme_targets").select("row_number", "reason").sort("row_number").rows()
    assert reasons == [(3, "targets_sum_to_1"), (4, "targets_sum_to_1")]


def test_a_person_with_more_hours_than_a_week_has_is_rejected(landed: Landed) -> None:
    monday, next_monday = date(2026, 10, 26), date(2026, 11, 2)
    assert rows(landed, "capacity_weeks", "capacity", "resource_name", "week_start_date", "quantity") == [
        ("Owner 07", monday, 40.0),
        ("Owner 08", monday, 4.5),
        ("Owner 08", next_monday, 5.0),
    ]
    assert landed.rejected("capacity")["reason"].to_list() == ["person_fits_into_a_week"]


def test_an_initiative_does_not_wait_for_itself(landed: Landed) -> None:
    found = rows(
        landed, "initiative_dependencies", "dependencies", "initiative_code", "provider_initiative_code"
    )
    assert found == [("INI-1", "INI-2")]
    assert landed.rejected("dependencies")["reason"].to_list() == ["needs_another_initiative"]


def test_rates_estimates_decisions_reports_and_policies_arrive(landed: Landed) -> None:
    assert rows(landed, "exchange_rate_versions", "exchange_rates", "rate_type", "rate") == [
        ("average", Decimal("0.8613"))
    ]
    assert landed.rejected("exchange_rates")["reason"].to_list() == ["rate_above_zero"]
    estimates = rows(
        landed, "cost_of_delay_estimates", "cost_of_delay", "initiative_code", "rate_likely_amount"
    )
    assert estimates == [("INI-1", Decimal("1200.5"))]
    assert rows(landed, "decisions", "decisions", "decision_id", "outcome") == [("D-1", "stop")]
    assert rows(landed, "status_reports", "status_reports", "reported_status") == [("green",)]
    assert rows(landed, "gate_policy_rules", "gate_policy", "rule_id", "recommendation") == [
        ("R1", "stop"),
        ("R2", "continue"),
    ]
    conditions = rows(landed, "gate_policy_conditions", "gate_policy", "rule_id", "field_name", "threshold")
    assert conditions == [("R1", "roi", 0.0), ("R1", "score", 0.3)]


def test_no_check_failed_but_those(landed: Landed) -> None:
    failed = pl.concat(
        landed.results(name).filter(~pl.col("is_success"), severity="critical") for name in FILES
    )
    assert set(failed["expectation_name"]) == {
        "targets_sum_to_1", "person_fits_into_a_week", "needs_another_initiative", "rate_above_zero",
    }  # fmt: skip
