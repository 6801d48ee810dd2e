"""The roadmap that the acquired unit keeps in a tool of its own: its initiatives once more, not always alike.

Nothing of it changed in October, so that the register of September was heard on the same day: it comes first by
name and counts.
"""

from datetime import date

from examples.generator.initiatives import INITIATIVES
from examples.generator.organisation import Initiative

UNIT = "Storefront"
COLUMNS = ("Key", "Title", "Value stream", "Epic owner", "State", "Start date", "Needed by", "Forecast delivery",
           "Remaining weeks")  # fmt: skip
# What the unit says otherwise; the register knows no day of delivery at all.
DIFFERENCES: dict[str, dict[str, str]] = {
    "I-18": {"State": "In delivery", "Start date": "2026-09-21", "Remaining weeks": "11"},
    "I-30": {"State": "Business case"},
    "I-31": {"Needed by": "2026-11-15", "Forecast delivery": "2026-12-11"},
    "I-32": {"Epic owner": "Head of Online", "Needed by": ""},
    "I-33": {"Title": "Hosting move", "Forecast delivery": "2027-01-29", "Remaining weeks": "13"},
}


def roadmap_rows() -> list[list[str]]:
    """One row an initiative of the unit."""
    told = [initiative for initiative in INITIATIVES if initiative.stream == UNIT]
    return [
        list(COLUMNS),
        *(list((_row(each) | DIFFERENCES.get(each.code, {})).values()) for each in told),
    ]


def _row(initiative: Initiative) -> dict[str, str]:
    cells = (
        initiative.code,
        initiative.name,
        initiative.stream,
        initiative.owner,
        initiative.stage,
        _day(initiative.ready) if initiative.weekly_k else "",
        _day(initiative.needed),
        "",
        "" if initiative.remaining is None else f"{initiative.remaining:g}",
    )
    return dict(zip(COLUMNS, cells, strict=True))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
