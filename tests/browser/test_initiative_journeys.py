"""The way from a table to one initiative, and on to its source rows."""

import pytest
from playwright.sync_api import Browser, expect

from tests.app.servers import Server
from tests.browser.conftest import Picture
from tests.browser.test_pages import metric, opened, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN, NAME_HEADER, FIRST_ROW = {"x": 38, "y": 52}, {"x": 200, "y": 18}, {"x": 140, "y": 52}


def test_the_green_initiative_that_lost_its_reason_leads_to_its_source_rows(
    chromium: Browser, server: Server, picture: Picture
) -> None:
    with opened(chromium, server, "alignment?theme=Growth") as (page, _):
        assert metric(page, "Green without a reason") == "1"
        table = page.get_by_test_id("stDataFrame").first
        table.scroll_into_view_if_needed()
        table.hover(position=FIRST_ROW)
        table.hover(position=OPEN)
        table.click(position=OPEN)
        page.wait_for_url("**/initiative?**initiative=B-3**")
        settle(page)
        lost = page.get_by_role("heading", name="is reported green, but serves no live key result")
        expect(lost).to_be_visible()
        assert "theme=Growth" in page.url
        picture(page, "green_without_a_reason")
        assert metric(page, "Live weight") == "0%"
        page.get_by_role("tab", name="Source rows").click()
        page.wait_for_url("**section=Source+rows**")
        settle(page)
        expect(page.get_by_text("4 postings of this period sum to EUR 150,000.00")).to_be_visible()
        link = page.url
    with opened(chromium, server, link.removeprefix(f"{server.address}/")) as (page, _):
        expect(page.get_by_text("4 postings of this period sum to EUR 150,000.00")).to_be_visible()


def test_an_initiative_is_found_by_its_name_with_the_keyboard(chromium: Browser, server: Server) -> None:
    with opened(chromium, server, "initiative?initiative=B-3") as (page, _):
        page.get_by_role("combobox", name="Initiative").fill("shield")
        page.keyboard.press("Enter")
        page.wait_for_url("**initiative=B-2**")
        settle(page)
        expect(page.get_by_role("heading", name="Fraud shield waits")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("heading", name="is reported green")).to_be_visible()


def test_a_sorted_table_opens_the_row_that_was_pressed(chromium: Browser, server: Server) -> None:
    with opened(chromium, server, "cost_of_delay") as (page, _):
        table = page.get_by_test_id("stDataFrame").first
        table.scroll_into_view_if_needed()
        for _ in range(2):  # by name, from the last to the first
            table.click(position=NAME_HEADER)
            page.wait_for_timeout(400)
        table.hover(position=FIRST_ROW)
        table.hover(position=OPEN)
        table.click(position=OPEN)
        page.wait_for_url("**/initiative?**initiative=B-4**")
        settle(page)
        expect(page.get_by_role("heading", name="Warehouse robots")).to_be_visible()
