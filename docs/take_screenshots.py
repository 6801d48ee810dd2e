"""Render every page of a workspace's dashboards into docs/screens/*.png.

    python -m docs.take_screenshots WORKSPACE [--width 1280] [--dark] [--only PAGE ...] [--into FOLDER]

Starts the app on a free loopback port over the workspace's published version and drives
Debian's Chromium, whose path may be given in CHROMIUM. Where the journeys of the browser's tests end is
kept in docs/screens/journeys: JOURNEY_SCREENS=docs/screens/journeys python -m pytest -m browser
"""

import argparse
from pathlib import Path

from playwright.sync_api import Page

from tests.app.servers import serve
from tests.browser.chromium import launched_chromium
from tests.browser.conftest import SLUGS
from tests.browser.test_pages import settle


def _shoot(page: Page, address: str, file: Path) -> None:
    page.goto(address, wait_until="domcontentloaded")
    settle(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": min(int(height) + 40, 4000)})  # ty: ignore
    settle(page)
    page.screenshot(path=str(file))


def main() -> None:
    """Start the app, visit each page, save its picture."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--only", nargs="+", choices=SLUGS, default=list(SLUGS), metavar="PAGE")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent / "screens")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    scheme = "dark" if options.dark else "light"
    with serve((options.workspace / "published").resolve()) as server, launched_chromium() as browser:
        for name in options.only:
            page = browser.new_page(viewport={"width": options.width, "height": 900}, color_scheme=scheme)
            _shoot(page, f"{server.address}/{SLUGS[name]}", options.into / f"{name}.png")
            page.close()
            print(options.into / f"{name}.png")


if __name__ == "__main__":
    main()
