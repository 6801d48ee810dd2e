"""The portfolio kanban: limits, ageing, and what the queues cost."""

from pathlib import Path

import polars as pl

from analytics_app import charts, takeaways
from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows.delivery import delivery_tables
from tests.app.test_views import page_text, tile


def test_the_board_tells_limits_ages_and_costs(delivery_folder: Path, open_app: OpenApp) -> None:
    app = open_app(delivery_folder, "kanban")
    assert tile(app, "Above a limit") == "1"
    assert tile(app, "Cost of breaches") == "EUR 64k"
    assert tile(app, "Before delivery") == "EUR 30k"
    assert tile(app, "Blocked") == "1"
    assert tile(app, "Longest in its state") == "86"  # 5 January to 31 March
    text = page_text(app)
    assert "In delivery holds 3 initiatives, 1 above its limit of 2." in text
    assert "On 15 days above a limit, what waited before it cost EUR 64k." in text
    assert "▲ 3 of 2: 1 over" in text
    assert "days: Faster checkout" in text
    assert "a week; 1 of 2 estimated" in text


def test_a_card_tells_cost_age_and_state(delivery_folder: Path, open_app: OpenApp) -> None:
    text = page_text(open_app(delivery_folder, "kanban"))
    assert "**Fraud shield**" in text
    assert "57 days here" in text  # 3 February to 31 March
    assert "31 days or more here" in text  # seen first on 1 March
    assert "▼ Blocked" in text
    assert "no cost known" in text


def test_filters_choose_cards_but_not_limits(delivery_folder: Path, open_app: OpenApp) -> None:
    app = open_app(delivery_folder, "kanban", theme="Trust")
    assert tile(app, "Above a limit") == "1"
    assert tile(app, "Before delivery") == "EUR 30k"
    assert tile(app, "Longest in its state") == "57"
    assert app.dataframe[0].value["initiative_code"].tolist() == ["B-2"]


def test_many_initiatives_leave_the_board_short(tmp_path: Path, open_app: OpenApp) -> None:
    tables = delivery_tables()
    (first, *others) = tables["marts.mart_initiative_states"]
    many = [first | {"initiative_code": f"N-{n}", "initiative_name": f"Next {n}"} for n in range(3000)]
    stays = [first, *others, *many]
    app = open_app(publish_tables(tmp_path, {**tables, "marts.mart_initiative_states": stays}), "kanban")
    assert not app.exception
    assert "and 2,999 more in the table below" in page_text(app)  # 3 + 3,000 in delivery, 4 shown
    assert len(app.markdown) < 60
    assert "The first 2,000 of 3,005 rows" in page_text(app)


def test_without_limits_nothing_exceeds_one(tmp_path: Path, open_app: OpenApp) -> None:
    gone = ("wip_limit", "excess_count", "breach_day_count", "waiting_cost_amount")
    rows = [row | dict.fromkeys(gone) for row in delivery_tables()["marts.mart_wip_limits"]]
    app = open_app(publish_tables(tmp_path, {**delivery_tables(), "marts.mart_wip_limits": rows}), "kanban")
    assert not app.exception
    assert tile(app, "Above a limit") == "–"
    assert tile(app, "Cost of breaches") == "–"
    text = page_text(app)
    assert "No value: no limit is set" in text
    assert 'What waits as "approved, not begun" costs EUR 30k a week (1 initiative).' in text
    assert "No state has a limit" in text


def test_the_steps_end_on_the_day_of_the_data() -> None:
    history = pl.DataFrame(
        {"portfolio_state": ["ready", "ready"], "initiative_count": [1, 2], "wip_limit": [1, None],
         "valid_from_date": ["2026-03-01", "2026-03-10"], "as_of_date": ["2026-03-31"] * 2}
    ).with_columns(pl.col("valid_from_date", "as_of_date").str.to_date())  # fmt: skip
    rows = charts.board.limits(history, "alt").rows
    assert rows["count"].to_list() == [1.0, 2.0, 2.0]
    assert rows["limit"].to_list() == [1.0, None, None]
    assert rows["label"].to_list()[-1] == "Approved, not begun: 2 of no limit"
    assert (rows["at"][2] - rows["at"][1]) / 86_400_000 == 21
    assert charts.board.limits(history.clear(), "").rows.is_empty()
    nothing = pl.DataFrame(schema={"portfolio_state": pl.String, "cost_of_delay_per_week_amount": pl.Float64})
    assert takeaways.board.queue(nothing, "EUR") == ""


def test_breaches_say_of_how_many_the_cost_is_not_whole(tmp_path: Path, open_app: OpenApp) -> None:
    tables = delivery_tables()
    limits = tables["marts.mart_wip_limits"]
    partly = [row | ({"uncosted_count": 1} if row["waiting_count"] else {}) for row in limits]
    app = open_app(publish_tables(tmp_path, tables | {"marts.mart_wip_limits": partly}), "kanban")
    assert tile(app, "Cost of breaches") == "EUR 64k"
    assert "over 15 days; 1 breach not estimated in full" in page_text(app)
    without = [row | {"waiting_cost_amount": None} for row in partly]
    app = open_app(publish_tables(tmp_path, tables | {"marts.mart_wip_limits": without}), "kanban")
    assert tile(app, "Cost of breaches") == "–"
    assert "No value: no limit was exceeded" not in page_text(app)
