"""Gate policies: the ordered rules by which a gate recommends; one rule a row, or one condition of it a row.

    policy_version: GP-2026
    valid_from: 2026-01-01
    rules:
      - {gate: Quarterly review, rule: R1, order: 1, when: score < 0.3 and roi < 0, recommend: stop}
      - {gate: Quarterly review, rule: R9, order: 9, recommend: continue}

A condition compares a field with a number; `true` is 1 and `false` is 0. `When` holds all conditions of a
rule; in a sheet with the columns field, comparison and threshold, the rows of one rule add up. A rule
without a condition always holds. With one rule missing a gate would recommend otherwise: where a row
cannot be read, no rule of that gate and version is taken.
"""

import re
from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.readers._rows import AS_OF_DATE, Fields, Rows
from ingest.readers.registers._fields import OUTCOMES
from ingest.reading import ReadContext, ReadResult
from ingest.table import ROW_NUMBER
from ingest.tabular import read_table

FIELDS: Fields = {
    "policy_version": ("policy version", "policy", "version"),
    "gate_name": ("gate", "gate name"),
    "rule_id": ("rule id", "rule", "id"),
    "rule_order": ("order", "rule order", "priority", "rank"),
    "valid_from_date": ("valid from", "valid from date", "effective from"),
    "recommendation": ("recommendation", "recommend", "then", "outcome"),
    "when": ("when", "conditions", "condition", "if"),
    "field_name": ("field", "field name", "metric", "measure"),
    "comparison": ("comparison", "operator", "is"),
    "threshold": ("threshold", "value", "limit"),
}
GATE = ("policy_version", "gate_name")
RULE = ("policy_version", "gate_name", "rule_id")
SAID_OF_A_RULE = ("rule_order", "valid_from_date", "recommendation")
COMPARISONS = {
    **dict.fromkeys(("<", "below", "less than", "under", "lt"), "<"),
    **dict.fromkeys(("<=", "≤", "at most", "up to", "le"), "<="),
    **dict.fromkeys((">", "above", "more than", "over", "gt"), ">"),
    **dict.fromkeys((">=", "≥", "at least", "from", "ge"), ">="),
    **dict.fromkeys(("=", "==", "is", "equals", "eq"), "="),
    **dict.fromkeys(("<>", "!=", "≠", "is not", "not", "ne"), "<>"),
}
WORDS = {"true": "1", "yes": "1", "false": "0", "no": "0"}
CONDITION = re.compile(
    r"(\w+)\s*([<>=!≤≥≠]{1,2}|(?:is not|is|below|above|at least|at most)\b)\s*(\S+)",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"\s*(?:;|\n|&|\band\b)\s*", re.IGNORECASE)
CONDITION_SCHEMA = {
    ROW_NUMBER: pl.Int64(),
    "field_name": pl.String(),
    "comparison": pl.String(),
    "threshold": pl.String(),
}


class GatePolicyReader:
    """One rule, or one of its conditions, a row."""

    format = "gate_policy"
    tables = ("gate_policy_rules", "gate_policy_conditions")
    description = (
        "gate policies (YAML, CSV, Excel, JSON): ordered rules, their conditions and recommendations"
    )

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        """Read one policy file; raises UnreadableFile."""
        expected = {name for names in FIELDS.values() for name in names}
        rows = Rows(path, read_table(path, source.read, expected), source, FIELDS)
        rows.whole_numbers("rule_order")
        rows.dates("valid_from_date")
        rows.translate("recommendation", OUTCOMES)
        rows.require(*RULE, *SAID_OF_A_RULE)
        conditions = _conditions(rows)
        _refuse_contradictions(rows)
        _refuse_incomplete_gates(rows)
        # A row that says nothing new of a rule is there for its condition; without one it is a duplicate.
        says_nothing_new = ~pl.struct(_snapshot(rows, RULE)).is_first_distinct()
        has_condition = pl.col(ROW_NUMBER).is_in(conditions[ROW_NUMBER].implode())
        rules = rows.frame.filter(~(says_nothing_new & has_condition))
        return rows.result(
            {
                "gate_policy_rules": rows.emit("gate_policy_rules", rules),
                "gate_policy_conditions": rows.emit("gate_policy_conditions", conditions),
            }
        )


def _snapshot(rows: Rows, key: tuple[str, ...]) -> tuple[str, ...]:
    """Return the key within one of the snapshots that a growing file stacks."""
    return (*key, AS_OF_DATE) if AS_OF_DATE in rows.frame.columns else key


def _conditions(rows: Rows) -> pl.DataFrame:
    """Return one row per condition, its threshold a number."""
    found, unread = [], []
    for number, when, *cells in rows.frame.select(
        ROW_NUMBER, "when", "field_name", "comparison", "threshold"
    ).iter_rows():
        parts = [part for part in SEPARATOR.split(when or "") if part]
        matches = [CONDITION.fullmatch(part) for part in parts]
        given = [match.groups() for match in matches if match] + ([tuple(cells)] if any(cells) else [])
        if None in matches or not all(all(triple) for triple in given):
            unread.append(number)
        found += [(number, *triple) for triple in given]
    rows.refuse(
        pl.col(ROW_NUMBER).is_in(unread),
        "not_a_condition",
        "when",
        "a condition is a field, a comparison and a number, such as `score < 0.3 and live_key_results = 0`",
    )
    conditions = pl.DataFrame(found, schema=CONDITION_SCHEMA, orient="row")
    words = rows.frame.drop("field_name", "comparison", "threshold", "extra")
    before = rows.frame
    rows.frame = conditions.join(words, on=ROW_NUMBER, maintain_order="left")
    _read_conditions(rows)
    conditions, rows.frame = rows.frame, before
    return conditions


def _read_conditions(rows: Rows) -> None:
    rows.translate("comparison", COMPARISONS)
    is_unknown = ~pl.col("comparison").is_in(sorted(set(COMPARISONS.values())))
    unknown = pl.format("'{}' compares nothing; write <, <=, >, >=, = or <>", "comparison")
    rows.refuse(is_unknown, "not_a_condition", "comparison", unknown)
    rows.frame = rows.frame.with_columns(
        pl.col("threshold").str.to_lowercase().replace(WORDS).alias("threshold")
    )
    rows.measures("threshold")
    rows.require("field_name", "threshold")


def _refuse_contradictions(rows: Rows) -> None:
    """Refuse the rows of a rule whose rows differ in order, first day or recommendation."""
    differs = pl.any_horizontal(
        pl.col(name).n_unique().over(_snapshot(rows, RULE)) > 1 for name in SAID_OF_A_RULE
    )
    about = "the rows of one rule differ in its order, its first day or its recommendation"
    rows.refuse(differs, "contradiction", "rule_id", about)


def _refuse_incomplete_gates(rows: Rows) -> None:
    """Refuse all rules of a gate's policy of which one is refused."""
    is_refused = pl.col(ROW_NUMBER).is_in(list(rows.refused_rows))
    about = "another row of the same gate and policy version is refused: mend that one"
    rows.refuse(
        is_refused.any().over(_snapshot(rows, GATE)) & ~is_refused, "incomplete_policy", "rule_id", about
    )


READER = GatePolicyReader()
