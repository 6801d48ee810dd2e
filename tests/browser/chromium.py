"""Debian's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def launched_chromium() -> Generator[Browser]:
    """Launch it, without a window, until the block ends. Playwright allows one in a process.

    Raises FileNotFoundError, with what to do, where there is none.
    """
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not executable:
        raise FileNotFoundError("no chromium on PATH: apt-get install chromium, or set CHROMIUM to one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()
