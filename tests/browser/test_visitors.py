"""The pages as visitors of other countries see them."""

import pytest
from playwright.sync_api import Browser, expect

from tests.app.servers import Server
from tests.browser.test_pages import metric, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(
    ("locale", "spend", "heading", "day"),
    [
        ("de-DE", "606.001 EUR", "Share, %", "31.03.2026"),
        ("fr-FR", "606 k EUR", "Share, %", "31 mars 2026"),
        ("en-GB", "EUR 606k", "Share", "31 Mar 2026"),
        ("ja-JP", "EUR 60.6万", "Share, %", "2026/03/31"),
    ],
)
def test_numbers_and_days_follow_the_browser(
    chromium: Browser, server: Server, locale: str, spend: str, heading: str, day: str
) -> None:
    context = chromium.new_context(locale=locale)
    page = context.new_page()
    page.goto(f"{server.address}/spend_by_theme")
    settle(page)
    shown = metric(page, "Change spend to date").replace("\u00a0", " ").replace("\u202f", " ")
    assert shown == spend
    headings = page.get_by_test_id("stDataFrame").first.locator("[role=columnheader]")
    page.get_by_test_id("stDataFrame").first.scroll_into_view_if_needed()
    expect(headings.filter(has_text=heading).first).to_be_attached()
    assert heading in headings.all_text_contents()
    assert f"Data as of {day}" in page.inner_text("body")
    context.close()
