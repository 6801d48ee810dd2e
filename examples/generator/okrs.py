"""The OKR workbook of the group, and the sheet with weekly columns of the acquired unit."""

from datetime import date, datetime, time, timedelta
from typing import Any

from examples.generator.organisation import AS_OF, KEY_RESULTS, OBJECTIVES, KeyResult, Objective

CADENCE = timedelta(days=14)
DROPPED_ON = date(2026, 3, 18)
WEEKS = 13


def value_at(key_result: KeyResult, share: float) -> float:
    """Value after a share of its progress: somewhat slower at first."""
    progress = (key_result.progress or 0) * share**1.2
    return round(key_result.baseline + (key_result.target - key_result.baseline) * progress, 2)


def check_ins(key_result: KeyResult, objective: Objective) -> list[tuple[date, float, float]]:
    """Date, value and confidence of each check-in, every second week until the end, the drop or the as-of date."""
    if key_result.progress is None:
        return []
    start, end = objective.span
    last = min(end, DROPPED_ON if key_result.status == "Dropped" else AS_OF)
    found, day = [], start + CADENCE
    while day <= last:
        share = (day - start).days / (last - start).days
        confidence = round(min(0.9, max(0.2, 0.45 + key_result.progress / 2)), 1)
        found.append((day, value_at(key_result, share), confidence))
        day += CADENCE
    return _with_moving_confidence(key_result.progress, found)


def _with_moving_confidence(
    progress: float, found: list[tuple[date, float, float]]
) -> list[tuple[date, float, float]]:
    """Let the owners of what lags lose confidence up to now, and those of what goes well gain it."""
    step = 0.1 if progress < 0.15 else -0.1 if progress > 0.4 else 0.0
    before = [min(3, len(found) - 1 - index) for index in range(len(found))]
    return [
        (day, value, round(min(0.9, max(0.1, confidence + step * count)), 1))
        for (day, value, confidence), count in zip(found, before, strict=True)
    ]


def workbook_sheets() -> tuple[dict[str, list[list[Any]]], list[tuple[int, int]]]:
    """The sheets `OKRs` and `Check-ins`, and the rows over which an objective's cells are merged."""
    header = ["Objective ID", "Objective", "Theme", "Key Result ID", "Key Result", "Owner", "Unit", "Type", "Start Value",
              "Target Value", "Weight", "Status", "Period", "Parent Objective ID"]  # fmt: skip
    rows: list[list[Any]] = [header]
    merges = []
    for objective in OBJECTIVES:
        if objective.sheet != "OKRs":
            continue
        first = len(rows)
        for index, kr in enumerate(objective.key_results):
            head = [objective.code, objective.text, objective.theme] if index == 0 else [None, None, None]
            parent = objective.parent or None if index == 0 else None
            weight = round(1 / len(objective.key_results), 2) if index else None
            rows.append([*head, kr.code, kr.text, objective.owner, kr.unit, "Committed", kr.baseline, kr.target, weight,
                         kr.status, objective.period, parent])  # fmt: skip
        if len(rows) - 1 > first:
            merges.append((first, len(rows) - 1))
        if not objective.key_results:  # other objectives serve it
            rows.append([objective.code, objective.text, objective.theme, None, None, objective.owner, *[None] * 6,
                         objective.period, None])  # fmt: skip
    return {"OKRs": rows, "Check-ins": _check_in_rows()}, merges


def _check_in_rows() -> list[list[Any]]:
    rows: list[list[Any]] = [["Date", "KR", "Owner", "Current Value", "Confidence", "Notes"]]
    found = [
        (day, code, objective.owner, value, confidence)
        for code, (kr, objective) in KEY_RESULTS.items()
        if objective.sheet == "OKRs"
        for day, value, confidence in check_ins(kr, objective)
    ]
    for day, code, owner, value, confidence in sorted(found):
        rows.append([datetime.combine(day, time()), code, owner, value, confidence, None])
    return rows


def storefront_rows() -> list[list[str]]:
    """One row a key result, one column a week of the quarter."""
    header = ["Objective ID", "Objective", "Theme", "Key Result ID", "Key Result", "Owner", "Unit", "Baseline", "Target",
              "Quarter", "Parent Objective ID", "Progress Curve", *(f"W{week}" for week in range(1, WEEKS + 1))]  # fmt: skip
    rows = [header]
    for objective in OBJECTIVES:
        if objective.sheet != "Storefront":
            continue
        passed = (AS_OF - objective.span[0]).days // 7
        for index, kr in enumerate(objective.key_results):
            head = [objective.code, objective.text, objective.theme] if index == 0 else ["", "", ""]
            weeks = [
                str(value_at(kr, week / passed)) if kr.progress is not None and week <= passed else ""
                for week in range(1, WEEKS + 1)
            ]
            rows.append(
                [
                    *head,
                    kr.code,
                    kr.text,
                    objective.owner,
                    kr.unit,
                    str(kr.baseline),
                    str(kr.target),
                    "FY27-Q2",
                    objective.parent if index == 0 else "",
                    kr.curve,
                    *weeks,
                ]
            )
    return rows
