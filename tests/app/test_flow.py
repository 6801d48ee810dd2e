"""Flow: throughput, times, efficiency, load and balance by value stream and period."""

from pathlib import Path

import polars as pl

from analytics_app import charts, takeaways
from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows.delivery import delivery_tables
from tests.app.test_views import page_text, tile


def test_flow_adds_up_over_the_year(delivery_folder: Path, open_app: OpenApp) -> None:
    app = open_app(delivery_folder, "flow")
    assert tile(app, "Throughput") == "42"  # 12 + 10 + 14 + 4 + 2
    assert tile(app, "Slowest flow time") == "21 days"
    assert tile(app, "Flow efficiency") == "50%"  # 550 of 1,100 seconds
    assert tile(app, "Work in progress") == "14"
    assert tile(app, "Stable streams") == "0 of 1"
    text = page_text(app)
    assert "20 stories were done in FY26-P03; the 2 periods before it made 11 on average." in text
    assert "Work piles up most in Shop: 25 began, 20 left." in text
    assert "FY26-P03: Story 80%, Bug 20%." in text
    assert "stories done in FY26; 3 cancelled" in text
    assert "1 from transitions, 1 from snapshots; 1 without a known start" in text


def test_period_stream_and_level_are_chosen_in_the_link(delivery_folder: Path, open_app: OpenApp) -> None:
    assert tile(open_app(delivery_folder, "flow", period="FY26-P02"), "Throughput") == "10"
    payments = open_app(delivery_folder, "flow", stream="Payments")
    assert tile(payments, "Throughput") == "2"
    assert tile(payments, "Flow efficiency") == "–"
    assert "No value: no status history" in page_text(payments)
    assert tile(payments, "Slowest flow time") == "–"
    epics = open_app(delivery_folder, "flow", level="Epics")
    assert tile(epics, "Throughput") == "1"
    assert tile(epics, "Flow efficiency") == "25%"
    assert tile(epics, "Stable streams") == "–"


def test_the_measure_is_chosen_in_the_link(delivery_folder: Path, open_app: OpenApp) -> None:
    app = open_app(delivery_folder, "flow", measure="Lead time", percentile="Half")
    assert not app.exception
    assert "Lead time is longest in Shop: half of the items of FY26-P03 took 9 days or less." in page_text(
        app
    )
    bugs = open_app(delivery_folder, "flow", type="Bug")
    assert "there are no percentiles" in page_text(bugs)


def test_d16_an_unmapped_status_makes_efficiency_unknown(tmp_path: Path, open_app: OpenApp) -> None:
    tables = delivery_tables()
    (first, *others) = tables["marts.mart_flow"]
    rows = [first | {"unmapped_item_count": 1}, *others]
    app = open_app(publish_tables(tmp_path, {**tables, "marts.mart_flow": rows}), "flow")
    assert tile(app, "Flow efficiency") == "–"
    assert "No value: a status is not mapped" in page_text(app)


def test_cumulative_flow_counts_what_was_done_since_the_first_day() -> None:
    frame = pl.DataFrame(
        {
            "calendar_date": ["2026-03-24", "2026-03-24", "2026-03-31", "2026-03-31", "2026-03-31"],
            "status_category": ["done", "in_progress", "done", "in_progress", "cancelled"],
            "item_count": [100, 5, 112, 9, 4],
        }
    ).with_columns(pl.col("calendar_date").str.to_date())
    rows = charts.flow.cumulative(frame, "alt").rows
    counted = {(row["day"], row["state"]): row["count"] for row in rows.iter_rows(named=True)}
    assert counted == {
        ("24 Mar 2026", "Done"): 0.0,
        ("24 Mar 2026", "In progress"): 5.0,
        ("31 Mar 2026", "Done"): 12.0,
        ("31 Mar 2026", "In progress"): 9.0,
    }
    assert takeaways.flow.cumulative(frame) == (
        "9 items in progress at the end, 4 more than at the beginning."
    )
    assert charts.flow.cumulative(frame.clear(), "").rows.is_empty()


def test_cells_without_a_percentile_show_a_dot_and_say_why() -> None:
    frame = pl.DataFrame(
        {"fiscal_period_label": ["P1", "P2"], "fiscal_period_start_date": ["2026-01-01", "2026-02-01"],
         "value_stream_name": ["Shop", "Shop"], "flow_time_p85_days": [20.4, None],
         "flow_time_reason": [None, "fewer_than_ten"], "flow_time_item_count": [12, 4]}
    )  # fmt: skip
    rows = charts.flow.times(frame, "flow_time_p85_days", "Flow time", "alt").rows
    assert rows["label"].to_list() == ["20", "·"]
    assert rows["told"].to_list() == ["20.4 days", "Fewer than ten items"]
    assert charts.flow.times(frame.clear(), "flow_time_p85_days", "Flow time", "").rows.is_empty()
    assert charts.flow.throughput(pl.DataFrame(
        schema={"fiscal_period_label": pl.String, "type_name": pl.String, "throughput_count": pl.Int64}
    ), "").rows.is_empty()  # fmt: skip
