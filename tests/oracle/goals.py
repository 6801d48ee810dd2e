"""Key results as the goal sheets tell them: open or not, live on a day, their weight and priority."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from tests.oracle.bets import one_per_code, one_per_key, retired_on, shared_out, strategy_start_on, targets_of
from tests.oracle.inputs import Inputs, Row

DROPPED = {"dropped", "cancelled", "canceled", "abandoned", "deprioritised", "deprioritized"}
CLOSED = {"closed", "done", "achieved", "met", "missed", "completed", "finished", "not achieved"}


@dataclass(frozen=True)
class KeyResult:
    """A key result with its objective's row and its own check-ins, oldest first."""

    row: Row
    objective: Row
    check_ins: list[Row]

    @property
    def code(self) -> str:
        """Its code."""
        return self.row["key_result_code"]

    @property
    def theme(self) -> str | None:
        """The theme of its objective."""
        return self.objective.get("theme_name")

    @property
    def span(self) -> tuple[date | None, date | None]:
        """Its own period, else its objective's."""
        start, end = self.row["period_start_date"], self.row["period_end_date"]
        return start or self.objective.get("period_start_date"), end or self.objective.get("period_end_date")

    def is_word(self, words: set[str]) -> bool:
        """Whether its own status, or that of its objective, is one of the words."""
        stated = (self.row["status_name"], self.objective.get("status_name"))
        return any((status or "").lower() in words for status in stated)

    def heard(self, day: date) -> list[Row]:
        """Its check-ins up to a day."""
        return [row for row in self.check_ins if row["check_in_date"] <= day]


@cache
def objectives(inputs: Inputs) -> dict[str, Row]:
    """The objectives by code."""
    return one_per_code(inputs.rows("objectives"), "objective_code")


@cache
def key_results(inputs: Inputs) -> dict[str, KeyResult]:
    """The key results by code."""
    of: dict[str, list[Row]] = defaultdict(list)
    told = inputs.rows("key_result_check_ins")
    for row in one_per_key(told, "key_result_code", "check_in_date").values():
        if row["check_in_date"] <= inputs.as_of:
            of[row["key_result_code"]].append(row)
    parents = objectives(inputs)
    return {
        code: KeyResult(
            row,
            parents.get(row["objective_code"], {}),
            sorted(of[code], key=lambda check_in: check_in["check_in_date"]),
        )
        for code, row in one_per_code(inputs.rows("key_results"), "key_result_code").items()
    }


def not_live_reason(inputs: Inputs, key_result: KeyResult, day: date) -> str | None:
    """Why live[k,t] is 0: open, in its period with grace, theme active, checked in (section 2).

    No export dates the end of a key result that was given up: it was open until its last sign of life,
    a check-in, or the beginning of its period where it has none.
    """
    start, end = key_result.span
    limits = inputs.thresholds
    signs = [row["check_in_date"] for row in key_result.check_ins] or [start]
    for reason, words in (("dropped", DROPPED), ("closed", CLOSED)):
        is_over = day == inputs.as_of or all(sign is not None and sign < day for sign in signs)
        if key_result.is_word(words) and is_over:
            return reason
    if start is None or end is None:
        return "no_period"
    if day < start:
        return "not_started"
    if day > end + timedelta(days=limits["key_result_grace_days"]):
        return "ended"
    if retired_on(inputs, key_result.theme, day):
        return "theme_retired"
    heard = key_result.heard(day)
    if not heard:
        return "never_checked_in"
    cadence = key_result.row["check_in_cadence_days"] or limits["check_in_cadence_days"]
    is_stale = (day - heard[-1]["check_in_date"]).days > cadence * limits["stale_after_cadences"]
    return "stale" if is_stale else None


@cache
def live(inputs: Inputs, day: date) -> dict[str, KeyResult]:
    """The key results that are live on a day."""
    return {k.code: k for k in key_results(inputs).values() if not_live_reason(inputs, k, day) is None}


@cache
def weights_in_objective(inputs: Inputs) -> dict[str, Decimal | None]:
    """Key result -> its share of its objective: declared, else an equal part of the rest (M33).

    None where the declared weights of the objective exceed the whole.
    """
    of: dict[tuple[str, bool], list[tuple[str, float | None]]] = defaultdict(list)
    for key_result in key_results(inputs).values():
        sharing = (key_result.row["objective_code"], key_result.is_word(DROPPED))  # dropped ones apart
        of[sharing].append((key_result.code, key_result.row["weight"]))
    found: dict[str, Decimal | None] = {}
    for members in of.values():
        whole = shared_out(members)
        found |= {code: None if whole is None else whole[code] for code, _ in members}
    return found


@cache
def raw_priority(inputs: Inputs) -> dict[str, Decimal | None]:
    """Key result weight x objective weight x the theme's target share (prio_k of M21).

    A weight that nobody states counts alike for all, a theme without a target as 0.
    """
    weights = weights_in_objective(inputs)
    targets = targets_of(inputs, strategy_start_on(inputs, inputs.as_of))
    found: dict[str, Decimal | None] = {}
    for key_result in key_results(inputs).values():
        weight = weights[key_result.code]
        objective_weight = key_result.objective.get("weight")
        of_objective = Decimal(1) if objective_weight is None else Decimal(str(objective_weight))
        target = Decimal(str(targets.get(key_result.theme or "", 0))) if targets else Decimal(1)
        found[key_result.code] = None if weight is None else weight * of_objective * target
    return found


@cache
def priorities(inputs: Inputs) -> dict[str, Decimal | None]:
    """Raw priority divided by the largest of the live key results; None where none has any."""
    raw = raw_priority(inputs)
    largest = max((raw[code] or Decimal(0) for code in live(inputs, inputs.as_of)), default=Decimal(0))
    if largest <= 0:
        return dict.fromkeys(raw)
    return {code: None if value is None else value / largest for code, value in raw.items()}
