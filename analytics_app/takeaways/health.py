"""Whether the figures can be trusted, in a sentence."""

from typing import Any

from analytics_app.formatting import things

Figures = dict[str, Any]


def health(figures: Figures) -> str:
    """Say whether the data is fresh, conserved and reconciled."""
    if not figures.get("source_count"):
        return ""
    stale, apart = figures["stale_count"], figures["unreconciled_count"]
    fresh = "All sources are up to date" if not stale else f"{things(stale, 'source')} late"
    conserved = (
        "every row read is accounted for" if not figures["unconserved_count"] else "rows are unaccounted for"
    )
    ties = "money ties to the cent" if not apart else f"{things(apart, 'total')} of money differ"
    return f"{fresh}; {conserved}; {ties}."
