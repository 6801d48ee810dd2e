"""Reconciliation: money from the file to the pages, to the cent, and what is in no total."""

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl

from analytics_app.exports import as_workbook_of
from tests.app.conftest import OpenApp
from tests.app.published_folder import money, publish_tables
from tests.app.rows import example_tables
from tests.app.test_views import page_text, tile

PAGE = "reconciliation"


def test_everything_ties_and_what_is_in_no_total_is_told(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, PAGE)
    assert tile(app, "Totals that tie") == "1 of 1"
    assert tile(app, "Files that tie") == "1 of 1"
    assert tile(app, "Rows refused") == "2"
    assert tile(app, "Without a rate") == "0 of 1"
    text = page_text(app)
    assert "Every total ties to the cent: as loaded, in the fact, allocated to themes." in text
    assert "2 rows of money are in quarantine, in no total." in text
    totals, files, periods, refused = (found.value for found in app.dataframe)
    assert totals["verdict"].tolist() == ["● Ties to the cent"]
    assert totals[["loaded_amount", "fact_amount", "mart_amount"]].to_numpy().tolist() == [[756001.15] * 3]
    # 251,000.10 + 272,000.20 + 233,000.85 of three periods are one file
    assert files["loaded_amount"].tolist() == [756001.15]
    assert files["line_count"].tolist() == [97]
    assert files["file_name"].tolist() == ["ledger_2026-03-31.csv"]
    assert periods["fiscal_period_label"].tolist() == ["FY26-P01", "FY26-P02", "FY26-P03"]
    assert refused["row_number"].tolist() == [7, 9]


def test_the_last_mile_to_the_pages(example_folder: Path, open_app: OpenApp) -> None:
    app = open_app(example_folder, PAGE)
    # 606,001.15 change, 210,000 run, 77,000 of the year before, 5,000 committed; 756,001.15 in the ledger
    assert tile(app, "Not on the pages") == "EUR -142k"
    assert "EUR 756,001.15 of ledger, EUR 898,001.15 on the pages" in page_text(app)


def test_a_cent_apart_is_told_by_file(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    totals = [
        row | ({"fact_amount": row["fact_amount"] - Decimal("0.01"), "difference_amount": Decimal("0.01"),
                "is_reconciled": False} if row["fiscal_period_label"] == "FY26-P02" else {})
        for row in tables["marts.mart_control_totals"]
    ]  # fmt: skip
    reconciled = [
        row | {"fact_amount": row["fact_amount"] - Decimal("0.01"), "difference_amount": Decimal("0.01"),
               "is_reconciled": False}
        for row in tables["marts.mart_reconciliation"]
    ]  # fmt: skip
    changed = {"marts.mart_control_totals": totals, "marts.mart_reconciliation": reconciled}
    app = open_app(publish_tables(tmp_path, tables | changed), PAGE)
    assert "1 total and 1 file do not tie." in page_text(app)
    assert tile(app, "Files that tie") == "0 of 1"
    assert app.dataframe[0].value["verdict"].tolist() == ["▼ Differs"]
    assert app.dataframe[1].value["difference_amount"].tolist() == [0.01]
    assert (
        app.dataframe[2].value["fiscal_period_label"].tolist()[0] == "FY26-P02"
    )  # what differs stands first


def test_a_refused_file_of_money_is_shown_without_a_total(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    loads = [
        *tables["marts.mart_file_loads"],
        {"file_load_key": "2", "source_name": "ledger", "file_sha256": "b" * 64, "file_name": "in/broken.csv",
         "status": "refused", "difference_count": 0},
        {"file_load_key": "3", "source_name": "tracker", "file_sha256": "c" * 64, "file_name": "items.csv",
         "status": "loaded", "difference_count": 0},
    ]  # fmt: skip
    app = open_app(publish_tables(tmp_path, tables | {"marts.mart_file_loads": loads}), PAGE)
    files = app.dataframe[1].value.set_index("file_name")
    assert set(files.index) == {"broken.csv", "ledger_2026-03-31.csv"}
    assert files.loc["broken.csv", "verdict"] == "○ Nothing of it stands now"
    assert files["loaded_amount"].isna()["broken.csv"]


def test_money_without_a_rate_is_counted(tmp_path: Path, open_app: OpenApp) -> None:
    tables = example_tables()
    rows = [*tables["marts.mart_reconciliation"],
            tables["marts.mart_reconciliation"][0] | {"reconciliation_key": "2", "currency_code": "GBP",
                                                      "converted_amount": money(0),
                                                      "unconverted_amount": money("756001.15")}]  # fmt: skip
    app = open_app(publish_tables(tmp_path, tables | {"marts.mart_reconciliation": rows}), PAGE)
    assert tile(app, "Without a rate") == "1 of 2"


def test_a_workbook_holds_every_table_on_a_sheet_of_its_own() -> None:
    frames = {
        "By file": pl.DataFrame({"File": ["=1+1"], "Loaded": [Decimal("0.10")]}),
        "Nothing": pl.DataFrame({"File": []}, schema={"File": pl.String}),
    }
    book = openpyxl.load_workbook(io.BytesIO(as_workbook_of(frames, {"Data as of": "2026-03-31"})))
    assert book.sheetnames == ["About", "By file", "Nothing"]
    assert [cell.value for cell in book["By file"][2]] == ["'=1+1", 0.1]
    assert book["About"]["B1"].value == "2026-03-31"
