"""What queries share: the filters as SQL conditions, whose values travel as parameters, and sums of money."""

PERIOD = "(fiscal_period_start_date between $first_date and $last_date)"
THEMES = "(len($themes) = 0 or list_contains(cast($themes as varchar[]), theme_name))"
STREAMS = "(len($streams) = 0 or list_contains(cast($streams as varchar[]), value_stream_name))"
OWNERS = "(len($owners) = 0 or list_contains(cast($owners as varchar[]), owner_name))"
OBJECTIVE = "($objective is null or objective_code = $objective)"
MEMBERS = f"{THEMES} and {STREAMS} and {OWNERS}"

# Of each amount of mart_theme_spend: how many of its lines have no exchange rate.
_WITHOUT_RATE = {
    "actual": "unconverted_line_count",
    "aligned_actual": "unconverted_aligned_line_count",
    "budget": "unconverted_budget_line_count",
    "commitment": "unconverted_commitment_line_count",
    "forecast": "unconverted_forecast_line_count",
}


def known_sum(kind: str, condition: str = "true") -> str:
    """Return the SQL of a sum of theme spend: a line without an exchange rate makes it NULL, not smaller."""
    return (
        f"case when coalesce(sum({_WITHOUT_RATE[kind]}) filter (where {condition}), 0) = 0 "
        f"then sum({kind}_amount) filter (where {condition}) end"
    )
