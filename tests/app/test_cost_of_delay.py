"""The sections of the page of cost of delay; figures worked out by hand from the example rows."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows import example_tables
from tests.app.test_views import page_text


def opened(open_app: OpenApp, folder: Path, section: str, **query: str) -> AppTest:
    """Open the page as a link to one of its sections would."""
    return open_app(folder, "cost_of_delay", delay_section=section, **query)


def test_the_order_of_money_is_priced_against_today_and_points(
    example_folder: Path, open_app: OpenApp
) -> None:
    app = opened(open_app, example_folder, "Order")
    text = page_text(app)
    assert not app.exception
    assert (
        "Doing all 3 initiatives in the order of money instead of today's would save EUR 88k of delay."
        in text
    )
    assert (
        "the 2 initiatives of batch 2026-Q1 in the order of money instead of today's would save EUR 92k"
        in text
    )
    assert "The order of points is 50% dearer than that of money." in text
    moves = app.dataframe[0].value.set_index("initiative_code")
    assert list(moves.index) == ["B-2", "B-1", "B-4"]
    assert moves["moves_up_count"].tolist() == [1, -1, 0]
    assert moves["saved_amount"].tolist() == [120000, -32000, 0]
    assert moves.loc["B-1", "batch_wsjf_position"] == 1
    assert moves["batch_wsjf_position"].isna()["B-4"]


def test_who_would_move_follows_the_filters(example_folder: Path, open_app: OpenApp) -> None:
    app = opened(open_app, example_folder, "Order", theme="Trust")
    assert app.dataframe[0].value["initiative_code"].tolist() == ["B-2"]
    assert "Doing all 3 initiatives" in page_text(app)  # the sequence is of the whole portfolio


def test_what_is_lost_so_far_is_told_by_state(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    parts = {"B-1": (0, 24000, 0), "B-2": (240000, 0, 0), "B-4": (0, 5000, 3000)}
    names = ("accrued_in_queue_amount", "accrued_in_active_amount", "accrued_in_blocked_amount")
    tables["marts.mart_cost_of_delay"] = [
        row | dict(zip(names, parts.get(row["initiative_code"], (None,) * 3), strict=True))
        for row in tables["marts.mart_cost_of_delay"]
    ]
    app = opened(open_app, publish_tables(tmp_path, tables), "So far")
    assert "EUR 272k lost since work was ready, most of it while waiting." in page_text(app)
    lost = app.dataframe[0].value.set_index("initiative_code")
    assert list(lost.index) == ["B-2", "B-1", "B-4"]
    assert lost.loc["B-4", "missing_reason"] == "No needed date"


def test_coverage_stands_beside_what_is_not_estimated(example_folder: Path, open_app: OpenApp) -> None:
    app = opened(open_app, example_folder, "Estimates")
    assert "3 of 4 live initiatives have a current estimate, which take 90% of the spend." in page_text(app)
    missing, findings = (table.value for table in app.dataframe)
    assert missing["initiative_code"].tolist() == ["B-5"]
    assert missing["missing_reason"].tolist() == ["No estimate"]
    assert findings["rule_name"].tolist() == ["Nobody in the batch has a 1 to compare with"]
