"""Pages of which one section is open at a time: each says what to load, and lets no text of an export act."""

from pathlib import Path

import pytest

from analytics_app.components import alignment_sections, delay_sections
from tests.app.conftest import OpenApp
from tests.app.published_folder import publish_tables
from tests.app.rows import example_tables
from tests.app.test_views import page_text, texts

KEYS = {"alignment": "alignment_section", "cost_of_delay": "delay_section"}
ADVICE = {
    ("alignment", "Lost reasons"): "Load a ledger and a budget",
    ("alignment", "Themes"): "Put them into portfolio.yml",
    ("alignment", "Paths"): "Load a tracker",
    ("alignment", "Key results"): "Load an OKR workbook",
    ("alignment", "Guardrails"): "portfolio.yml sets none",
    ("alignment", "Initiatives"): "Load the initiatives register",
    ("cost_of_delay", "A week"): "Load the initiatives register",
    ("cost_of_delay", "So far"): "nobody knows",
    ("cost_of_delay", "Order"): "Load the initiatives register",
    ("cost_of_delay", "Estimates"): "no scores are loaded",
}


def test_all_sections_are_looked_at() -> None:
    sections = {("alignment", name) for name in alignment_sections.SECTIONS}
    sections |= {("cost_of_delay", name) for name in delay_sections.SECTIONS}
    assert sections == ADVICE.keys()


@pytest.fixture(scope="module")
def bare_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A version in which nothing but the run and the calendar has rows."""
    kept = ("marts.mart_run", "core.dim_date")
    bare = {name: rows if name in kept else [] for name, rows in example_tables().items()}
    return publish_tables(tmp_path_factory.mktemp("bare"), bare)


@pytest.mark.parametrize(("page", "section"), ADVICE)
def test_sections_without_rows_say_what_to_load(
    bare_folder: Path, open_app: OpenApp, page: str, section: str
) -> None:
    app = open_app(bare_folder, page, **{KEYS[page]: section})
    assert not app.exception
    assert ADVICE[page, section] in page_text(app)


@pytest.mark.parametrize(("page", "section"), ADVICE)
def test_text_of_an_export_is_never_markdown_in_any_section(
    hostile_folder: Path, open_app: OpenApp, page: str, section: str
) -> None:
    app = open_app(hostile_folder, page, **{KEYS[page]: section})
    assert not app.exception
    rendered = [text for text in texts(app) if "127" in text]
    assert rendered
    assert not [text for text in rendered if "<img" in text.replace(r"\<img", "")]
