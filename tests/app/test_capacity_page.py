"""Capacity: demand over supply, who competes for it, and what depends on whom."""

from pathlib import Path

import pytest

from analytics_app import charts, takeaways
from analytics_app.row_access import WHOLE
from analytics_app.warehouse import select, served_version
from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows import capacity
from tests.app.rows.delivery import delivery_tables
from tests.app.test_views import page_text, tile


def test_the_weeks_ahead_add_up(delivery_folder: Path, open_app: OpenApp) -> None:
    app = open_app(delivery_folder, "capacity")
    assert tile(app, "Demand over supply") == "114%"  # (180 + 140) of (180 + 100) hours
    assert tile(app, "Beyond supply") == "60 h"  # 20 + 30 + 10
    assert tile(app, "Teams beyond supply") == "2 of 3"
    assert tile(app, "Pairs in conflict") == "1"
    assert tile(app, "Needs at risk") == "2 of 3"
    text = page_text(app)
    assert "In the 2 weeks ahead, demand is 114% of supply." in text
    assert "Shop team is beyond its supply in 2 weeks, by 50 hours in all." in text
    assert "compete for Shop team in 2 weeks" in text
    assert "The fullest week ahead begins on 13 Apr 2026: 140% of supply, 2 of 2 teams beyond theirs." in text
    assert "1 come too late; 1 knot of loops" in text


def test_conflicts_follow_the_filters_and_the_plan_does_not(delivery_folder: Path, open_app: OpenApp) -> None:
    app = open_app(delivery_folder, "capacity", theme="Trust")
    assert tile(app, "Beyond supply") == "60 h"
    assert tile(app, "Pairs in conflict") == "0"
    conflicts = app.dataframe[0].value
    assert conflicts["initiative_code"].tolist() == ["B-2"]
    assert conflicts["future_week_count"].tolist() == [0]


def test_hours_beyond_supply_are_summed_over_weeks_not_over_pairs(
    delivery_folder: Path, open_app: OpenApp
) -> None:
    conflicts = open_app(delivery_folder, "capacity").dataframe[0].value
    shop = conflicts[conflicts["resource_name"] == "Shop team"]
    assert shop["over_allocated_hours"].tolist() == [50]
    assert shop["future_week_count"].tolist() == [2]
    assert str(shop["first_week_date"].iloc[0])[:10] == "2026-04-06"


def test_a_team_opens_its_people(delivery_folder: Path, open_app: OpenApp) -> None:
    app = open_app(delivery_folder, "capacity", team="Shop team")
    assert not app.exception
    assert app.dataframe[1].value["resource_name"].tolist() == ["Person 1"]
    assert app.dataframe[1].value["utilisation"].tolist() == [pytest.approx(125)]
    alone = open_app(delivery_folder, "capacity", team="Core team")
    assert "The plan names no people of this team" in page_text(alone)


def test_demand_without_supply_is_marked_and_has_no_ratio(delivery_folder: Path) -> None:
    found = select(
        served_version(delivery_folder),
        WHOLE,
        "select * from marts.mart_capacity where resource_kind = 'team' order by resource_name",
    )
    cells = {
        (row["resource_name"], row["week"]): (row["band"], row["label"])
        for row in charts.capacity.heat(found, "alt").rows.iter_rows(named=True)
    }
    assert cells["New team", "13 Apr"] == ("▲ no supply", "▲–")
    assert cells["Shop team", "6 Apr"] == ("▲ 100 to 120%", "▲120%")
    assert cells["Shop team", "13 Apr"] == ("▲ above 120%", "▲130%")
    assert cells["Core team", "6 Apr"] == ("below 80%", "75%")
    assert cells["Core team", "13 Apr"] == (None, "–")
    assert charts.capacity.heat(found.clear(), "").rows.is_empty()
    assert takeaways.capacity.worst(found.clear()) == ""


def test_a_plan_of_the_past_says_that_it_has_no_week_ahead(tmp_path: Path, open_app: OpenApp) -> None:
    tables = delivery_tables()
    past = {
        name: [row for row in rows if row["week_start_date"] == capacity.BEGUN]
        for name, rows in capacity.tables().items()
    }
    app = open_app(publish_tables(tmp_path, {**tables, **past}), "capacity")
    assert not app.exception
    assert tile(app, "Demand over supply") == "–"
    assert "No value: the plan has no week ahead" in page_text(app)
