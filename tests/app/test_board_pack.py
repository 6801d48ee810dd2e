"""The board pack: its figures are the marts', its two files are whole, and no text in it acts."""

import io
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from pypdf import PdfReader

from analytics_app import warehouse
from analytics_app.board_pack import content, html, making, pdf, tables
from analytics_app.board_pack.content import Pack
from tests.app.conftest import OpenApp
from tests.app.published_folder import ROOT, contract_columns, publish_tables
from tests.app.rows import example_tables, with_names
from tests.app.rows.organisation import HOSTILE_FORMULA

HOSTILE = (
    "</td></svg><script>alert(1)</script><img src=x onerror=alert(1)> [a](http://127.0.0.1:9/) "
    '#eval("1") #image("/etc/passwd") $ x $ *b* @c <d> {{ 7*7 }} &amp; https://example.org/ \\'
)


class Reader(HTMLParser):
    """What a browser would make of a page: its elements, its attributes, and its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.depth = 0
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs
        self.depth += tag not in {"meta"}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.text += data + " "


def _version(folder: Path) -> warehouse.Version:
    return warehouse.served_version(folder)


def _pdf_text(made: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages)


def _table(pack: Pack, title: str) -> list[dict[str, str]]:
    (found,) = [table for section in pack.sections for table in section.tables if table.title == title]
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


@pytest.fixture(scope="module")
def pack(example_folder: Path) -> Pack:
    """What the pack of the example says."""
    return content.collect(_version(example_folder))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The pack of a version whose every text attacks."""
    return content.collect(
        _version(publish_tables(tmp_path_factory.mktemp("hostile"), with_names(example_tables(), HOSTILE)))
    )


def test_its_tiles_are_those_of_the_overview(pack: Pack, example_folder: Path, open_app: OpenApp) -> None:
    shown = {metric.label: metric.value for metric in open_app(example_folder).metric}
    told = {tile.metric.name: tile.value for tile in pack.tiles}
    assert told == {name: value for name, value in shown.items() if name in told}
    assert told["Change spend to date"] == "EUR 606k"
    assert told["Aligned spend"] == "47%"
    assert told["Cost of delay"] == "EUR 42k"
    assert told["Key results on pace"] == "1 of 3"
    assert all(tile.unit and tile.as_of == "31 Mar 2026" for tile in pack.tiles)


def test_its_tables_are_the_marts(pack: Pack) -> None:
    themes = {row["Theme"]: row for row in _table(pack, "Themes")}
    growth = themes["Growth"]  # 330,000.60 + 150,000 of 606,001.15; 3 x 155,000 budgeted
    assert (growth["Actual, EUR"], growth["Budget, EUR"]) == ("480,001", "465,000")
    assert (growth["Difference, EUR"], growth["Share"], growth["Target"]) == ("15,001", "79.2%", "50.0%")
    assert growth["This year"] == "▲ Overfed"
    assert themes["Unallocated"]["Target"] == "–"
    (ties,) = _table(pack, "Money to the cent, in each line's own currency")
    assert ties["Loaded"] == ties["Allocated"] == "756,001.15"
    assert ties["Verdict"] == "● Ties to the cent"


def test_it_says_what_to_fund_to_question_and_to_stop(pack: Pack) -> None:
    fund = _table(pack, "Fund: start or unblock what costs money while it waits")
    assert [(row["Initiative"], row["Cost a week, EUR"]) for row in fund] == [
        ("Fraud shield", "30,000"),
        ("Warehouse robots", "4,000"),
    ]
    question = _table(pack, "Question: themes off their target this year")
    gaps = [(row["Theme"], row["Gap"]) for row in question]
    assert gaps == [("Growth", "+29.2 pp"), ("Trust", "-25.0 pp"), ("Efficiency", "-5.1 pp")]
    (stop,) = _table(pack, "Stop or re-link: green without a live key result")
    assert (stop["Initiative"], stop["Spent so far, EUR"]) == (HOSTILE_FORMULA, "150,000")


def test_what_has_no_value_says_why(pack: Pack) -> None:
    ranking = {row["Initiative"]: row for row in _table(pack, pack.sections[2].tables[0].title)}
    idea = ranking["Idea without an estimate"]
    assert (idea["Cost a week, EUR"], idea["Why missing"]) == ("–", "No estimate")
    codes = {definition.code for definition in pack.definitions}
    assert {tile.metric.code for tile in pack.tiles if tile.metric.code} <= codes


def test_the_html_is_one_page_that_needs_and_does_nothing(pack: Pack) -> None:
    page = html.render(pack)
    read = Reader(page)
    assert read.depth == 0  # every element is closed
    assert {"svg", "table", "h1", "dl"} <= read.names
    assert not read.names & {
        "script",
        "a",
        "img",
        "link",
        "iframe",
        "form",
        "object",
        "foreignobject",
        "image",
    }
    names = {name for name, _ in read.attributes}
    assert not [name for name in names if name.startswith("on") or name in {"href", "src", "style"}]
    ids = [value for name, value in read.attributes if name == "id"]
    assert len(ids) == len(set(ids))  # several pictures share the page
    policies = [value for name, value in read.attributes if name == "content" and "default-src" in str(value)]
    assert [str(policy).split("sha256-")[0] for policy in policies] == ["default-src 'none'; style-src '"]
    for text in ("Fixture Works", "31 Mar 2026", "EUR 606k", "480,001", "Fraud shield", "M20"):
        assert text in read.text


