"""The overview answers what to fund, what to question, whether to trust; and what changed since a review."""

from datetime import date
from pathlib import Path

from analytics_app import reviews
from analytics_app.warehouse import Version
from tests.app.conftest import OpenApp
from tests.app.published_folder import Row, publish_tables, record_refresh
from tests.app.rows import example_tables
from tests.app.rows.leadership import restatement_rows
from tests.app.rows.organisation import RUN
from tests.app.test_views import page_text, tile


def changed(table: str, key: str, code: str, **values: object) -> dict[str, list[Row]]:
    """Return the example with one row of a table changed."""
    tables = example_tables()
    return tables | {table: [row | values if row[key] == code else row for row in tables[table]]}


def in_february() -> dict[str, list[Row]]:
    """Return what was known at the end of February: less is aligned, nothing blocked or without a reason."""
    tables = example_tables()
    strategy = [row | {"aligned_spend_share": 0.40} for row in tables["marts.mart_strategy"]]
    delay = changed("marts.mart_cost_of_delay", "initiative_code", "B-4", delay_state="active")
    lost = changed("marts.mart_initiatives", "initiative_code", "B-3", is_green_without_live_key_result=False)
    behind = changed("marts.mart_key_results", "key_result_code", "K-2", derived_status="on_track")
    run = RUN | {"as_of_date": date(2026, 2, 28), "fiscal_period_label": "FY26-P02"}
    return (
        tables
        | {"marts.mart_strategy": strategy, "marts.mart_run": [run]}
        | {name: delay[name] for name in ("marts.mart_cost_of_delay",)}
        | {name: lost[name] for name in ("marts.mart_initiatives",)}
        | {name: behind[name] for name in ("marts.mart_key_results",)}
    )


def with_review(root: Path, before: dict[str, list[Row]] | None = None) -> Path:
    """Publish the example beside a review of February, as it was known on 5 March."""
    day, known = date(2026, 2, 28), date(2026, 3, 5)
    publish_tables(root, before or in_february(), as_of=day, as_known_on=known)
    now = example_tables() | {"marts.mart_restatements": restatement_rows()}
    folder = publish_tables(root, now, "1" * 64)
    record_refresh(folder, "published")
    return folder


def test_the_first_cards_answer_what_leadership_asks(example_folder: Path, open_app: OpenApp) -> None:
    text = page_text(open_app(example_folder))
    assert "Fraud shield waits: every week costs EUR 30k." in text
    assert "Trust gets only 5% of spend against a target of 30%." in text
    assert "is reported green but serves no live key result: EUR 12k a week." in text
    assert "Growth takes 79% of spend against a target of 50%." in text
    assert "◐ With care: 1 source late, 1 failed check; every row is accounted for" in text
    assert "Cost of delay covers 3 of 4 initiatives." in text


def test_money_that_does_not_tie_is_not_trusted(tmp_path: Path, open_app: OpenApp) -> None:
    tables = changed("marts.mart_reconciliation", "reconciliation_key", "1", is_reconciled=False)
    text = page_text(open_app(publish_tables(tmp_path, tables)))
    assert "▼ No: 1 total of money differ" in text


def test_envelope_and_runway_of_the_portfolio(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder)
    assert tile(app, "Left in the envelope") == "EUR 2.54M"
    assert tile(app, "Runway") == "10 Jan 2027"
    assert "of EUR 3.36M in FY26, run included" in page_text(app)
    assert "41 weeks at EUR 272k a period; ● 10 days beyond the year" in page_text(app)


def test_envelope_of_the_one_theme_chosen_ends_before_the_year(
    example_folder: Path, open_app: OpenApp
) -> None:
    app = open_app(example_folder, theme="Growth")
    assert tile(app, "Left in the envelope") == "EUR 1.38M"
    assert "38 weeks at EUR 160k a period; ▼ 12 days before the year ends" in page_text(app)


def test_a_runway_that_cannot_be_told_says_why(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, stream="Logistics")
    assert tile(app, "Runway") == "–"
    assert "No value: nothing was spent in three periods" in page_text(app)
    assert "whole portfolio" in page_text(open_app(example_folder, theme=["Growth", "Trust"]))


def test_decisions_on_the_agenda_tell_what_waiting_costs(example_folder: Path, open_app: OpenApp) -> None:
    text = page_text(open_app(example_folder))
    assert "10 Apr 2026: accelerate, moves EUR 50k, delay costs EUR 30k a week" in text
    assert "2 May 2026: stop, cost of delay unknown: no estimate" in text
    assert "Each week of waiting costs EUR 30k; of 1 it is unknown." in text
    assert "Each week of waiting costs EUR 34k." in text  # what waits, 30k, and what is blocked, 4k
    assert "15 Feb 2026" not in text  # taken already


def test_without_an_earlier_review_the_page_says_how_to_make_one(
    example_folder: Path, open_app: OpenApp
) -> None:
    app = open_app(example_folder)
    assert "portfolio refresh --as-of DAY --as-known-on DAY" in page_text(app)
    assert "since" not in {element.key for element in app.selectbox}


def test_figures_stand_beside_those_of_the_last_review(tmp_path: Path, open_app: OpenApp) -> None:
    app = open_app(with_review(tmp_path))
    assert app.selectbox(key="since").value.startswith("28 Feb 2026, as known on 5 Mar 2026")
    figures = next(f.value for f in app.dataframe if "value_then" in f.value).set_index("review_figure")
    assert list(figures.loc["Aligned spend, fiscal year to date (M20)"]) == [
        "40.0%", "47.0%", "▲ +7.0 pp, better",
    ]  # fmt: skip
    assert list(figures.loc["Of which waiting or blocked, a week"]) == [
        "EUR 30k", "EUR 34k", "▲ +EUR 4,000, worse",
    ]  # fmt: skip
    assert list(figures.loc["Live key results on pace"]) == ["2", "1", "▼ -1, worse"]
    assert figures.loc["Cost of delay a week (M08)", "change"] == "same"


