"""The example with the dates, boards, flow and plans that the tests of these pages count by hand."""

from tests.app.published_folder import Row
from tests.app.rows import board, capacity, example_tables, flow, plans


def delivery_tables() -> dict[str, list[Row]]:
    """Return the rows of every table, those of these pages as their tests expect them."""
    return example_tables() | plans.tables() | board.tables() | flow.tables() | capacity.tables()
