"""The strategy map: every cent of change spend flows somewhere, broken paths and gaps are seen."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from analytics_app import charts, takeaways
from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows import example_tables
from tests.app.test_views import page_text, spend, tile

FLOWS = pl.DataFrame(
    {
        "theme_name": ["Growth", "Growth", "Growth", "Trust", "Trust"],
        "objective_code": ["O-1", "O-1", None, "O-2", None],
        "objective_name": ["Grow", "Grow", None, "Old aim", None],
        "key_result_code": ["K-1", "K-2", None, "K-3", None],
        "key_result_name": ["Orders", "Baskets", None, "Shops", None],
        "initiative_code": ["A", "A", "B", "C", "D"],
        "initiative_name": ["App", "App", "Bare", "Club", "Credit"],
        "flow_state": ["aligned", "aligned", "bet_no_kr", "ended", "bet_no_kr"],
        "actual_amount": [Decimal(50), Decimal(30), Decimal(15), Decimal(5), Decimal(-4)],
    },
    schema_overrides={"actual_amount": pl.Decimal(18, 4)},
)


def drawn(flows: pl.DataFrame) -> dict[str, Any]:
    return charts.strategy_map.strategy_map(flows, "alt", "EUR").option["baseOption"]["series"][0]


def visible(name: str) -> str:
    return name.lstrip("\u2060")


def flows_table(app: AppTest) -> Any:
    return next(f.value for f in app.dataframe if "flow_state" in f.value)


@pytest.mark.parametrize(
    ("query", "months", "where"),
    [
        ({}, range(1, 4), {}),
        ({"period": "FY26-P02"}, range(2, 3), {}),
        ({"theme": "Growth"}, range(1, 4), {"theme": "Growth"}),
        ({"stream": "Payments", "period": "FY26-P01"}, range(1, 2), {"stream": "Payments"}),
        ({"owner": "Owner 03"}, range(1, 4), {"owner": "Owner 03"}),
    ],
)
def test_the_paths_sum_to_the_change_spend(
    example_folder: Path, open_app: OpenApp, query: dict[str, str], months: range, where: dict[str, str]
) -> None:
    shown = flows_table(open_app(example_folder, "strategy_map", **query))
    change, aligned = spend(months, **where)
    rounding = len(shown) / 2  # the table shows whole euros
    assert shown["actual_amount"].sum() == pytest.approx(float(change), abs=rounding)
    served = shown[shown["flow_state"] == "Serves a live key result"]
    assert served["actual_amount"].sum() == pytest.approx(float(aligned), abs=rounding)


def test_tiles_part_the_money_by_where_it_goes(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "strategy_map")
    assert tile(app, "Change spend to date") == "EUR 606k"
    assert tile(app, "Aligned spend") == "47%"
    assert tile(app, "On key results not live") == "EUR 99k"  # 30 % of 330,000.60
    assert tile(app, "On no key result") == "EUR 222k"  # 20 % of it, 150,000 and 6,000.55
    assert "Of EUR 606k change spend 47% arrives at live key results; EUR 99k goes to key" in page_text(app)


def test_gaps_are_listed_with_their_reason(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "strategy_map")
    gaps = next(f.value for f in app.dataframe if "gap_kind" in f.value)
    assert gaps[["gap_code", "reason"]].to_numpy().tolist() == [
        ["O-3", "No key results"],
        ["K-3", "No initiative is linked"],
    ]
    assert tile(app, "Gaps") == "2"
    assert "1 objective without a live key result, 1 live key result without funded work." in page_text(app)


def test_a_theme_with_a_target_and_no_live_key_result_is_a_gap(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    left = [row for row in tables["marts.mart_key_results"] if row["theme_name"] != "Trust"]
    app = open_app(publish_tables(tmp_path, tables | {"marts.mart_key_results": left}), "strategy_map")
    gaps = next(f.value for f in app.dataframe if "gap_kind" in f.value)
    assert gaps["gap_name"].tolist()[0] == "Trust"
    assert "1 theme without a live objective" in page_text(app)


def test_the_picture_joins_each_member_to_the_next() -> None:
    links = {
        (visible(link["source"]), visible(link["target"])): link["value"] for link in drawn(FLOWS)["links"]
    }
    assert links == {
        ("Growth", "Grow"): 80,
        ("Grow", "Orders"): 50,
        ("Grow", "Baskets"): 30,
        ("Orders", "App"): 50,
        ("Baskets", "App"): 30,
        ("Growth", "▼ No key result"): 15,
        ("▼ No key result", "Bare"): 15,
        ("Trust", "▼ Old aim"): 5,
        ("▼ Old aim", "▼ Shops (ended)"): 5,
        ("▼ Shops (ended)", "Club"): 5,
    }


def test_credits_are_told_not_drawn() -> None:
    assert "Credit" not in {visible(node["name"]) for node in drawn(FLOWS)["data"]}
    assert takeaways.strategy_map.credits_left_out(FLOWS, "EUR") == (
        "Credits of EUR 4 cannot be drawn; they are in the table."
    )


def test_columns_do_not_mix_when_names_repeat() -> None:
    same = FLOWS.with_columns(
        theme_name=pl.lit("Same"), objective_name=pl.lit("Same"), initiative_name=pl.lit("Same")
    ).head(1)
    series = drawn(same)
    assert [node["depth"] for node in series["data"]] == [0, 1, 2, 3]
    assert len({node["name"] for node in series["data"]}) == 4


def test_many_members_become_one_and_no_money_is_lost() -> None:
    many = pl.concat(
        [
            FLOWS.head(1).with_columns(
                initiative_name=pl.lit(f"I{number}"),
                key_result_name=pl.lit(f"K{number}"),
                key_result_code=pl.lit(f"K{number}"),
                actual_amount=pl.lit(Decimal(number)).cast(pl.Decimal(18, 4)),
            )
            for number in range(1, 41)
        ]
    )
    series = drawn(many)
    assert "26 smaller initiatives" in {visible(node["name"]) for node in series["data"]}
    ends = [link["value"] for link in series["links"] if link["source"].startswith("\u2060" * 2)]
    assert sum(ends) == sum(range(1, 41))


def test_text_is_drawn_on_the_canvas_and_never_as_html() -> None:
    option = charts.strategy_map.strategy_map(FLOWS, "alt", "EUR").option["baseOption"]
    assert option["tooltip"]["renderMode"] == "richText"
    assert "formatter" not in str(option)


def test_no_money_draws_nothing() -> None:
    assert drawn(FLOWS.clear())["links"] == []
    assert takeaways.strategy_map.arrives(FLOWS.clear(), "EUR") == ""
