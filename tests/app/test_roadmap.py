"""The roadmap: late against the needed day, plans that moved, and needs that break."""

from pathlib import Path

import polars as pl

from analytics_app import charts, takeaways
from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows.delivery import delivery_tables
from tests.app.test_views import page_text, tile


def test_the_roadmap_tells_what_comes_too_late(delivery_folder: Path, open_app: OpenApp) -> None:
    app = open_app(delivery_folder, "roadmap")
    assert tile(app, "Late") == "2 of 3"  # B-1 by 28 days, B-4 by 30; B-2 has 3 days to spare
    assert tile(app, "Late ones cost") == "EUR 12k"  # 8,000 + 4,000
    assert tile(app, "Plans that moved") == "1"
    assert tile(app, "Needs at risk") == "2 of 3"
    assert tile(app, "With dates") == "3 of 4"
    text = page_text(app)
    assert "2 of 3 initiatives with dates will miss their needed day; Warehouse robots is furthest" in text
    assert "Faster checkout needs Warehouse robots on 15 Apr 2026 and gets it 56 days too late" in text
    assert "the furthest by 30 days" in text


def test_the_expected_day_says_where_it_comes_from(delivery_folder: Path, open_app: OpenApp) -> None:
    plan = open_app(delivery_folder, "roadmap").dataframe[0].value.set_index("initiative_code")
    expected = {code: str(day)[:10] for code, day in plan["expected_date"].items()}
    assert expected == {"B-1": "2026-04-28", "B-2": "2026-04-28", "B-4": "2026-06-10", "B-5": "NaT"}
    assert plan["forecast_source"]["B-4"] == "Register's forecast"
    assert plan["forecast_source"]["B-1"] == "Weeks left from today"
    assert plan["timing"].to_dict() == {
        "B-1": "▼ Late", "B-2": "● In time", "B-4": "▼ Late", "B-5": "No needed date"
    }  # fmt: skip
    assert plan["moved_days"]["B-1"] == 30


def test_filters_and_switches_come_from_the_link(delivery_folder: Path, open_app: OpenApp) -> None:
    assert tile(open_app(delivery_folder, "roadmap", theme="Growth"), "Late") == "1 of 1"
    app = open_app(delivery_folder, "roadmap", show="Late", colour="Health")
    assert not app.exception
    assert "2 of 2 initiatives drawn end after the day they are needed" in page_text(app)
    assert open_app(delivery_folder, "roadmap", theme="Trust").dataframe[1].value[
        "dependency_risk"
    ].tolist() == ["Unknown"]


def test_without_dates_nothing_is_late_and_nothing_is_in_time(tmp_path: Path, open_app: OpenApp) -> None:
    dims = [
        row | {"needed_date": None, "started_date": None, "remaining_duration_weeks": None,
               "forecast_delivery_date": None, "ready_date": None}
        for row in delivery_tables()["core.dim_initiative"]
    ]  # fmt: skip
    app = open_app(publish_tables(tmp_path, {**delivery_tables(), "core.dim_initiative": dims}), "roadmap")
    assert not app.exception
    assert tile(app, "Late") == "–"
    assert "No value: no needed date" in page_text(app)
    assert "None of this kind has a date" in page_text(app)


def test_initiatives_of_one_name_keep_a_row_each(delivery_folder: Path, open_app: OpenApp) -> None:
    plan = pl.DataFrame(
        {
            "initiative_code": ["A", "B"], "initiative_name": ["Same", "Same"], "theme_name": ["T", "T"],
            "reported_status": [None, "red"], "late_days": [5, None], "timing": ["late", "no_needed_date"],
        }
    ).with_columns(
        *(pl.lit(day).str.to_date().alias(name) for name, day in
          {"as_of_date": "2026-03-31", "started_date": "2026-01-01", "ready_date": "2026-01-01",
           "expected_date": "2026-04-05", "needed_date": "2026-03-31", "baseline_date": "2026-03-01"}.items())
    )  # fmt: skip
    needs = pl.DataFrame(
        {"initiative_code": ["A"], "provider_initiative_code": ["B"], "initiative_dependency_key": ["k"],
         "initiative_name": ["Same"], "provider_initiative_name": ["Same"], "dependency_risk": ["late"]}
    ).with_columns(
        pl.lit("2026-03-01").str.to_date().alias("needed_date"),
        pl.lit("2026-04-01").str.to_date().alias("expected_date"),
    )  # fmt: skip
    chart = charts.roadmap.roadmap(plan, needs, "reported_status", "alt")
    rows = chart.rows.filter(pl.col("kind") == "initiative")
    assert rows["row"].to_list() == ["Same (A)", "Same (B)"]
    assert rows["label"].to_list() == ["5 days late · Not reported", "No needed date · ▼ Red"]
    links = chart.rows.filter(pl.col("kind") == "link")
    assert links["row"].to_list() == ["Same (B)", "Same (A)"]
    assert links["begin"].to_list() == [1775001600000.0, 1772323200000.0]  # 1 April, 1 March 2026 UTC
    assert {str(kind) for kind in chart.rows.dtypes} == {"String", "Float64"}
    assert charts.roadmap.roadmap(plan.clear(), needs, "theme_name", "").rows.is_empty()


def test_a_need_without_any_day_is_told_without_a_number() -> None:
    plan = pl.DataFrame(schema={"late_days": pl.Int64})
    needs = pl.DataFrame(
        {"initiative_name": ["A"], "provider_initiative_name": ["B"], "dependency_risk": ["late"],
         "slack_days": [None], "blast_per_week_amount": [None], "needed_date": ["2026-03-01"]}
    )  # fmt: skip
    assert takeaways.roadmap.roadmap(plan, needs, "EUR") == (
        "A needs B on 1 Mar 2026 and gets it later: the day has passed, and no other is known."
    )


def test_names_that_a_person_may_not_see_are_not_told(tmp_path: Path, open_app: OpenApp) -> None:
    tables = delivery_tables()
    needs = [row | {"provider_initiative_name": None} for row in tables["marts.mart_dependencies"]]
    app = open_app(publish_tables(tmp_path, {**tables, "marts.mart_dependencies": needs}), "roadmap")
    assert not app.exception
    assert "Faster checkout needs an initiative that you do not see on 15 Apr 2026" in page_text(app)


def test_what_is_not_drawn_is_told() -> None:
    told = takeaways.roadmap.how_to_read(more=4960, undated=7, kind="all")
    assert "And 4,960 more in the table: the dearest are drawn." in told
    assert "7 initiatives without any date are in the table only." in told
    assert "without any date" not in takeaways.roadmap.how_to_read(more=0, undated=7, kind="late")
