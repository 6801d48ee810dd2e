"""The pages show what the rows say: figures worked out by hand, filters, reasons, states of the refresh."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics_app.pages import PAGES
from ingest.workspace import Workspace
from orchestration.publishing import rollback
from tests.app.conftest import OpenApp
from tests.app.published_folder import ROOT, contract_columns, publish_tables, record_refresh
from tests.app.rows import HOSTILE, example_tables
from tests.app.rows.organisation import HOSTILE_FORMULA, INITIATIVES, MONEY, RUN

FILES = [page.file for page in PAGES]


def tile(app: AppTest, name: str) -> str:
    """Return the value of the tile of that name."""
    (found,) = [metric.value for metric in app.metric if metric.label == name]
    return found


def texts(app: AppTest) -> list[str]:
    """Return everything on the page that Markdown renders."""
    kinds = (
        app.markdown,
        app.caption,
        app.title,
        app.header,
        app.subheader,
        app.error,
        app.warning,
        app.info,
    )
    return [element.value for kind in kinds for element in kind] + [metric.label for metric in app.metric]


def page_text(app: AppTest) -> str:
    """Return the page's text as a reader sees it, without the escapes."""
    return "\n".join(texts(app)).replace("\\", "")


def spend(months: range, **where: str) -> tuple[Decimal, Decimal]:
    """Return change spend and its aligned part of the example rows in some months of 2026."""
    columns = ("code", "name", "theme", "stream", "owner", "state", "is_run")
    rows = [dict(zip(columns, row, strict=True)) for row in INITIATIVES]
    chosen = [r for r in rows if not r["is_run"] and all(r[name] == value for name, value in where.items())]
    amounts = {r["code"]: sum(Decimal(MONEY[r["code"]][0][m - 1]) for m in months) for r in chosen}
    aligned = sum(amount * Decimal(MONEY[code][2]) for code, amount in amounts.items())
    return Decimal(sum(amounts.values())), Decimal(aligned)


def thousands(amount: Decimal) -> str:
    return f"EUR {round(amount / 1000)}k"


def percent(part: Decimal, whole: Decimal) -> str:
    return f"{round(100 * part / whole)}%"


@pytest.mark.parametrize("page", FILES)
def test_a_page_shows_no_error_and_states_whose_data_of_when_it_is(
    example_folder: Path, open_app: OpenApp, page: str
) -> None:
    app = open_app(example_folder, page)
    assert not app.exception
    assert not app.error
    assert "Fixture Works" in page_text(app)
    assert "published" in page_text(app)
    assert app.get("popover")[0].proto.popover.label == "Data as of 31 Mar 2026"


def test_the_overview_adds_up(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder)
    change, aligned = spend(range(1, 4))
    assert tile(app, "Change spend to date") == thousands(change) == "EUR 606k"
    assert tile(app, "Aligned spend") == percent(aligned, change) == "47%"
    assert tile(app, "Cost of delay") == "EUR 42k"
    assert tile(app, "Key results on pace") == "1 of 3"
    assert "3 of 4 initiatives estimated" in page_text(app)


def test_the_overview_says_what_needs_a_decision(example_folder: Path, open_app: OpenApp) -> None:
    text = page_text(open_app(example_folder))
    assert "Fraud shield" in text
    assert "Waiting: EUR 30k a week, EUR 240k lost since 3 Feb 2026" in text
    assert "Blocked: EUR 4,000 a week" in text
    assert "Initiative without a key result: EUR 12k a week, EUR 150k so far" in text
    assert "▲ Overfed: 79% of spend, target 50% (+29.2 pp)" in text
    assert "▼ Starved: 5% of spend, target 30% (-25.0 pp)" in text


@pytest.mark.parametrize(
    ("query", "months", "where"),
    [
        ({"period": "FY26-P02"}, range(2, 3), {}),
        ({"period": "FY26-Q1"}, range(1, 4), {}),
        ({"period": "Custom range", "range": ["FY26-P02", "FY26-P03"]}, range(2, 4), {}),
        ({"theme": "Growth"}, range(1, 4), {"theme": "Growth"}),
        ({"stream": "Shop", "period": "FY26-P01"}, range(1, 2), {"stream": "Shop"}),
        ({"owner": "Owner 03"}, range(1, 4), {"owner": "Owner 03"}),
        ({"theme": "Growth", "owner": "Owner 01"}, range(1, 4), {"theme": "Growth", "owner": "Owner 01"}),
    ],
)
def test_a_link_opens_what_its_filters_say(
    example_folder: Path,
    open_app: OpenApp,
    query: dict[str, str | list[str]],
    months: range,
    where: dict[str, str],
) -> None:
    app = open_app(example_folder, **query)
    change, aligned = spend(months, **where)
    assert tile(app, "Change spend to date") == thousands(change)
    assert tile(app, "Aligned spend") == percent(aligned, change)


