"""M34: the 22 lint rules of objectives and key results, each worth 2, 1 or 0 points where it applies."""

import csv
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from tests.oracle.goals import CLOSED, DROPPED, KeyResult, key_results, objectives
from tests.oracle.inputs import Inputs, Row
from tests.oracle.okr import commitment, exact, is_dropped, raw_score
from tests.oracle.strategy import service

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"
ENOUGH, IDEAL, MOST = 2, 3, 5  # R12: key results of an objective; R22: objectives of an owner
BANDS = ((34, "critical"), (56, "weak"), (78, "strong"))
Points = dict[str, int | None]


@cache
def terms(language: str | None, rule: str) -> frozenset[str]:
    """The words by which a rule judges texts of a language."""
    with (SEEDS / "okr_terms.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return frozenset(r["term"] for r in rows if (r["language"], r["rule_id"]) == (language, rule))


def language_of(inputs: Inputs, row: Row) -> str | None:
    """The language of a text: of its source, else of the organisation."""
    sources = {source["name"]: source.get("language") for source in inputs.settings["sources"]}
    return sources.get(row["source_name"]) or inputs.setting("organisation", "language")


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without punctuation."""
    return re.sub(r"[^\w]+", " ", text.lower()).split()


def has_term(inputs: Inputs, row: Row, text: str, rule: str) -> bool | None:
    """Whether a text holds a word of a rule; None where the rule knows no word of its language."""
    known = terms(language_of(inputs, row), rule)
    padded = f" {' '.join(words_of(text))} "
    return any(f" {term} " in padded for term in known) if known else None


def has_number(text: str) -> bool:
    """Whether a text holds a number that is no year."""
    numbers = re.findall(r"\d[\d.,]*", text)
    return any(not re.fullmatch(r"(19|20)\d\d", number.rstrip(".,")) for number in numbers)


def is_open(inputs: Inputs, row: Row, end: date | None) -> bool:
    """Whether it is judged: neither dropped nor closed, and not ended."""
    status = (row["status_name"] or "").lower()
    return status not in DROPPED | CLOSED and (end is None or end >= inputs.as_of)


@cache
def open_key_results(inputs: Inputs) -> dict[str, KeyResult]:
    """The open key results by code."""
    return {code: k for code, k in key_results(inputs).items() if is_open(inputs, k.row, k.span[1])}


def span_points(start: date | None, end: date | None) -> int:
    """R02: both ends of a period, one, or none."""
    return (start is not None) + (end is not None)


def told(value: bool | None) -> int | None:
    """Two points for what holds, none for what does not; None where it cannot be told."""
    return None if value is None else 2 * int(value)


def denied(value: bool | None) -> int | None:
    """Two points for what does not hold."""
    return None if value is None else 2 * int(not value)


def twin(inputs: Inputs, key_result: KeyResult) -> bool:
    """R15: whether another open key result of an overlapping period has the same words."""
    words = set(words_of(key_result.row["key_result_name"]))
    return any(
        other.code != key_result.code
        and set(words_of(other.row["key_result_name"])) == words
        and _overlap(key_result.span, other.span)
        for other in open_key_results(inputs).values()
    )


def _overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether each begins before the other is over; a sheet may well have one that ends before it begins."""
    return all((a[0] or date.min) <= (b[1] or date.max) for a, b in ((one, other), (other, one)))


def silence_points(inputs: Inputs, key_result: KeyResult) -> int | None:
    """R18: checked in within a cadence, within two, or stale; never, once a cadence of its period is over."""
    cadence = key_result.row["check_in_cadence_days"] or inputs.thresholds["check_in_cadence_days"]
    heard = key_result.heard(inputs.as_of)
    since = heard[-1]["check_in_date"] if heard else key_result.span[0]
    if since is None:
        return 0
    silent = (inputs.as_of - since).days
    if not heard:
        return None if silent <= cadence else 0
    return 2 if silent <= cadence else int(silent <= cadence * inputs.thresholds["stale_after_cadences"])


def start_points(inputs: Inputs, key_result: KeyResult) -> int | None:
    """R21: whether the first value, checked in within a cadence of the start, had reached the target."""
    cadence = key_result.row["check_in_cadence_days"] or inputs.thresholds["check_in_cadence_days"]
    start = key_result.span[0]
    valued = [row for row in key_result.heard(inputs.as_of) if row["value"] is not None]
    if start is None or not valued or valued[0]["check_in_date"] > start + timedelta(days=cadence):
        return None
    if key_result.row["baseline_value"] == key_result.row["target_value"]:
        return None
    score, _ = raw_score(key_result.row, exact(valued[0]["value"]))
    return None if score is None else denied(score >= 1)


def key_result_points(inputs: Inputs, key_result: KeyResult) -> Points:
    """The rules of key results."""
    row, text = key_result.row, key_result.row["key_result_name"]
    base, target = row["baseline_value"], row["target_value"]
    values = [check_in["value"] for check_in in key_result.heard(inputs.as_of)]
    is_measured = target is not None or any(value is not None for value in values)
    vague = has_term(inputs, row, text, "R10")
    is_output = has_term(inputs, row, text, "R09")
    of = service(inputs, key_result.code)
    owned = 2 if row["owner_name"] else int(bool(key_result.objective.get("owner_name")))
    both = None if base is None or target is None else (base, target)
    contradicts = None
    if both is not None and row["direction"] is not None and base != target:
        contradicts = (target > base) != (row["direction"] == "increase")
    return {
        "R01": owned,
        "R02": span_points(*key_result.span),
        "R03": told(base is not None),
        "R04": told(target is not None),
        "R05": told(bool(row["unit"])),
        "R06": 2 if is_measured else int(has_number(text)),
        "R07": None if both is None else told(base != target),
        "R08": None
        if both is None or row["direction"] is None or base == target
        else denied(bool(contradicts)),
        "R09": 1 if is_output and target is not None else denied(is_output),
        "R10": None if vague is None else denied(vague and target is None and not has_number(text)),
        "R11": told(bool(commitment(row) or commitment(key_result.objective))),
        "R15": denied(twin(inputs, key_result)),
        "R17": 2 if of["is_funded"] else int(of["linked_initiative_count"] > 0),
        "R18": silence_points(inputs, key_result),
        "R21": start_points(inputs, key_result),
    }


def weights_points(declared: list[float | None]) -> int | None:
    """R20: declared weights sum to one, or leave the rest to those without."""
    given = [weight for weight in declared if weight is not None]
    if not given:
        return None
    rest = round(1 - sum(given), 9)
    if len(given) < len(declared):
        return 2 * int(rest > 0)
    return 2 if rest == 0 else int(rest > 0)


def count_points(count: int, serving: int) -> int | None:
    """R12: three to five key results, two at the least; one that others serve needs none of its own."""
    if count == 0 and serving:
        return None
    return 2 if IDEAL <= count <= MOST else int(count == ENOUGH)


def objective_points(inputs: Inputs, code: str) -> Points:
    """The rules of objectives."""
    row, text = objectives(inputs)[code], objectives(inputs)[code]["objective_name"]
    own = [k.row for k in key_results(inputs).values() if k.row["objective_code"] == code]
    own = [of for of in own if not is_dropped(of)]
    serving = [of for of in objectives(inputs).values() if of["parent_objective_code"] == code]
    judged = [k for k in open_key_results(inputs).values() if k.row["objective_code"] == code]
    outputs = [has_term(inputs, k.row, k.row["key_result_name"], "R09") for k in judged]
    outputs = [is_output for is_output in outputs if is_output is not None]
    number_word = has_term(inputs, row, text, "R13")
    themes = {theme["name"] for theme in inputs.setting("themes", default=[])}
    serves = row["theme_name"] in themes or row["parent_objective_code"] in objectives(inputs)
    named = row["theme_name"] is not None or row["parent_objective_code"] is not None
    owned = [
        of
        for of in objectives(inputs).values()
        if of["owner_name"] == row["owner_name"] and is_open(inputs, of, of["period_end_date"])
    ]
    return {
        "R01": told(bool(row["owner_name"])),
        "R02": span_points(row["period_start_date"], row["period_end_date"]),
        "R12": count_points(len(own), len(serving)),
        "R13": None if number_word is None else denied(number_word or has_number(text)),
        "R14": denied(has_term(inputs, row, text, "R14")),
        "R16": 2 if serves else int(named),
        "R19": None if not outputs else denied(all(outputs)),
        "R20": weights_points([of["weight"] for of in own]),
        "R22": None if not row["owner_name"] else told(len(owned) <= MOST),
    }


def quality(points: list[Points]) -> Row:
    """100 x points / possible points over the rules that apply, and the band of it."""
    counted = [given for of in points for given in of.values() if given is not None]
    score = 100 * sum(counted) / (2 * len(counted))
    band = next((name for limit, name in BANDS if score < limit), "excellent")
    return {"quality_score": score, "quality_band": band}


def all_points(inputs: Inputs) -> dict[tuple[str, str], Points]:
    """The points of each open key result and objective, by kind and code."""
    found = {("key_result", k.code): key_result_points(inputs, k) for k in open_key_results(inputs).values()}
    for code, row in objectives(inputs).items():
        if is_open(inputs, row, row["period_end_date"]):
            found["objective", code] = objective_points(inputs, code)
    return found
