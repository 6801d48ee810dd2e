"""Render every page of a workspace's dashboards into docs/screens/*.png.

    python -m docs.take_screenshots WORKSPACE [--width 1280] [--dark] [--only PAGE ...] [--into FOLDER]

Starts the app on a free loopback port over the workspace's published version and drives
Debian's Chromium, whose path may be given in CHROMIUM. Where the journeys of the browser's tests end is
kept in docs/screens/journeys: JOURNEY_SCREENS=docs/screens/journeys python -m pytest -m browser
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from analytics_app.pages import HOME, PAGES

SECONDS_TO_DRAW = 2
ADDRESSES = {page.file: "" if page is HOME else page.file for page in PAGES}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(address: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310 loopback only
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit(f"the app did not answer at {address} within {seconds:.0f} s")


def _shoot(page: Page, address: str, file: Path) -> None:
    page.goto(address, wait_until="domcontentloaded")
    page.wait_for_selector("[data-testid='stAppViewContainer'] h1, [data-testid='stHeading']", timeout=60_000)
    _wait_until_drawn(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": min(int(height) + 40, 4000)})  # ty: ignore
    _wait_until_drawn(page)
    page.screenshot(path=str(file))


def _wait_until_drawn(page: Page) -> None:
    """Charts are drawn after the last element has arrived, and their labels fade in."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached", timeout=60_000)
    page.wait_for_timeout(SECONDS_TO_DRAW * 1000)


def main() -> None:
    """Start the app, visit each page, save its picture."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--only", nargs="+", choices=ADDRESSES, default=list(ADDRESSES), metavar="PAGE")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent / "screens")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    published = options.workspace / "published"
    command = [sys.executable, "-m", "analytics_app", "--published", str(published), "--sign-in", "none"]
    command += ["--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_up(address)
        with sync_playwright() as playwright:
            executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
            for name in options.only:
                scheme = "dark" if options.dark else "light"
                page = browser.new_page(viewport={"width": options.width, "height": 900}, color_scheme=scheme)
                _shoot(page, f"{address}/{ADDRESSES[name]}", options.into / f"{name}.png")
                page.close()
                print(options.into / f"{name}.png")
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
