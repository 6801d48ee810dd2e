"""OKRs: score against pace, confidence, roll-up, findings; one objective by its link."""

from datetime import date
from pathlib import Path

import polars as pl

from analytics_app import charts, takeaways
from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows import example_tables
from tests.app.test_views import page_text, tile

CHECK_INS = pl.DataFrame(
    {
        "key_result_code": ["K-1", "K-2", "K-1", "K-2"],
        "key_result_name": ["Orders", "Losses", "Orders", "Losses"],
        "check_in_date": [date(2026, 1, 20), date(2026, 1, 20), date(2026, 3, 20), date(2026, 3, 20)],
        "score": [0.1, 0.0, 0.3, 0.05],
        "confidence": [0.6, 0.6, 0.6, 0.6],
    }
)


def test_objectives_and_key_results_are_counted(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "okrs")
    assert tile(app, "Objectives on track") == "1 of 2"
    assert tile(app, "Key results on pace") == "1 of 3"
    assert tile(app, "Quality findings") == "2"
    assert "1 of 2 objectives behind pace, Grow and stay safe the furthest: 15% of 25% expected" in page_text(
        app
    )


def test_confidence_that_nobody_stated_says_so(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "okrs")
    assert tile(app, "Confidence") == "–"
    assert "No value: no confidence stated" in page_text(app)


def test_confidence_is_the_mean_of_what_is_stated(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    stated = {"K-1": 0.8, "K-2": 0.5, "K-4": 0.1}  # K-4 is not live
    rows = [
        row | {"confidence": stated.get(row["key_result_code"])} for row in tables["marts.mart_key_results"]
    ]
    app = open_app(publish_tables(tmp_path, tables | {"marts.mart_key_results": rows}), "okrs")
    assert tile(app, "Confidence") == "65%"
    assert "2 of 3 live key results state one" in page_text(app)


def test_a_link_opens_one_objective(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "okrs", objective="O-1 Grow and stay safe")
    assert app.selectbox(key="objective").value == "O-1 Grow and stay safe"
    assert tile(app, "Objectives on track") == "0 of 1"
    assert "Grow and stay safe is at risk: 15% of 25% expected (-10.0 pp)." in page_text(app)
    assert "Orders in the app moved most: from 10% to 30% since its first check-in." in page_text(app)
    other = open_app(example_folder, "okrs", objective="O-2 Ship without waste")
    assert tile(other, "Quality findings") == "0"
    assert "No check-in of this objective has a score yet" in page_text(other)


def test_a_link_to_an_objective_that_is_no_more_shows_all(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "okrs", objective="O-99 Gone")
    assert not app.exception
    assert app.selectbox(key="objective").value == "All objectives"


def test_themes_and_owners_apply(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "okrs", theme="Efficiency")
    assert tile(app, "Objectives on track") == "1 of 1"
    assert tile(app, "Key results on pace") == "0 of 1"
    assert tile(app, "Quality findings") == "0"


def test_an_objective_without_a_score_says_why(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "okrs")
    table = next(f.value for f in app.dataframe if "score_coverage_share" in f.value)
    row = table.set_index("objective_code").loc["O-3"]
    assert row.isna()["score"]
    assert row["score_reason"] == "No key results"
    assert table.set_index("objective_code").loc["O-1", "score_coverage_share"] == 90


def test_findings_come_with_their_fix(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "okrs")
    findings = next(f.value for f in app.dataframe if "fix_text" in f.value)
    assert findings[["entity_code", "fix_text"]].to_numpy().tolist() == [
        ["K-4", "Check in a value."],
        ["O-1", "Name one person."],
    ]


def test_the_trend_is_drawn_from_doubles_and_named() -> None:
    chart = charts.okrs.trend(CHECK_INS, "alt")
    assert chart.rows["label"].to_list() == ["10%", "0%", "30%", "5%"]
    assert set(chart.rows["name"]) == {"Orders", "Losses"}
    assert takeaways.okrs.trend(CHECK_INS) == ("Orders moved most: from 10% to 30% since its first check-in.")


def test_charts_and_sentences_of_nothing() -> None:
    assert charts.okrs.trend(CHECK_INS.clear(), "").rows.is_empty()
    assert takeaways.okrs.trend(CHECK_INS.clear()) == ""


def test_of_nothing_there_is_no_part(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables() | {"marts.mart_key_results": [], "marts.mart_objectives": []}
    folder = publish_tables(tmp_path, tables)
    app = open_app(folder, "okrs")
    for name in ("Objectives on track", "Key results on pace", "Scored key results"):
        assert tile(app, name) == "–"
    assert "No value: no live key result" in page_text(app)
    assert tile(open_app(folder, "alignment"), "Live key results") == "–"
