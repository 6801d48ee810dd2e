"""What is taken away from a page in a real browser."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

from tests.app.servers import Server
from tests.browser.test_pages import opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _take(page: Page, label: str, folder: Path) -> Path:
    """Click the first button of that label and return the file that came."""
    with page.expect_download() as waiting:
        page.get_by_test_id("stDownloadButton").filter(has_text=label).first.click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def test_a_chart_can_be_taken_away_as_a_picture(chromium: Browser, server: Server, tmp_path: Path) -> None:
    with opened(chromium, server, "cost_of_delay?theme=Growth") as (page, _):
        svg, png = _take(page, "SVG", tmp_path), _take(page, "PNG", tmp_path)
    assert svg.name == "what_a_week_of_delay_costs_2026-03-31.svg"
    assert png.name == "what_a_week_of_delay_costs_2026-03-31.png"
    assert png.read_bytes().startswith(b"\x89PNG")
    told = " ".join(ElementTree.parse(svg).getroot().itertext())
    assert "What a week of delay costs" in told
    assert "Faster checkout costs most: EUR 8,000 a week." in told
    assert "Fixture Works · data as of 31 Mar 2026 · FY26 · Growth · version" in told


def test_the_board_pack_can_be_taken_away(chromium: Browser, server: Server, tmp_path: Path) -> None:
    with opened(chromium, server) as (page, _):
        pdf, html = _take(page, "PDF", tmp_path), _take(page, "HTML", tmp_path)
    assert (pdf.name, html.name) == ("board_pack_2026-03-31.pdf", "board_pack_2026-03-31.html")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert "EUR 606k" in html.read_text(encoding="utf-8")
