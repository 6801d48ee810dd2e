"""Gate policies: rules in YAML and in sheets, their conditions, and why half a policy is none."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from ingest.reading import ReadResult
from tests.ingest.readers.reading import read_text

POLICY = """\
# agreed by the board
policy_version: GP-2026
valid_from: 2026-01-01
rules:
  - {gate: Quarterly, rule: R1, order: 1, when: score < 0.3 and go_forward_roi <= -1.234, recommend: Stop}
  - gate: Quarterly
    rule: R2
    order: 2
    when: [blocked_weeks above 4, theme_retired = false]
    recommend: On hold
  - {gate: Quarterly, rule: R9, order: 9, recommend: continue}
"""
SHEET = """Policy,Gate,Rule,Order,Valid from,Field,Operator,Threshold,Recommendation
GP-1,Quarterly,R1,1,2026-01-01,score,below,30%,stop
GP-1,Quarterly,R1,1,2026-01-01,confidence_slope,at most,0,stop
GP-1,Quarterly,R2,2,2026-01-01,,,,continue
GP-1,Yearly,R1,1,2026-01-01,score,below,0.5,stop
GP-1,Yearly,R2,2,2026-01-01,score,roughly,0.5,pause
GP-2,Quarterly,R1,1,2027-01-01,score,<,0.2,stop
GP-2,Quarterly,R1,2,2027-01-01,roi,<,0,stop
"""


def rules(result: ReadResult) -> list[tuple]:
    columns = ("policy_version", "gate_name", "rule_id", "rule_order", "recommendation", "valid_from_date")
    return result.tables["gate_policy_rules"].select(columns).rows()


def conditions(result: ReadResult) -> list[tuple]:
    return (
        result.tables["gate_policy_conditions"]
        .select("rule_id", "field_name", "comparison", "threshold")
        .rows()
    )


def test_a_policy_in_yaml(tmp_path: Path) -> None:
    result = read_text("gate_policy", tmp_path, POLICY, "policy.yml")
    assert result.rejected.rows() == []
    start = date(2026, 1, 1)
    assert rules(result) == [
        ("GP-2026", "Quarterly", "R1", 1, "stop", start),
        ("GP-2026", "Quarterly", "R2", 2, "pause", start),
        ("GP-2026", "Quarterly", "R9", 9, "continue", start),
    ]
    assert conditions(result) == [
        ("R1", "score", "<", 0.3),
        ("R1", "go_forward_roi", "<=", -1.234),
        ("R2", "blocked_weeks", ">", 4.0),
        ("R2", "theme_retired", "=", 0.0),
    ]


def test_a_policy_in_a_sheet_and_a_gate_of_which_one_row_cannot_be_read(tmp_path: Path) -> None:
    result = read_text("gate_policy", tmp_path, SHEET)
    assert [rule[:4] for rule in rules(result)] == [
        ("GP-1", "Quarterly", "R1", 1),
        ("GP-1", "Quarterly", "R2", 2),
    ]
    assert conditions(result) == [("R1", "score", "<", 0.3), ("R1", "confidence_slope", "<=", 0.0)]
    assert sorted(result.rejected.select("row_number", "reason").rows()) == [
        (4, "incomplete_policy"),
        (5, "not_a_condition"),
        (6, "contradiction"),
        (7, "contradiction"),
    ]


@pytest.mark.parametrize("when", ["score", "score < ", "score < 0.3 or roi < 0", "status = refuted", "< 3"])
def test_what_is_no_condition_is_refused(tmp_path: Path, when: str) -> None:
    text = f"Policy,Gate,Rule,Order,Valid from,When,Recommendation\nGP-1,Q,R1,1,2026-01-01,{when},stop\n"
    result = read_text("gate_policy", tmp_path, text)
    assert rules(result) == []
    assert result.rejected.filter(pl.col("reason").is_in(["not_a_condition", "not_a_number"])).height == 1


def test_stacked_snapshots_each_hold_the_policy_and_repeated_rules_are_kept_for_landing_to_tell(
    tmp_path: Path,
) -> None:
    header = "Snapshot,Policy,Gate,Rule,Order,Valid from,When,Recommendation\n"
    lines = (
        "2026-10-01,P,G,R1,1,2026-01-01,a < 1,stop\n"
        "2026-10-01,P,G,R9,9,2026-01-01,,continue\n"
        "2026-10-02,P,G,R1,2,2026-01-01,a < 1,stop\n"
        "2026-10-02,P,G,R9,9,2026-01-01,,continue\n"
        "2026-10-02,P,G,R9,9,2026-01-01,,continue\n"
    )
    result = read_text("gate_policy", tmp_path, header + lines, as_of="column Snapshot")
    assert result.rejected.rows() == []
    found = result.tables["gate_policy_rules"].select("row_number", "rule_id", "rule_order").rows()
    assert found == [(1, "R1", 1), (2, "R9", 9), (3, "R1", 2), (4, "R9", 9), (5, "R9", 9)]
