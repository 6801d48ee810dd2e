"""The register of initiatives, as the portfolio office keeps it: two snapshots, a month apart."""

from dataclasses import replace
from datetime import date

from examples.generator.initiatives import INITIATIVES
from examples.generator.organisation import Initiative

COLUMNS = ("Code", "Name", "Hypothesis", "Theme", "Value stream", "Owner", "Horizon", "Stage", "Approved", "Ready", "Started",
           "Blocked since", "Needed by", "Forecast delivery", "Released", "Value start", "Cancelled", "Remaining weeks", "Kill criterion", "Run",
           "Key results", "Cost objects", "Epics", "Value type", "Urgency profile", "CoD/week low", "CoD/week likely",
           "CoD/week high", "CoD currency", "Window end", "Half-life weeks", "Deadline", "Penalty", "Penalty per week",
           "Debt growth", "User-business value", "Time criticality", "Risk/opportunity", "Job size", "Estimation batch",
           "Estimate date", "Estimator", "Basis", "Reported status", "Status date", "Status text")  # fmt: skip
HORIZONS = {"Idea": "H3", "Business case": "H3", "Approved": "H2"}
BASIS = {"increase_revenue": "A/B test, three months", "protect_revenue": "Loss statistics 2025", "reduce_cost": "Time study",
         "avoid_cost": "Tariff and contract"}  # fmt: skip


def register_rows(epics: dict[str, list[str]], as_of: date) -> list[list[str]]:
    """The rows of the snapshot of a day."""
    initiatives = (
        _earlier(initiative) if as_of < date(2026, 10, 1) else initiative for initiative in INITIATIVES
    )
    return [
        list(COLUMNS),
        *(_row(initiative, epics.get(initiative.code, []), as_of) for initiative in initiatives),
    ]


def _earlier(initiative: Initiative) -> Initiative:
    """What the register said in September: three initiatives have changed since."""
    earlier = {
        "I-01": {"needed": date(2026, 8, 31)},
        "I-20": {"stage": "Approved"},
        "I-25": {"stage": "Business case"},
    }
    return replace(initiative, **earlier.get(initiative.code, {}))


def _row(initiative: Initiative, epics: list[str], as_of: date) -> list[str]:
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {
        "Code": initiative.code,
        "Name": initiative.name,
        "Hypothesis": ""
        if initiative.is_run
        else f"If we build {initiative.name.lower()}, its key results move within two quarters.",
        "Theme": _weighted(initiative.themes),
        "Value stream": initiative.stream,
        "Owner": initiative.owner,
        "Horizon": "" if initiative.is_run else HORIZONS.get(initiative.stage, "H1"),
        "Stage": initiative.stage,
        "Approved": _day(initiative.ready),
        "Ready": _day(initiative.ready),
        "Started": _day(initiative.ready) if initiative.weekly_k and not initiative.is_run else "",
        "Blocked since": _day(initiative.blocked),
        "Needed by": _day(initiative.needed),
        "Released": _day(initiative.released),
        "Remaining weeks": "" if initiative.remaining is None else f"{initiative.remaining:g}",
        "Kill criterion": "" if initiative.is_run else "No movement of its key results after two quarters",
        "Run": "yes" if initiative.is_run else "no",
        "Key results": _weighted(initiative.key_results),
        "Cost objects": initiative.cost_object,
        "Epics": "; ".join(epics),
        "Cancelled": "2026-04-15" if initiative.stage == "Stopped" else "",
        "Value start": "2026-06-15" if initiative.stage == "Done" else "",
    }
    cells |= _estimate(initiative) | initiative.extra
    if initiative.status:
        cells |= {
            "Reported status": initiative.status,
            "Status date": as_of.isoformat(),
            "Status text": "On plan" if initiative.status == "Green" else "See risks",
        }
    return list(cells.values())


def _estimate(initiative: Initiative) -> dict[str, str]:
    if not initiative.profile:
        return {}
    old = initiative.code in {"I-06", "I-08"}
    cells = {
        "Urgency profile": initiative.profile,
        "Value type": initiative.value_type,
        "CoD currency": "EUR",
        "Estimate date": "2026-02-10" if old else "2026-09-08",
        "Estimator": "Portfolio office",
        "Basis": BASIS.get(initiative.value_type, ""),
    }
    if initiative.rates:
        names = ("CoD/week low", "CoD/week likely", "CoD/week high")
        cells |= {name: f"{rate:,}.00" for name, rate in zip(names, initiative.rates, strict=True)}
    if initiative.scores:
        names = ("User-business value", "Time criticality", "Risk/opportunity", "Job size")
        cells |= {name: str(score) for name, score in zip(names, initiative.scores, strict=True)}
        cells["Estimation batch"] = "2026-09"
    return cells


def _weighted(parts: dict[str, float] | dict[str, float | None]) -> str:
    """Write `A 60%; B 40%`, a lone whole as `A`."""
    if list(parts.values()) == [1.0]:
        return next(iter(parts))
    return "; ".join(name if weight is None else f"{name} {weight:.0%}" for name, weight in parts.items())


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