def test_the_year_before_can_be_chosen(example_folder: Path, open_app: OpenApp) -> None:
    assert tile(open_app(example_folder, period="FY25"), "Change spend to date") == "EUR 77k"


def test_choices_hold_on_every_page(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder)
    app.multiselect(key="theme").select("Growth").run()
    app.selectbox(key="period").select("FY26-P02").run()
    app.switch_page("views/spend_by_theme.py").run()
    assert tile(app, "Change spend to date") == thousands(spend(range(2, 3), theme="Growth")[0])


def test_a_link_with_a_member_that_is_no_more_shows_all(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, theme="'; drop table marts.mart_run; --", period="FY99")
    assert not app.exception
    assert tile(app, "Change spend to date") == "EUR 606k"


def test_shares_of_themes_stay_of_the_whole_portfolio(example_folder: Path, open_app: OpenApp) -> None:
    """A share of a filtered part would be 100 % and look overfed."""
    whole = open_app(example_folder, "spend_by_theme").dataframe[0].value.set_index("theme_name")
    growth = (
        open_app(example_folder, "spend_by_theme", theme="Growth").dataframe[0].value.set_index("theme_name")
    )
    change, _ = spend(range(1, 4))
    expected = 100 * float(spend(range(1, 4), theme="Growth")[0] / change)
    assert whole.loc["Growth", "actual_share"] == pytest.approx(expected)
    assert growth.loc["Growth", "actual_share"] == pytest.approx(expected)
    assert growth.loc["Growth", "gap_share"] == pytest.approx(expected - 50)
    assert list(growth.index) == ["Growth"]


def test_the_year_to_date_agrees_with_the_mart_of_theme_funding(
    example_folder: Path, open_app: OpenApp
) -> None:
    shown = open_app(example_folder, "spend_by_theme").dataframe[0].value.set_index("theme_name")
    for row in example_tables()["marts.mart_theme_funding"]:
        assert shown.loc[row["theme_name"], "actual_share"] == pytest.approx(100 * row["actual_share"])
        if row["gap_share"] is not None:
            assert shown.loc[row["theme_name"], "gap_share"] == pytest.approx(100 * row["gap_share"])


def test_budget_is_compared_to_date(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "spend_by_theme")
    budget = sum(Decimal(MONEY[row[0]][1]) * 3 for row in INITIATIVES if not row[6])
    assert tile(app, "Against budget") == thousands(spend(range(1, 4))[0] - budget)
    assert tile(app, "Without a theme") == "EUR 6,001"
    assert tile(app, "Open commitments") == "EUR 5,000"


def test_unaligned_spend_is_told_by_reason_and_sums_to_the_total(
    example_folder: Path, open_app: OpenApp
) -> None:
    app = open_app(example_folder, "alignment")
    change, aligned = spend(range(1, 4))
    assert f"{thousands(change - aligned)} serves no live key result" in page_text(app)
    assert tile(app, "Orphan work") == "25%"
    assert tile(app, "Green without a reason") == "1"
    assert tile(app, "Live key results") == "3 of 4"


def test_what_has_no_value_says_why_and_is_never_zero(example_folder: Path, open_app: OpenApp) -> None:
    alignment = open_app(example_folder, "alignment")
    assert tile(alignment, "Strategy coverage") == "–"
    assert "No value: no live key result" in page_text(alignment)
    delay = open_app(example_folder, "cost_of_delay").dataframe[0].value.set_index("initiative_code")
    assert delay.loc["B-5", "cost_of_delay_per_week_amount"] != 0
    assert delay["cost_of_delay_per_week_amount"].isna()["B-5"]
    assert delay.loc["B-5", "missing_reason"] == "No estimate"