def test_what_changed_since_is_listed(tmp_path: Path, open_app: OpenApp) -> None:
    app = open_app(with_review(tmp_path))
    changes = next(f.value for f in app.dataframe if "change_kind" in f.value)
    listed = {
        tuple(row)
        for row in changes[["change_kind", "state_then", "state_now"]].fillna("").itertuples(index=False)
    }
    assert listed == {
        ("Green without a key result", "Not so then", "Initiative without a key result"),
        ("Decision taken", "", "Pause on 20 Mar 2026, moved EUR 20k"),
        ("Closed period restated", "EUR 109k", "EUR 110k (+EUR 1,000)"),
        ("Initiative", "In delivery", "Blocked"),
        ("Key result", "On track", "At risk"),
    }
    assert "1 decision was taken, 1 closed period was restated." in page_text(app)


def test_a_restatement_without_an_exchange_rate_is_listed_with_its_reason(
    tmp_path: Path, open_app: OpenApp
) -> None:
    folder = with_review(tmp_path)
    unknown = dict.fromkeys(("change_reporting_amount", "restated_reporting_amount"))
    rows = [row | unknown | {"reporting_amount_reason": "no_exchange_rate"} for row in restatement_rows()]
    publish_tables(tmp_path, example_tables() | {"marts.mart_restatements": rows}, "2" * 64)
    app = open_app(folder)
    assert not app.exception
    changes = next(f.value for f in app.dataframe if "change_kind" in f.value).set_index("change_kind")
    told = changes.loc[["Closed period restated"], ["state_then", "state_now"]].to_numpy().tolist()
    assert told
    assert all(row == ["–", "Changed by an amount not known: no exchange rate"] for row in told)


def test_changes_follow_the_filters(tmp_path: Path, open_app: OpenApp) -> None:
    app = open_app(with_review(tmp_path), theme="Trust")
    changes = next(f.value for f in app.dataframe if "change_kind" in f.value)
    assert changes["change_kind"].tolist() == ["Key result"]


def test_a_review_that_knew_no_key_results_is_not_compared_by_them(tmp_path: Path, open_app: OpenApp) -> None:
    app = open_app(with_review(tmp_path, in_february() | {"marts.mart_key_results": []}))
    figures = next(f.value for f in app.dataframe if "value_then" in f.value).set_index("review_figure")
    assert list(figures.loc["Live key results on pace"]) == ["–", "1", "not known then"]
    assert figures.loc["Aligned spend, fiscal year to date (M20)", "change"] == "not known then"
    changes = next(f.value for f in app.dataframe if "change_kind" in f.value)
    assert set(changes["change_kind"]) == {"Decision taken", "Closed period restated", "Initiative"}


def test_figures_of_another_fiscal_year_are_not_compared() -> None:
    then = dict.fromkeys((figure.column for figure in reviews.FIGURES), 5) | {
        "run_out_date": date(2026, 1, 1), "currency_code": "EUR", "fiscal_year_label": "FY25",
    }  # fmt: skip
    now = then | {"fiscal_year_label": "FY26", "burn_amount": 4, "live_count": None}
    changes = dict(reviews.compared(then, now).select("review_figure", "change").iter_rows())
    assert changes["Left in the year's envelope (M42)"] == "another fiscal year"
    assert changes["Envelope lasts until (M42)"] == "another fiscal year"
    assert changes["Cost of delay a week (M08)"] == "▼ -EUR 1, better"
    assert changes["Live key results"] == "not known now"
    assert changes["Live key results on pace"] == "same"


def version(name: str, as_of: str, known: str | None = None) -> Version:
    return Version(name, Path(name), published_at=name, as_of_date=as_of, as_known_on=known)


def test_the_last_review_is_the_newest_of_an_earlier_period_or_made_as_one() -> None:
    shown = version("9", "2026-03-31")
    nightly, february, january = (
        version("8", "2026-03-30"), version("7", "2026-02-28"), version("6", "2026-01-31"),
    )  # fmt: skip
    march = date(2026, 3, 1)
    before = reviews.reviews_before([january, february, nightly, shown], shown)
    assert before == [nightly, february, january]
    assert before[reviews.last_review(before, march)] == february
    made = version("10", "2026-03-15", known="2026-03-16")
    before = reviews.reviews_before([january, february, nightly, made, shown], shown)
    assert before[reviews.last_review(before, march)] == made
    assert reviews.last_review([nightly, version("5", "2026-03-29")], march) == 1


def test_a_review_of_another_release_is_told(tmp_path: Path, open_app: OpenApp) -> None:
    app = open_app(with_review(tmp_path, {"marts.mart_run": [RUN]}))
    assert not app.exception
    assert "published by another release" in page_text(app)
    assert tile(app, "Change spend to date") == "EUR 606k"


def test_decisions_follow_the_owner_of_their_initiative(tmp_path: Path, open_app: OpenApp) -> None:
    app = open_app(with_review(tmp_path), owner="Owner 02")
    text = page_text(app)
    assert "10 Apr 2026: accelerate" in text  # of B-2
    assert "2 May 2026: stop" not in text  # of B-5, Owner 03
    changes = next(f.value for f in app.dataframe if "change_kind" in f.value)
    assert "Decision taken" not in changes["change_kind"].tolist()  # of B-3, Owner 01
