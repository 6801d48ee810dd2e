"""Journeys from a first question to its answer: a past review, a number's source, the last refresh."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.app.published_folder import publish_tables, record_refresh
from tests.app.rows import example_tables
from tests.app.servers import Server, serve
from tests.app.test_overview import with_review
from tests.browser.conftest import Picture
from tests.browser.test_pages import DESK, metric, opened, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN_SECOND, SECOND_ROW = {"x": 38, "y": 87}, {"x": 140, "y": 87}
REVIEW = "28 Feb 2026, as known on 5 Mar 2026"


@contextmanager
def reopened(chromium: Browser, server: Server, link: str) -> Iterator[Page]:
    """Open a link as somebody does to whom it was sent."""
    with opened(chromium, server, link.removeprefix(f"{server.address}/")) as (page, _):
        yield page


def on_first_screen(page: Page, text: str) -> None:
    """Fail unless the text is to be read without scrolling."""
    found = page.get_by_text(text).first
    expect(found).to_be_visible()
    box = found.bounding_box()
    assert box
    assert box["y"] + box["height"] <= DESK["height"]


def holds(table: Locator, text: str) -> None:
    """Fail unless a cell of a table has the text; the cells are drawn, and told to screen readers."""
    expect(table.locator("[role=gridcell]").filter(has_text=text).first).to_be_attached()


def test_last_months_review_opens_with_its_figures_and_its_link_opens_them_again(
    chromium: Browser, tmp_path: Path, picture: Picture
) -> None:
    folder = with_review(tmp_path)
    with serve(folder) as server:
        with opened(chromium, server) as (page, _):
            assert metric(page, "Key results on pace") == "1 of 3"
            expect(page.get_by_text("You look at the past")).to_have_count(0)
            page.get_by_role("combobox", name="As known on").click()
            page.get_by_role("option", name=REVIEW).click()
            page.wait_for_url("**version=28+Feb+2026**")
            settle(page)
            on_first_screen(page, "all figures are as they were known on 5 Mar 2026")
            assert metric(page, "Key results on pace") == "2 of 3"
            picture(page, "last_months_review")
            page.get_by_test_id("stTopNavSection").filter(has_text="Prioritising").click()
            page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Cost of delay").click()
            page.wait_for_url("**/cost_of_delay**")
            settle(page)
            assert metric(page, "Of which blocked") == "–"  # B-4 was not blocked then
            expect(page.get_by_text("You look at the past")).to_be_visible()
            link = page.url
        publish_tables(tmp_path, example_tables(), "2" * 64)  # a night later
        with reopened(chromium, server, link) as page:
            on_first_screen(page, "all figures are as they were known on 5 Mar 2026")
            assert metric(page, "Of which blocked") == "–"
            page.get_by_role("combobox", name="As known on").click()
            page.get_by_role("option", name="As known now").click()
            settle(page)
            assert metric(page, "Of which blocked") == "EUR 4,000"
            expect(page.get_by_text("You look at the past")).to_have_count(0)


def test_a_number_is_followed_from_the_overview_to_its_source_rows(
    chromium: Browser, server: Server, picture: Picture
) -> None:
    with opened(chromium, server, "?theme=Growth") as (page, _):
        assert metric(page, "Change spend to date") == "EUR 480k"
        page.get_by_role("link", name="Spend by theme").first.click()
        page.wait_for_url("**/spend_by_theme**theme=Growth**")
        settle(page)
        assert metric(page, "Change spend to date") == "EUR 480k"
        table = page.get_by_test_id("stDataFrame").last  # by initiative, the dearest first
        table.scroll_into_view_if_needed()
        holds(table, "HYPERLINK")
        holds(table, "150000")
        table.hover(position=SECOND_ROW)
        table.hover(position=OPEN_SECOND)
        table.click(position=OPEN_SECOND)
        page.wait_for_url("**/initiative?**initiative=B-3**")
        settle(page)
        expect(page.get_by_test_id("stMetricValue").first).to_have_text("EUR 150k")
        page.get_by_role("tab", name="Source rows").click()
        settle(page)
        expect(page.get_by_text("4 postings of this period sum to EUR 150,000.00")).to_be_visible()
        page.get_by_test_id("stDataFrame").last.scroll_into_view_if_needed()
        picture(page, "source_rows")


def test_the_data_team_sees_whether_the_last_refresh_is_good(
    chromium: Browser, server: Server, picture: Picture
) -> None:
    with opened(chromium, server, "data_health") as (page, _):
        assert metric(page, "Last refresh") == "Published"
        on_first_screen(
            page, "With care: 1 source late, 1 failed check; every row is accounted for, 2 in quarantine"
        )
        on_first_screen(page, "1 Apr 2026, 02:31 UTC")
        assert metric(page, "Reconciliation gap") == "0.00"
        picture(page, "last_refresh")
        checks, reasons = page.get_by_test_id("stDataFrame").nth(1), page.get_by_test_id("stDataFrame").nth(3)
        checks.scroll_into_view_if_needed()
        holds(checks, "account_code")
        reasons.scroll_into_view_if_needed()
        holds(reasons, "ledger")
        page.get_by_role("link", name="Money to the cent").click()
        page.wait_for_url("**/reconciliation**")
        settle(page)
        assert metric(page, "Totals that tie") == "1 of 1"


def test_the_data_team_sees_a_refresh_that_failed_on_every_page(
    chromium: Browser, tmp_path: Path, picture: Picture
) -> None:
    folder = publish_tables(tmp_path, example_tables())
    record_refresh(folder, "failed", reason="ledger: 1 total of money differs")
    with serve(folder) as server, opened(chromium, server) as (page, _):
        on_first_screen(page, "The last refresh failed on 1 Apr 2026, 02:31 UTC")
        on_first_screen(page, "Reason: ledger: 1 total of money differs")
        on_first_screen(page, "With care: the last refresh failed, 1 source late")
        page.get_by_role("link", name="See all checks").or_(page.get_by_text("Published with")).first.click()
        page.get_by_role("link", name="See all checks").click()
        page.wait_for_url("**/data_health**")
        settle(page)
        assert metric(page, "Last refresh") == "Failed"
        picture(page, "failed_refresh")
