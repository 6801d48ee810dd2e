"""The fiscal year's envelope: what is left of it and how long that lasts (M42)."""

from typing import Any

from analytics_app.session import Filters, ask_one


def envelope(filters: Filters) -> dict[str, Any]:
    """Return the envelope of the one chosen theme or value stream, else of the portfolio.

    What is left adds up over scopes; how long it lasts does not.
    """
    kind, name = _scope(filters)
    return ask_one(
        """
        select *, date_diff('day', as_of_date, run_out_date) / 7 as runway_weeks
        from marts.mart_envelopes where scope_kind = $kind and scope_name = $name
        """,
        kind=kind,
        name=name,
    )


def _scope(filters: Filters) -> tuple[str, str]:
    if len(filters.themes) == 1 and not filters.streams and not filters.owners:
        return "theme", filters.themes[0]
    if len(filters.streams) == 1 and not filters.themes and not filters.owners:
        return "value_stream", filters.streams[0]
    return "portfolio", "portfolio"
