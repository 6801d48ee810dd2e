"""The dashboards with sign-in behind the shipped proxy: pages as visitors see them, and what is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from tests.app.conftest import example_folder  # noqa: F401 - the fixture, here too
from tests.app.identity_provider import CLIENT_ID, CLIENT_SECRET, identity_provider
from tests.app.servers import free_port, serve
from tests.browser.conftest import SLUGS
from tests.browser.test_pages import CHARTS, DESK, settle
from tests.deploy.proxy import APP_HOST, Proxy, proxy

pytestmark = [pytest.mark.nightly, pytest.mark.browser]

SECRETS = {"TESTS_CLIENT_SECRET": CLIENT_SECRET, "TESTS_COOKIE_SECRET": "a cookie secret of 32 characters"}
HANDSHAKE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
NOTE_VIOLATIONS = """
window.violations = []
document.addEventListener("securitypolicyviolation", event =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
"""


@pytest.fixture(scope="module")
def guarded(example_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:  # noqa: F811
    """The proxy, the app with sign-in behind it, and the provider who lets one person in."""
    folder, port = tmp_path_factory.mktemp("guarded"), free_port()
    people = {"Somebody": {"name": "Owner 01", "groups": ["data-office"]}}
    servers = {"PORTFOLIO_APP": port}
    with identity_provider(people) as provider, proxy(folder / "proxy", servers) as started:
        provider.redirect_uri = f"{started.origin(APP_HOST)}/oauth2callback"
        settings = {
            "address": started.origin(APP_HOST),
            "provider": provider.metadata_url,
            "client_id": CLIENT_ID,
            "client_secret": "${TESTS_CLIENT_SECRET}",
            "cookie_secret": "${TESTS_COOKIE_SECRET}",
            "claim": "groups",
            "access": [{"value": "data-office", "role": "data_team", "value_streams": "all"}],
        }
        file = folder / "sign_in.yml"
        file.write_text(yaml.safe_dump(settings))
        with serve(example_folder, str(file), port, SECRETS):
            yield started


@pytest.fixture(scope="module")
def visitor(chromium: Browser, guarded: Proxy) -> Iterator[Page]:
    """A page of somebody who signed in through the proxy; it notes what its policy forbids."""
    context = chromium.new_context(viewport=DESK, ignore_https_errors=True, accept_downloads=True)  # ty: ignore
    context.add_init_script(NOTE_VIOLATIONS)
    page = context.new_page()
    page.goto(guarded.origin(APP_HOST))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Somebody").click()
    page.wait_for_url(f"{guarded.origin(APP_HOST)}/**")
    settle(page)
    yield page
    context.close()


@pytest.mark.parametrize("name", SLUGS)
def test_s15_a_page_is_drawn_within_its_policy(visitor: Page, guarded: Proxy, name: str) -> None:
    visitor.goto(f"{guarded.origin(APP_HOST)}/{SLUGS[name]}")
    settle(visitor)
    expect(visitor.get_by_test_id("stException")).to_have_count(0)
    for chart in visitor.locator(CHARTS).all():
        chart.scroll_into_view_if_needed()
        expect(chart.locator("canvas, svg").first).to_be_visible()
    assert visitor.evaluate("window.violations") == []


def test_s15_the_policy_forbids_what_a_page_does_not_need(visitor: Page, guarded: Proxy) -> None:
    visitor.goto(guarded.origin(APP_HOST))
    settle(visitor)
    visitor.evaluate(
        """() => {
            const script = document.createElement("script")
            script.textContent = "window.attacked = 1"
            document.body.append(script)
            const image = document.createElement("img")
            image.src = "https://evil.example/picture.png"
            document.body.append(image)
        }"""
    )
    visitor.wait_for_function("window.violations.length >= 2")
    kinds = {violation.split()[0] for violation in visitor.evaluate("window.violations")}
    assert kinds == {"script-src-elem", "img-src"}
    assert visitor.evaluate("window.attacked") is None


def test_s15_a_download_comes_through(visitor: Page, guarded: Proxy, tmp_path: Path) -> None:
    visitor.goto(f"{guarded.origin(APP_HOST)}/spend_by_theme")
    settle(visitor)
    with visitor.expect_download() as waiting:
        visitor.get_by_role("button", name="Excel").last.click()
    waiting.value.save_as(tmp_path / "taken.xlsx")
    assert (tmp_path / "taken.xlsx").read_bytes().startswith(b"PK")


def test_s15_the_pages_carry_the_headers_that_browsers_want(guarded: Proxy) -> None:
    for path in ("/", "/static/nothing.js", "/_stcore/metrics"):
        headers = guarded.ask(APP_HOST, path).headers
        (policy,) = headers.get_all("Content-Security-Policy", [])
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers.get_all("X-Frame-Options") == ["DENY"]
        assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
        assert headers.get_all("Referrer-Policy") == ["same-origin"]
        assert headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]


NOT_THE_APP = [
    "/_stcore/metrics",
    "/overview/_stcore/metrics",
    "/%5fstcore/metrics",
    "/_stcore/agent/openapi.json",
]


@pytest.mark.parametrize("path", [*NOT_THE_APP, "/_stcore/upload_file/1/2", "/_stcore/script-health-check"])
def test_s15_what_is_not_the_app_is_not_there(guarded: Proxy, path: str) -> None:
    assert guarded.ask(APP_HOST, path).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_s15_nothing_is_sent_to_the_app(guarded: Proxy, method: str) -> None:
    assert guarded.ask(APP_HOST, "/", method, body=b"x").status == 403
    assert guarded.ask(APP_HOST, "/_stcore/upload_file/1/2", method, body=b"x").status == 404
    assert guarded.ask(APP_HOST, "/", method, body=b"x" * 10_000).status == 413


@pytest.mark.parametrize(
    ("origin", "status"),
    [("own", 101), ("https://evil.example", 403), ("null", 403), (f"http://{APP_HOST}", 403)],
)
def test_s15_data_flows_to_its_own_pages_only(guarded: Proxy, origin: str, status: int) -> None:
    told = HANDSHAKE | {"Origin": guarded.origin(APP_HOST) if origin == "own" else origin}
    assert guarded.ask(APP_HOST, "/_stcore/stream", headers=told).status == status


def test_s15_other_names_get_no_answer(guarded: Proxy) -> None:
    with pytest.raises(OSError, match=r"(?i)unrecognized.name"):
        guarded.ask("evil.localhost")
    with _no_answer():
        guarded.ask(APP_HOST, named="evil.example")
    with _no_answer():
        guarded.ask_plainly("evil.example")


@contextmanager
def _no_answer() -> Iterator[None]:
    with pytest.raises(ConnectionError):
        yield


def test_s15_without_tls_there_is_but_the_way_to_it(guarded: Proxy) -> None:
    answer = guarded.ask_plainly(APP_HOST)
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{APP_HOST}/figures?day=1")
