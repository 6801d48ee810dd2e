"""Sign-in in a real browser, with a real identity provider: each person meets their pages and their rows."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from analytics_app.access import Access
from analytics_app.launch import LOOK
from analytics_app.row_access import Scope
from tests.app.identity_provider import CLIENT_ID, CLIENT_SECRET, Provider, identity_provider
from tests.app.servers import Server, free_port, serve
from tests.browser.test_pages import DESK, metric, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = {
    "Finance of Shop": {"name": "Owner 01", "groups": ["staff", "finance-shop"]},
    "Chief strategist": {"name": "Owner 02", "groups": ["strategy-board"]},
    "Visitor": {"name": "Owner 03", "groups": ["staff"]},
    "Nobody": {"name": "Owner 04"},
}
ACCESS = [
    {"value": "strategy-board", "role": "leadership", "value_streams": "all"},
    {"value": "finance-shop", "role": "finance", "value_streams": ["Shop"]},
]
SECRETS = {"TESTS_CLIENT_SECRET": CLIENT_SECRET, "TESTS_COOKIE_SECRET": "a cookie secret of 32 characters"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with identity_provider(PEOPLE) as running:
        yield running


@pytest.fixture(scope="module")
def guarded(
    example_folder: Path, provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The app with sign-in."""
    port = free_port()
    settings = {
        "address": f"http://127.0.0.1:{port}",
        "provider": provider.metadata_url,
        "client_id": CLIENT_ID,
        "client_secret": "${TESTS_CLIENT_SECRET}",
        "cookie_secret": "${TESTS_COOKIE_SECRET}",
        "claim": "groups",
        "access": ACCESS,
    }
    provider.redirect_uri = f"http://127.0.0.1:{port}/oauth2callback"
    file = tmp_path_factory.mktemp("settings") / "sign_in.yml"
    file.write_text(yaml.safe_dump(settings))
    with serve(example_folder, str(file), port, SECRETS) as running:
        yield running


