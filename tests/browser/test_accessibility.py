"""Every page passes axe-core: nothing that a screen reader, a keyboard or weak eyes stumble over badly."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.app.servers import Server
from tests.browser.conftest import SLUGS
from tests.browser.test_pages import opened, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GRAVE = {"serious", "critical"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SLUGS)
def test_axe_finds_nothing_serious(chromium: Browser, server: Server, name: str, scheme: str) -> None:
    with opened(chromium, server, SLUGS[name], scheme=scheme) as (page, _):
        settle(page)
        found = [
            f"{rule['id']}: {node['html'][:300]} {node['failureSummary'][:200]}"
            for rule in Axe().run(page).response["violations"]
            if rule["impact"] in GRAVE
            for node in rule["nodes"]
        ]
    assert found == []