def test_the_pdf_holds_the_same_words(pack: Pack) -> None:
    made = pdf.render(pack)
    text = _pdf_text(made)
    assert PdfReader(io.BytesIO(made)).metadata.title == "Fixture Works: portfolio review, 31 Mar 2026"
    for told in ("Fixture Works", "31 Mar 2026", "EUR 606k", "480,001", "Fraud shield", "756,001.15", "M20"):
        assert told in text
    assert pack.version in text


def test_a_version_gives_the_same_bytes_in_every_process(example_folder: Path, tmp_path: Path) -> None:
    first = making.make(_version(example_folder))
    command = [sys.executable, "-m", "analytics_app.board_pack", "--published", str(example_folder)]
    done = subprocess.run(
        [*command, "--output", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TZ": "Asia/Tokyo"},
    )
    written = [Path(line) for line in done.stdout.splitlines()]
    assert sorted(tmp_path.iterdir()) == sorted(written)
    assert {path.suffix[1:]: path.read_bytes() for path in written} == first


def test_hostile_text_stays_text(hostile: Pack) -> None:
    page = html.render(hostile)
    read = Reader(page)
    assert not read.names & {"script", "img", "a", "image", "iframe"}
    assert not [name for name, _ in read.attributes if name.startswith("on") or name in {"href", "src"}]
    assert "<script>alert(1)</script>" in read.text
    assert "{{ 7*7 }}" in read.text
    made = PdfReader(io.BytesIO(pdf.render(hostile)))
    for page_read in made.pages:
        for note in page_read.get("/Annots") or []:
            assert "/URI" not in str(note.get_object())
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(made.trailer["/Root"])
    assert "root:" not in _pdf_text(pdf.render(hostile))
    assert "<script>alert(1)</script>" in _pdf_text(pdf.render(hostile))


def test_an_empty_portfolio_says_what_to_load(tmp_path: Path) -> None:
    kept = {"marts.mart_run", "core.dim_date"}
    rows = {name: (rows if name in kept else []) for name, rows in example_tables().items()}
    empty = content.collect(_version(publish_tables(tmp_path, rows)))
    assert [tile.value for tile in empty.tiles] == ["–"] * 6
    assert all(tile.note.startswith("No value: ") for tile in empty.tiles)
    text = Reader(html.render(empty)).text
    assert "Load a ledger and a budget" in text
    assert "Load an OKR workbook." in text
    assert "Load the initiatives register" in _pdf_text(pdf.render(empty))


def test_without_a_version_the_command_says_what_to_do(tmp_path: Path) -> None:
    empty = publish_tables(tmp_path / "empty", {name: [] for name in contract_columns()})
    for arguments, told in (
        (["--published", str(tmp_path)], "holds no published version"),
        (["--published", str(empty)], "is empty; run `portfolio refresh`"),
        (["--published", str(empty), "--as-known-on", "2026-01-31"], "refresh --as-known-on 2026-01-31"),
        (["--published", str(empty), "--version", "../secret"], "holds no version ../secret"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "analytics_app.board_pack", *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 2
        assert told in done.stderr


def test_the_overview_offers_the_kept_pack(example_folder: Path, tmp_path: Path, open_app: OpenApp) -> None:
    labels = [button.label for button in open_app(example_folder).get("download_button")]
    assert labels[-2:] == ["PDF", "HTML"]
    folder = publish_tables(tmp_path, example_tables())
    version = _version(folder)
    assert making.kept_or_made(version, "html") == html.render(content.collect(version))
    (folder / making.file_name(version, "html")).write_bytes(b"kept")
    assert making.kept_or_made(version, "html") == b"kept"


def test_a_past_version_offers_the_pack_that_was_kept_or_says_that_none_was(
    tmp_path: Path, open_app: OpenApp
) -> None:
    publish_tables(tmp_path, example_tables())
    folder = publish_tables(tmp_path, example_tables(), "1" * 64)
    name, _ = sorted(path.stem.removeprefix("portfolio-") for path in folder.glob("*.duckdb"))
    past = next(each for each in warehouse.published_versions(folder) if each.name == name)

    def opened() -> tuple[list[str], str]:
        app = open_app(folder)
        control = app.selectbox(key="version")
        app = control.set_value(next(option for option in control.options if option.endswith(name))).run()
        labels = [button.label for button in app.get("download_button")]
        return labels, " ".join(caption.value for caption in app.caption)

    labels, told = opened()
    assert "PDF" not in labels
    assert "none was kept" in told
    for form in making.FORMS:
        past.path.with_name(making.file_name(past, form)).write_bytes(b"kept")
    labels, told = opened()
    assert {"PDF", "HTML"} <= set(labels)
    assert "none was kept" not in told


def test_every_kind_of_number_is_written_as_on_the_pages() -> None:
    frame = pl.DataFrame({"cost_performance_index": [0.91234, None]})
    made = tables.table("Earned", frame, "cost_performance_index", "EUR", "none")
    assert made.rows == (("0.91",), ("–",))
    assert made.is_number == (True,)
