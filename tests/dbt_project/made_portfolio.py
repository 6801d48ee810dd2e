"""A made portfolio: random weights as people leave them, and money that is hard to split."""

import random
from decimal import Decimal

Row = dict[str, object]

THEMES = ("Growth", "Trust", "Cost")
RATES = {"EUR": Decimal(1), "USD": Decimal("0.86"), "CHF": Decimal("1.0637")}
RING = Decimal("0.0001")
INITIATIVES = tuple(f"I-{number:02}" for number in range(40))
COST_OBJECTS = tuple(f"W-{number:02}" for number in range(60))
CONFIGURATION: dict[str, object] = {
    "reporting": {
        "currency": "EUR",
        "exchange_rates": [
            {"currency": code, "valid_from": "2020-01-01", "rate": str(rate)}
            for code, rate in RATES.items()
            if code != "EUR"
        ],
    },
    "fiscal_calendar": {"first_month": 7},
    "themes": [
        {"name": name, "targets": [{"strategy_version": "S", "valid_from": "2026-07-01", "share": share}]}
        for name, share in zip(THEMES, ("0.5", "0.3", "0.2"), strict=True)
    ],
    "stages": [{"stage": "Approved", "state": "ready"}],
    "statuses": [
        {"status": "Doing", "category": "in_progress", "activity": "active"},
        {"status": "Done", "category": "done"},
    ],
}


def portfolio(seed: int) -> dict[str, list[Row]]:
    """Return rows of the contract tables by name; the same seed gives the same rows."""
    dice = random.Random(seed)
    return {
        "initiatives": [
            {
                "initiative_code": code,
                "initiative_name": code,
                "stage_name": "Approved",
                "needed_date": "2026-09-30",
                "remaining_duration_weeks": float(dice.randint(0, 9)),
                **_life(number),
            }
            for number, code in enumerate(INITIATIVES)
        ],
        "initiative_themes": _links(dice, INITIATIVES, THEMES, ("initiative_code", "theme_name")),
        "initiative_cost_objects": _links(
            dice, COST_OBJECTS, INITIATIVES, ("cost_object_code", "initiative_code")
        ),
        "initiative_key_results": _links(
            dice, INITIATIVES, ("K-1", "K-2", "K-3"), ("initiative_code", "key_result_code")
        ),
        "ledger_lines": [_posting(dice, number) for number in range(1000)],
        "budget_lines": [_posting(dice, number) | {"version_name": "current"} for number in range(200)],
        "cost_of_delay_estimates": [_estimate(dice, code) for code in INITIATIVES[::2]],
        **_goals(),
        **_work(),
    }


def _life(number: int) -> Row:
    """From ready to released: some not ready, begun, blocked or released, some before they were ready."""
    return {
        "approved_date": "2026-02-01" if number % 3 else None,
        "ready_date": f"2026-0{1 + number % 9}-13" if number % 7 else None,
        "started_date": f"2026-0{1 + number % 5}-28" if number % 2 else None,
        "blocked_since_date": "2026-08-04" if number % 5 == 0 else None,
        "released_date": "2026-10-09" if number % 4 == 1 else None,
    }


def _links(
    dice: random.Random, owners: tuple[str, ...], members: tuple[str, ...], names: tuple[str, str]
) -> list[Row]:
    rows: list[Row] = []
    for owner in owners:
        chosen = dice.sample(members, dice.choice((0, 1, 1, 2, 3)))
        for member, weight in zip(chosen, _weights(dice, len(chosen)), strict=True):
            rows.append({names[0]: owner, names[1]: member, "weight": weight})
    return rows


def _weights(dice: random.Random, count: int) -> list[float | None]:
    """Declared, left out, partly left out, less than the whole, or more than it."""
    kind = dice.choice(("declared", "none", "some", "less", "more"))
    if kind == "none" or not count:
        return [None] * count
    parts = [dice.randint(1, 9) for _ in range(count)]
    whole = {"less": 1.3, "more": 0.7}.get(kind, 1.0) * sum(parts)
    shares: list[float | None] = [round(part / whole, 3) for part in parts]
    return [*shares[:-1], None] if kind == "some" else shares


def _posting(dice: random.Random, number: int) -> Row:
    return {
        "line_id": f"L-{number}",
        "fiscal_year": 2027,
        "fiscal_period": dice.randint(1, 4),
        "cost_object_code": dice.choice((None, "never seen", *COST_OBJECTS)),
        "entry_type": dice.choice((None, "actual", "actual", "commitment")),
        "amount": Decimal(dice.randint(-(10**9), 10**10)) * RING,
        "currency_code": dice.choice(tuple(RATES)),
    }


def _estimate(dice: random.Random, code: str) -> Row:
    return {
        "initiative_code": code,
        "estimate_date": "2026-10-01",
        "urgency_profile": dice.choice(("standard", "expedite", "fixed_date", "unknown")),
        "rate_likely_amount": Decimal(dice.randint(1, 10**9)) * RING,
        "currency_code": "USD",
    }


def _goals() -> dict[str, list[Row]]:
    codes = ("K-1", "K-2", "K-3")
    period = {"period_start_date": "2026-07-01", "period_end_date": "2027-06-30"}
    return {
        "objectives": [{"objective_code": "O-1", "objective_name": "O", "theme_name": "Growth"} | period],
        "key_results": [
            {
                "key_result_code": code,
                "objective_code": "O-1",
                "key_result_name": code,
                "baseline_value": 0.0,
                "target_value": 10.0,
            }
            | period
            for code in codes
        ],
        "key_result_check_ins": [
            {"key_result_code": code, "check_in_date": "2026-10-20", "value": 3.0} for code in codes[:2]
        ],
    }


def _work() -> dict[str, list[Row]]:
    items = [f"{number}" for number in range(1, 9)]
    return {
        "work_items": [
            {
                "work_item_id": item,
                "work_item_key": f"P-{item}",
                "type_name": "Story",
                "status_name": "Done",
                "initiative_code": INITIATIVES[int(item)],
                "created_at": "2026-09-01 08:00:00",
            }
            for item in items
        ],
        "work_item_transitions": [
            {
                "work_item_id": item,
                "transition_id": f"{place}:0",
                "from_status_name": before,
                "to_status_name": after,
                "changed_at": f"2026-09-{day:02} 08:00:00",
            }
            for item in items
            for place, (before, after, day) in enumerate((("Open", "Doing", 2), ("Doing", "Done", 5)))
        ],
    }