def test_cost_of_delay_adds_up(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "cost_of_delay")
    assert tile(app, "Cost of delay") == "EUR 42k"
    assert tile(app, "Of which waiting") == "EUR 30k"
    assert tile(app, "Of which blocked") == "EUR 4,000"
    assert tile(app, "Lost since needed") == "EUR 106k"
    assert tile(app, "Lost since ready") == "EUR 272k"
    assert "Money ranks it number 1, points number 2." in page_text(app)
    assert tile(open_app(example_folder, "cost_of_delay", theme="Growth"), "Cost of delay") == "EUR 8,000"


def test_data_health_accounts_for_every_row(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "data_health")
    assert tile(app, "Rows read") == "150"
    assert tile(app, "In quarantine") == "2"
    assert tile(app, "Checks held") == "1 of 2"
    assert tile(app, "Sources up to date") == "1 of 2"
    assert tile(app, "Reconciliation gap") == "0.00"
    assert "◐ With care: 1 source late, 1 failed check; every row is accounted for" in page_text(app)


def test_s06_x11_formulas_are_neutralised_before_display(example_folder: Path, open_app: OpenApp) -> None:
    shown = open_app(example_folder, "spend_by_theme").dataframe[-1].value
    assert f"'{HOSTILE_FORMULA}" in set(shown["initiative_name"])
    raw = next(f.value for f in open_app(example_folder, "data_health").dataframe if "raw" in f.value)
    assert "'@SUM(A1:A9)" in set(raw["raw"])


@pytest.mark.parametrize("page", FILES)
def test_s05_text_of_an_export_is_never_markdown(hostile_folder: Path, open_app: OpenApp, page: str) -> None:
    app = open_app(hostile_folder, page)
    assert not app.exception
    rendered = [text for text in texts(app) if "127" in text]
    assert rendered
    assert not [text for text in rendered if re.search(r"(?<!\\)(<img|!\[|:red|\$a|`b)", text)]


@pytest.mark.parametrize(
    ("page", "query"), [("capacity", {"team": HOSTILE}), ("cost_of_delay", {"delay_section": "Order"})]
)
def test_s05_a_name_in_a_heading_is_never_markdown(
    hostile_folder: Path, open_app: OpenApp, page: str, query: dict[str, str]
) -> None:
    app = open_app(hostile_folder, page, **query)
    assert not app.exception
    helps = [button.proto.help for button in app.get("download_button")]
    for told in ([element.value for element in app.subheader], helps):
        rendered = [text for text in told if "127" in text]
        assert rendered
        assert not [text for text in rendered if re.search(r"(?<!\\)(<img|!\[|:red|\$a|`b)", text)]


def test_names_that_differ_in_signs_alone_stand_beside_each_other(tmp_path: Path, open_app: OpenApp) -> None:
    """Batches "2026-Q1" and "2026 Q1" have two charts, and the same name of a file."""
    tables = example_tables()
    orders = tables["marts.mart_delay_sequences"]
    again = [row | {"estimation_batch": "2026 Q1"} for row in orders if "estimation_batch" in row]
    changed = {"marts.mart_delay_sequences": [*orders, *again]}
    app = open_app(publish_tables(tmp_path, tables | changed), "cost_of_delay", delay_section="Order")
    assert again
    assert not app.exception
    assert {"The same inside batch 2026-Q1", "The same inside batch 2026 Q1"} <= set(
        page_text(app).split("\n")
    )


def test_s07_no_cell_and_no_button_leads_out_of_the_app() -> None:
    links = re.compile(r"LinkColumn|link_button|ImageColumn|st\.image\(|st\.link")
    modules = (ROOT / "analytics_app").rglob("*.py")
    assert [path.name for path in modules if links.search(path.read_text())] == []


def test_links_between_pages_ask_who_may_open_them() -> None:
    app = ROOT / "analytics_app"
    users = {str(path.relative_to(app)) for path in app.rglob("*.py") if "st.page_link(" in path.read_text()}
    assert users == {"components/page_links.py"}


def test_the_reason_of_a_failed_refresh_stands_on_top(tmp_path: Path, open_app: OpenApp) -> None:
    folder = publish_tables(tmp_path, example_tables())
    record_refresh(
        folder, "failed", reason="the ledger does not tie: 12.30 EUR", warnings=["tracker is 9 days old"]
    )
    app = open_app(folder)
    assert "the ledger does not tie: 12.30 EUR" in app.error[0].value.replace("\\", "")
    assert "tracker is 9 days old" in [text.value for text in app.text]


