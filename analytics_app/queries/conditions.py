"""The filters as SQL conditions over columns that the marts share. Values travel as parameters."""

PERIOD = "(fiscal_period_start_date between $first_date and $last_date)"
THEMES = "(len($themes) = 0 or list_contains(cast($themes as varchar[]), theme_name))"
STREAMS = "(len($streams) = 0 or list_contains(cast($streams as varchar[]), value_stream_name))"
OWNERS = "(len($owners) = 0 or list_contains(cast($owners as varchar[]), owner_name))"
MEMBERS = f"{THEMES} and {STREAMS} and {OWNERS}"
