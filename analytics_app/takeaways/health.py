"""Whether the figures can be trusted, in a sentence."""

from typing import Any

from analytics_app.formatting import count, things

Figures = dict[str, Any]


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