def test_k09_a_broken_pointer_is_told_and_the_newest_version_shown(tmp_path: Path, open_app: OpenApp) -> None:
    folder = publish_tables(tmp_path, example_tables())
    (folder / "CURRENT").write_text("")
    app = open_app(folder)
    assert "CURRENT is missing or cannot be read" in app.warning[0].value.replace("\\", "")
    assert tile(app, "Change spend to date") == "EUR 606k"


def test_c05_a_page_shows_a_new_version_on_its_next_run(tmp_path: Path, open_app: OpenApp) -> None:
    app = open_app(publish_tables(tmp_path, example_tables()))
    assert "Fixture Works" in page_text(app)
    publish_tables(
        tmp_path, {**example_tables(), "marts.mart_run": [RUN | {"organisation_name": "Renamed Works"}]}
    )
    assert "Renamed Works" in page_text(app.run())


@pytest.fixture(scope="module")
def folder_without_rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A version in which nothing but the calendar has rows."""
    tables = {name: [] for name in contract_columns()}
    dates = {"marts.mart_run": [RUN], "core.dim_date": example_tables()["core.dim_date"]}
    return publish_tables(tmp_path_factory.mktemp("without_rows"), {**tables, **dates})


@pytest.mark.parametrize("page", FILES)
def test_a_warehouse_without_rows_says_what_to_load(
    folder_without_rows: Path, open_app: OpenApp, page: str
) -> None:
    app = open_app(folder_without_rows, page)
    assert not app.exception
    assert not app.error
    advice = {
        "overview": "Load a ledger and a budget",
        "strategy_map": "Load a ledger and a budget",
        "okrs": "Load an OKR workbook",
        "spend_by_theme": "Load a ledger and a budget",
        "cost_of_delay": "Load the initiatives register",
        "alignment": "Load a ledger and a budget",
        "restatements": "No closed period of this selection says anything else",
        "reconciliation": "No money is loaded",
        "data_health": "No file has arrived yet",
        "capacity": "Load one with the supply and demand",
        "flow": "Load a tracker's export",
        "kanban": "Load the initiatives register",
        "roadmap": "Load the initiatives register",
        "initiative": "Load the initiatives register",
        "metric_dictionary": "Every figure is defined once",  # needs no row of data
    }
    assert advice[page] in page_text(app)
    assert "EUR 0" not in [metric.value for metric in app.metric]


def test_nothing_published_says_what_to_do(tmp_path: Path, open_app: OpenApp) -> None:
    app = open_app(tmp_path)
    assert not app.exception
    assert app.title[0].value == "Nothing is published yet"
    assert "portfolio refresh" in app.info[0].value


def test_s13_a_version_of_another_release_is_told_without_internals(
    tmp_path: Path, open_app: OpenApp
) -> None:
    app = open_app(publish_tables(tmp_path, {"marts.mart_run": [RUN]}))
    assert not app.exception
    assert "cannot be read by this release" in app.error[0].value
    assert "mart_" not in app.error[0].value


def test_a_share_of_spend_without_an_exchange_rate_is_unknown(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    spend_rows = [
        row
        | dict.fromkeys(
            ("unconverted_line_count", "unconverted_aligned_line_count"), int(row["initiative_code"] == "B-1")
        )
        for row in tables["marts.mart_theme_spend"]
    ]
    folder = publish_tables(tmp_path, {**tables, "marts.mart_theme_spend": spend_rows})
    app = open_app(folder)
    assert tile(app, "Aligned spend") == tile(app, "Change spend to date") == "–"
    assert "No value: no exchange rate" in page_text(app)
    assert "No value: no change spend" not in page_text(app).split("\n")
    streams = open_app(folder, theme="Trust")  # B-1 is of Growth
    assert tile(streams, "Change spend to date") == thousands(spend(range(1, 4), theme="Trust")[0])
    strategy = open_app(folder, "strategy_map")
    assert tile(strategy, "Change spend to date") == tile(strategy, "On no key result") == "–"
    assert "No value: no change spend" not in page_text(strategy).split("\n")
    alignment = page_text(open_app(folder, "alignment"))
    assert "What serves a live key result is not known" in alignment
    assert "serves no live key result; the largest part" not in alignment
    themes = open_app(folder, "spend_by_theme").dataframe[0].value
    assert themes["actual_share"].isna().all()


def test_the_dictionary_tells_the_chosen_metric(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, "metric_dictionary")
    app.selectbox(key="metric").set_value("M03 CD3").run()
    text = page_text(app)
    assert not app.exception
    assert "M03 CD3" in text
    assert "fct_initiative_days.cd3" in text
    assert "Made of: ledger_lines" in text.replace("*", "")
    assert "cost of delay per week / remaining weeks" in "\n".join(element.value for element in app.text)
    assert app.code[0].value == "select 1 as cost_of_delay"
    assert {"M01", "M20", "M76"} <= set(app.dataframe[0].value["code"])


def test_a_tile_tells_what_the_dictionary_says(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder)
    formulas = [element.value for element in app.text]
    assert any("ratio of sums" in formula for formula in formulas)
    assert "fct_aligned_spend" in page_text(app) or "fct_theme_spend" in page_text(app)


def test_a_budget_of_which_a_line_has_no_exchange_rate_is_unknown(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    rows = [
        row | {"unconverted_budget_line_count": int(row["initiative_code"] == "B-2")}
        for row in tables["marts.mart_theme_spend"]
    ]
    unrated = {"budget_amount": None, "budget_amount_reason": "no_exchange_rate"}
    slices = [
        row | (unrated if row["initiative_code"] == "B-2" else {})
        for row in tables["marts.mart_spend_slices"]
    ]
    changed = {"marts.mart_theme_spend": rows, "marts.mart_spend_slices": slices}
    app = open_app(publish_tables(tmp_path, tables | changed), "spend_by_theme")
    assert not app.exception
    assert tile(app, "Against budget") == "–"
    assert "No value: no exchange rate" in page_text(app)
    table = app.dataframe[0].value.set_index("theme_name")
    assert table.loc["Trust", ["budget_amount", "variance_amount"]].isna().all()
    assert table.loc["Growth", ["budget_amount", "variance_amount"]].notna().all()


def test_a_page_as_it_stood_at_a_past_version(tmp_path: Path, open_app: OpenApp) -> None:
    before = example_tables()
    publish_tables(tmp_path, {**before, "marts.mart_run": [RUN | {"organisation_name": "Before"}]})
    folder = publish_tables(tmp_path, example_tables())
    record_refresh(folder, "failed", reason="disk full")
    app = open_app(folder)
    control = app.selectbox(key="version")
    assert "Fixture Works" in page_text(app)
    assert control.value == "As known now"
    (past,) = [option for option in control.options if option != "As known now"]
    assert past.startswith("31 Mar 2026, as known on ")
    assert past.rpartition(" · ")[2] in {
        path.stem.removeprefix("portfolio-") for path in folder.glob("*.duckdb")
    }
    control.set_value(past).run()
    assert "Before" in page_text(app)
    assert "You look at the past" in app.info[0].value
    assert not app.error  # of the refresh that failed since


def test_what_was_rolled_back_from_is_not_the_past(tmp_path: Path, open_app: OpenApp) -> None:
    for _ in range(2):
        folder = publish_tables(tmp_path, example_tables())
    rollback(Workspace(tmp_path))
    app = open_app(folder)
    assert not app.exception
    assert "version" not in {element.key for element in app.selectbox}


def test_a_version_of_a_release_without_definitions_is_shown(tmp_path: Path, open_app: OpenApp) -> None:
    folder = publish_tables(tmp_path, example_tables(), with_definitions=False)
    app = open_app(folder)
    assert not app.exception
    assert not app.error
    assert tile(app, "Change spend to date") == "EUR 606k"
    app.switch_page("views/metric_dictionary.py").run()
    assert "published without its definitions" in page_text(app)


def test_a_link_to_a_version_that_is_gone_says_so(tmp_path: Path, open_app: OpenApp) -> None:
    folder = publish_tables(tmp_path, example_tables())
    app = open_app(folder, version="30 Sep 2026, as known on 1 Oct 2026, 02:30 UTC")
    assert not app.exception
    assert "no longer kept" in app.toast[0].value
