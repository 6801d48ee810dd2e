"""The filters as SQL conditions over columns that the marts share."""

PERIOD = "($period in (fiscal_year_label, fiscal_quarter_label, fiscal_period_label))"
THEMES = "(len($themes) = 0 or list_contains(cast($themes as varchar[]), theme_name))"
STREAMS = "(len($streams) = 0 or list_contains(cast($streams as varchar[]), value_stream_name))"
OWNERS = "(len($owners) = 0 or list_contains(cast($owners as varchar[]), owner_name))"
MEMBERS = f"{THEMES} and {STREAMS} and {OWNERS}"