@contextmanager
def browsing(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser of one person, with cookies of its own."""
    context = chromium.new_context(viewport=DESK, accept_downloads=True)  # ty: ignore
    yield context
    context.close()


def sign_in(context: BrowserContext, server: Server, person: str) -> Page:
    """Open the dashboards, sign in as a person, and return the page that they then see."""
    page = context.new_page()
    page.goto(server.address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=person).click()
    page.wait_for_url(f"{server.address}/**")
    settle(page)
    return page


def test_sign_in_leads_to_the_page_that_a_link_asked_for(chromium: Browser, guarded: Server) -> None:
    with browsing(chromium) as context:
        page = context.new_page()
        page.goto(f"{guarded.address}/spend_by_theme?theme=Growth&theme=Trust&rates=Budget+rate")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Chief strategist").click()
        page.wait_for_url("**/spend_by_theme?**theme=Growth**")
        settle(page)
        assert "theme=Trust" in page.url
        assert "rates=Budget" in page.url
        assert metric(page, "Change spend to date") == "EUR 510k"
        page.goto(guarded.address)  # the way is gone once: home is home again
        settle(page)
        expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def test_a_link_to_what_is_not_for_the_role_says_so_after_sign_in(chromium: Browser, guarded: Server) -> None:
    with browsing(chromium) as context:
        page = context.new_page()
        page.goto(f"{guarded.address}/data_health")
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Finance of Shop").click()
        expect(page.get_by_text("does not exist for your role")).to_be_visible(timeout=60_000)
        assert page.get_by_test_id("stMetric").count() == 0


def navigation(page: Page) -> set[str]:
    """Return the titles in the navigation; its sections open first."""
    links = page.get_by_test_id("stTopNavLink").all_inner_texts()
    for section in page.get_by_test_id("stTopNavSection").all():
        section.click()
        page.get_by_test_id("stTopNavDropdownLink").first.wait_for()
        links += page.get_by_test_id("stTopNavDropdownLink").all_inner_texts()
        page.keyboard.press("Escape")
    return {link.split("\n")[-1] for link in links}  # what stands before it is the icon's name


def test_s08_before_sign_in_nothing_is_shown(chromium: Browser, guarded: Server) -> None:
    with browsing(chromium) as context:
        page = context.new_page()
        for path in ("", "spend_by_theme", "data_health"):
            page.goto(f"{guarded.address}/{path}")
            expect(page.get_by_role("button", name="Sign in")).to_be_visible()
            assert "Fixture Works" not in page.inner_text("body")
            assert page.get_by_test_id("stMetric").count() == 0


def test_streamlit_finds_the_look_beside_the_pages(chromium: Browser, guarded: Server) -> None:
    primary = tomllib.loads(LOOK.read_text())["theme"]["light"]["primaryColor"]
    with browsing(chromium) as context:
        page = context.new_page()
        page.goto(guarded.address)
        button = page.get_by_role("button", name="Sign in")
        colour = button.evaluate("element => getComputedStyle(element).backgroundColor")
    assert colour == f"rgb({', '.join(str(int(primary[place : place + 2], 16)) for place in (1, 3, 5))})"


def test_a_finance_partner_of_one_value_stream(
    chromium: Browser, guarded: Server, provider: Provider, tmp_path: Path
) -> None:
    with browsing(chromium) as context:
        page = sign_in(context, guarded, "Finance of Shop")
        mine = Access("", {"finance": Scope(frozenset({"Shop"}))})
        assert navigation(page) == {each.title for each in mine.pages}
        expect(page.get_by_text("You see value stream Shop.")).to_be_visible()
        assert metric(page, "Change spend to date") == "EUR 480k"  # B-1 and B-3, of 606k

        page.goto(f"{guarded.address}/spend_by_theme?stream=Payments")
        settle(page)
        body = page.inner_text("body")
        assert "Fraud shield" not in body
        assert "Warehouse robots" not in body
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Excel").last.click()
        waiting.value.save_as(tmp_path / "mine.xlsx")
        workbook = openpyxl.load_workbook(tmp_path / "mine.xlsx")
        facts = {row[0].value: row[1].value for row in workbook["About"].iter_rows()}
        assert facts["Rows"] == "of value stream Shop"
        header, *rows = workbook["Data"].iter_rows(values_only=True)
        assert {row[header.index("Value stream")] for row in rows} == {"Shop"}

        for forbidden in ("cost_of_delay", "data_health"):
            page.goto(f"{guarded.address}/{forbidden}")
            settle(page)
            expect(page.get_by_text("does not exist for your role")).to_be_visible()
            assert page.get_by_test_id("stMetric").count() == 0

        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        page.goto(f"{guarded.address}/spend_by_theme")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert provider.signed_out


def test_s10_what_one_person_read_is_not_shown_to_another(chromium: Browser, guarded: Server) -> None:
    with browsing(chromium) as one, browsing(chromium) as other:
        assert metric(sign_in(one, guarded, "Chief strategist"), "Change spend to date") == "EUR 606k"
        assert metric(sign_in(other, guarded, "Finance of Shop"), "Change spend to date") == "EUR 480k"
        page = one.pages[0]
        page.reload()
        settle(page)
        assert metric(page, "Change spend to date") == "EUR 606k"
        assert "Data health" not in navigation(page)


@pytest.mark.parametrize("person", ["Visitor", "Nobody"])
def test_s09_a_person_without_a_role_sees_nothing_but_why(
    chromium: Browser, guarded: Server, person: str
) -> None:
    with browsing(chromium) as context:
        page = sign_in(context, guarded, person)
        expect(page.get_by_text("no role is given to you here")).to_be_visible()
        for path in ("", "overview", "spend_by_theme"):
            page.goto(f"{guarded.address}/{path}")
            expect(page.get_by_text("no role is given to you here")).to_be_visible()
            assert "Fixture Works" not in page.inner_text("body")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
