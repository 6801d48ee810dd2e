"""Whether the figures can be trusted, in a sentence."""

from typing import Any

import polars as pl

from analytics_app.formatting import count, money_exact, things
from analytics_app.words import words

Figures = dict[str, Any]
SCOPES_TOLD = 3


def verdict(figures: Figures, refresh_status: str | None = None) -> str:
    """Say yes, with care or no: by money that does not tie and lost rows, then by what is late or failed."""
    if not figures.get("source_count"):
        return "▼ No: nothing is loaded yet."
    apart, lost = figures["unreconciled_count"], figures["unconserved_count"]
    stale, failed = figures["stale_count"], figures["failed_check_count"]
    broken = [
        f"{things(apart, 'total')} of money differ" if apart else "",
        f"rows of {things(lost, 'source')} are unaccounted for" if lost else "",
    ]
    doubts = [
        "the last refresh failed" if refresh_status == "failed" else "",
        f"{things(stale, 'source')} late" if stale else "",
        f"{things(failed, 'failed check')}" if failed else "",
        f"{things(figures['flag_count'], 'flag')}" if figures["flag_count"] else "",
    ]
    because, with_care = ", ".join(filter(None, broken)), ", ".join(filter(None, doubts))
    refused = figures["rejected_count"]
    held = "every row is accounted for"
    held += f", {count(refused)} in quarantine" if refused else ""
    held += ", money ties to the cent"
    if because:
        return f"▼ No: {because}."
    if with_care:
        return f"◐ With care: {with_care}; {held}."
    return f"● Yes: all {things(figures['source_count'], 'source')} up to date, {held}."


def rows(figures: Figures) -> str:
    """Say what became of the rows that were read."""
    return (
        f"Rows: {count(figures['read_count'])} read, {count(figures['accepted_count'])} accepted, "
        f"{count(figures['rejected_count'])} in quarantine, "
        f"{count(figures['ignored_count'])} left out by rule"
    )


def compared(outcomes: pl.DataFrame) -> str:
    """Say whether all held that must hold, and how much is flagged."""
    if outcomes.is_empty():
        return "Checks: this version holds no record of them"
    compared, flagged = (int(outcomes[name].sum()) for name in ("comparison_count", "flag_count"))
    told = f"Checks: {things(compared, 'comparison')}"
    return f"{told}, {things(flagged, 'flag') if flagged else 'all hold'}"


def flags(outcomes: pl.DataFrame) -> list[str]:
    """Name what is flagged and where, a line for each."""
    return [_flag(row) for row in outcomes.iter_rows(named=True) if row["flag_count"]]


def _flag(outcome: Figures) -> str:
    told = outcome["flagged_scopes"][:SCOPES_TOLD]
    more = outcome["flag_count"] - len(told)
    return f"{words(outcome['invariant'])}: {', '.join(told)}{f' and {count(more)} more' if more else ''}"


def reconciled(figures: Figures, currency: str) -> str:
    """Say how much money was compared from the file to the mart, and by how much it differs at most."""
    amount, difference = figures["reconciled_amount"], figures["difference_amount"]
    if difference is None:
        return "Money: no ledger or budget"
    told = f"{money_exact(amount, currency)} compared" if amount is not None else "compared"
    return f"Money: {told}, largest difference {money_exact(difference, '').strip()}"
