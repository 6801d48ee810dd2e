"""The pages in a real browser: they show no error, phone nobody, and text of an export stays text."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.servers import Server
from tests.browser.conftest import SLUGS, Listener

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
TILED = [name for name in SLUGS if name != "metric_dictionary"]
CHARTS = "[data-testid=stVegaLiteChart], [data-testid=stEChartsChart]"
# A run may be followed by another, and is drawn a while after its end, on a busy machine seconds after.
IS_DRAWN = """() => {
    const app = document.querySelector("[data-testid=stApp]")
    const now = app.dataset.testScriptState + document.querySelectorAll("[data-testid=stMain] *").length
    window.seen = now.startsWith("notRunning") ? [...(window.seen ?? []), now].slice(-4) : []
    return window.seen.length === 4 && new Set(window.seen).size === 1
}"""
LOCAL_SCHEMES = {"data", "blob", "about"}


@contextmanager
def opened(
    chromium: Browser,
    server: Server,
    path: str = "",
    viewport: dict[str, int] | None = None,
    scheme: str = "light",
) -> Iterator[tuple[Page, list[str]]]:
    """Open a page and yield it with the URLs it asked for elsewhere."""
    context = chromium.new_context(viewport=viewport or DESK, color_scheme=scheme, accept_downloads=True)  # ty: ignore
    page = context.new_page()
    elsewhere: list[str] = []

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in LOCAL_SCHEMES and parts.netloc != f"127.0.0.1:{server.port}":
            elsewhere.append(url)

    page.on("request", lambda request: note(request.url))
    page.on("websocket", lambda socket: note(socket.url))
    page.goto(f"{server.address}/{path}")
    settle(page)
    yield page, elsewhere
    context.close()


def settle(page: Page) -> None:
    """Wait until the run of the page has ended, all its elements are there, and its charts are drawn."""
    expect(page.locator("h1")).to_be_visible(timeout=60_000)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=60_000)
    page.evaluate("window.seen = []")
    page.wait_for_function(IS_DRAWN, polling=400, timeout=60_000)


def metric(page: Page, name: str) -> str:
    """Return the value of the tile of that name."""
    return page.get_by_test_id("stMetric").filter(has_text=name).get_by_test_id("stMetricValue").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SLUGS)
def test_a_page_shows_no_error_and_phones_nobody(
    chromium: Browser, server: Server, tmp_path: Path, name: str, scheme: str
) -> None:
    with opened(chromium, server, SLUGS[name], scheme=scheme) as (page, elsewhere):
        assert elsewhere == []
        assert page.get_by_test_id("stException").count() == 0
        assert page.get_by_test_id("stAlertContentError").count() == 0
        assert page.get_by_test_id("stMetric").count() >= (4 if name in TILED else 0)
        picture = tmp_path / f"{name}_{scheme}.png"
        page.screenshot(path=picture, full_page=True)
        assert picture.stat().st_size > 20_000


@pytest.mark.parametrize("name", SLUGS)
def test_a_page_fits_a_phone(chromium: Browser, server: Server, name: str) -> None:
    with opened(chromium, server, SLUGS[name], PHONE) as (page, _):
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        if name not in TILED:
            return
        values = page.get_by_test_id("stMetricValue").locator("p, div").last
        assert page.get_by_test_id("stMetric").first.bounding_box()["width"] < PHONE["width"] / 2  # ty: ignore
        assert values.count() == 1


@pytest.mark.parametrize("name", [name for name in TILED if name not in {"data_health", "reconciliation"}])
def test_charts_tell_their_takeaway(chromium: Browser, server: Server, name: str) -> None:
    with opened(chromium, server, SLUGS[name]) as (page, _):
        charts = page.locator(CHARTS)
        expect(charts.first).to_be_visible(timeout=60_000)
        for chart in charts.all():
            labelled = chart.locator("xpath=descendant-or-self::*[@aria-label]").first
            assert len(labelled.get_attribute("aria-label") or "") > 20


def test_choices_travel_in_the_url_and_to_other_pages(chromium: Browser, server: Server) -> None:
    with opened(chromium, server) as (page, _):
        assert metric(page, "Change spend to date") == "EUR 606k"
        page.get_by_test_id("stMultiSelect").filter(has_text="Theme").locator("input").click()
        page.get_by_role("option", name="Growth").click()
        page.wait_for_url("**theme=Growth**")
        settle(page)
        assert metric(page, "Change spend to date") == "EUR 480k"
        page.get_by_test_id("stTopNavSection").filter(has_text="Finance").click()
        page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Spend by theme").click()
        page.wait_for_url("**/spend_by_theme**")
        settle(page)
        assert metric(page, "Change spend to date") == "EUR 480k"
        link = page.url
    with opened(chromium, server, link.removeprefix(f"{server.address}/")) as (page, _):
        assert metric(page, "Change spend to date") == "EUR 480k"


def test_a_tile_explains_itself(chromium: Browser, server: Server) -> None:
    with opened(chromium, server) as (page, _):
        page.get_by_role("button", name="M20").click()
        body = page.get_by_test_id("stPopoverBody")
        expect(body).to_contain_text("M20 · Aligned spend")
        expect(body).to_contain_text("ratio of sums")
        expect(body).to_contain_text("31 Mar 2026")
        expect(body).to_contain_text("fct_aligned_spend.aligned_spend_share")
        page.get_by_role("link", name="SQL, inputs and tests").click()
        page.wait_for_url("**/metric_dictionary?metric=M20*")
        settle(page)
        expect(page.get_by_role("heading", name="M20 Aligned spend share")).to_be_visible()


def test_s06_x11_a_table_can_be_taken_away(chromium: Browser, server: Server, tmp_path: Path) -> None:
    with opened(chromium, server, "spend_by_theme?theme=Growth") as (page, _):
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Excel").last.click()
        waiting.value.save_as(tmp_path / "initiatives.xlsx")
        assert waiting.value.suggested_filename == "spend_by_initiative_2026-03-31.xlsx"
    workbook = openpyxl.load_workbook(tmp_path / "initiatives.xlsx")
    facts = {row[0].value: row[1].value for row in workbook["About"].iter_rows()}
    assert facts["Themes"] == "Growth"
    assert facts["Data as of"] == "2026-03-31"
    header, *rows = workbook["Data"].iter_rows(values_only=True)
    names, amounts = ([row[header.index(column)] for row in rows] for column in ("Initiative", "Actual, EUR"))
    assert names == ["Faster checkout", '\'=HYPERLINK("http://127.0.0.1/","pay here")']
    assert amounts == [330000.6, 150000]


@pytest.mark.parametrize("name", SLUGS)
def test_s04_s05_text_of_an_export_causes_no_request_and_no_script(
    chromium: Browser, hostile_server: Server, listener: Listener, name: str
) -> None:
    with opened(chromium, hostile_server, SLUGS[name]) as (page, elsewhere):
        page.get_by_test_id("stExpander").first.click()
        page.get_by_test_id("stPopover").first.click()
        for chart in page.locator(CHARTS).all():
            chart.scroll_into_view_if_needed()
            box = chart.bounding_box()
            for down in range(5, 100, 10):  # over bars and labels: the tooltip shows text of the export, too
                page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * down / 100)  # ty: ignore
                page.wait_for_timeout(30)
        for table in page.get_by_test_id("stDataFrame").all():
            table.scroll_into_view_if_needed()
            table.click(position={"x": 140, "y": 60})  # beside the button that would open another page
        page.wait_for_timeout(300)
        assert page.evaluate("window.attacked") is None
        assert page.locator(f"img[src^='{listener.address}'], a[href^='{listener.address}']").count() == 0
        assert elsewhere == []
        assert "markdown.png" in page.inner_text("body")  # it is there to be read
    assert listener.requests == []
