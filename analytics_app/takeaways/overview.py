"""What leadership comes to ask: what to fund, what to question, and whether to trust the numbers."""

from typing import Any

import polars as pl

from analytics_app.formatting import count, money, share, things
from analytics_app.sums import known_sum, unknown
from analytics_app.takeaways import health

Figures = dict[str, Any]
NOTHING = "Nothing in this selection."


def fund(waiting: pl.DataFrame, funding: pl.DataFrame, currency: str) -> str:
    """Say what waits at the highest cost, and which theme gets least of its target."""
    sentences = []
    if waiting.height:
        first = waiting.row(0, named=True)
        verb = "is blocked" if first["delay_state"] == "blocked" else "waits"
        cost = money(first["cost_of_delay_per_week_amount"], currency)
        sentences.append(f"{first['initiative_name']} {verb}: every week costs {cost}.")
    return " ".join([*sentences, *_furthest(funding, "starved", "gets only")]) or NOTHING


def question(without_reason: pl.DataFrame, funding: pl.DataFrame, currency: str) -> str:
    """Say what is green and serves no live key result, and which theme takes more than its target."""
    sentences = []
    if without_reason.height:
        dearest, others = without_reason["initiative_name"][0], without_reason.height - 1
        which = f"{dearest} and {count(others)} more are" if others else f"{dearest} is"
        serve, spent = "serve" if others else "serves", spend_a_week(without_reason, currency)
        sentences.append(f"{which} reported green but {serve} no live key result: {spent}.")
    return " ".join([*sentences, *_furthest(funding, "overfed", "takes")]) or NOTHING


def trust(figures: Figures, refresh_status: str | None, burn: Figures) -> str:
    """Say whether the numbers can be trusted, and what they leave out."""
    return f"{health.verdict(figures, refresh_status)} {_coverage(burn)}".strip()


def _coverage(burn: Figures) -> str:
    if not burn.get("live_count"):
        return ""
    return f"Cost of delay covers {burn['estimated_count']} of {things(burn['live_count'], 'initiative')}."


def _furthest(funding: pl.DataFrame, status: str, verb: str) -> list[str]:
    themes = funding.filter(pl.col("funding_status") == status)
    if themes.is_empty():
        return []
    theme = themes.row(0, named=True)  # the widest gap stands first
    part, target = share(theme["actual_share"]), share(theme["target_share"])
    return [f"{theme['theme_name']} {verb} {part} of spend against a target of {target}."]


def runway(left: Figures, currency: str) -> str:
    """Say in how many weeks the envelope is used up at its burn, and whether the year ends before."""
    if left.get("run_out_date") is None:
        return ""
    spare = (left["run_out_date"] - left["fiscal_year_end_date"]).days
    days = f"{count(abs(spare))} days"
    end = f"● {days} beyond the year" if spare >= 0 else f"▼ {days} before the year ends"
    burn = money(left["burn_per_period_amount"], currency)
    return f"{things(round(left['runway_weeks']), 'week')} at {burn} a period; {end}"


def envelope(left: Figures, currency: str) -> str:
    """Say of how much it is left, and of which scope where that is not the portfolio."""
    if left.get("envelope_amount") is None:
        return ""
    scope = "" if left["scope_kind"] == "portfolio" else f" for {left['scope_name']}"
    year = left["fiscal_year_label"]
    return f"of {money(left['envelope_amount'], currency)} in {year}{scope}, run included"


def cost_of_waiting(waiting: pl.DataFrame, currency: str) -> str:
    """Say what a week costs in which none of what waits is begun or unblocked."""
    return _week_of_waiting(waiting["cost_of_delay_per_week_amount"], currency)


def cost_of_lost(without_reason: pl.DataFrame, currency: str) -> str:
    """Say what a week costs in which what lost its reason goes on."""
    spends = without_reason["spend_per_week_amount"]
    spent = known_sum(spends)
    return "" if spent is None else f"Each week they spend {money(spent, currency)}{unknown(spends)}."


def spend_a_week(initiatives: pl.DataFrame, currency: str) -> str:
    """Say what initiatives spend a week, and of how many that is unknown."""
    spends = initiatives["spend_per_week_amount"]
    spent = known_sum(spends)
    if spent is None:
        return "what they spend a week is unknown" if initiatives.height else "nothing spent"
    return f"{money(spent, currency)} a week{unknown(spends)}"


def cost_of_agenda(planned: pl.DataFrame, currency: str) -> str:
    """Say what a week of waiting costs for what is on the agenda, and for how many that is unknown."""
    return _week_of_waiting(planned["cost_of_delay_per_week_amount"], currency)


def _week_of_waiting(costs: pl.Series, currency: str) -> str:
    cost = known_sum(costs)
    return "" if cost is None else f"Each week of waiting costs {money(cost, currency)}{unknown(costs)}."
