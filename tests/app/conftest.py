"""What the dashboards' tests share: one published example, and the app over any published folder."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from analytics_app import sign_in, warehouse
from tests.app.published_folder import ROOT, publish_tables, record_refresh
from tests.app.rows import example_tables
from tests.app.rows.delivery import delivery_tables

MAIN = ROOT / "analytics_app" / "main.py"

OpenApp = Callable[..., AppTest]


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published folder of the example organisation. To change it, publish another."""
    folder = publish_tables(tmp_path_factory.mktemp("example"), example_tables())
    record_refresh(folder, "published")
    return folder


@pytest.fixture(scope="session")
def delivery_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same organisation, with the plans, boards and flow that their tests count by hand."""
    folder = publish_tables(tmp_path_factory.mktemp("delivery"), delivery_tables())
    record_refresh(folder, "published")
    return folder


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> OpenApp:
    """Open a page of the app over a published folder, with a query string as a link would carry.

    Without sign-in, unless a file of settings is named; `user` then are the claims of who signed in.
    """

    def run(
        folder: Path,
        page: str = "overview",
        *,
        settings: Path | str = sign_in.LOCAL,
        user: dict[str, Any] | None = None,
        **query: str | list[str],
    ) -> AppTest:
        monkeypatch.setenv(warehouse.FOLDER_VARIABLE, str(folder))
        monkeypatch.setenv(sign_in.VARIABLE, str(settings))
        config.set_option("server.address", "127.0.0.1")
        # AppTest makes the page this process's __main__, which processes spawned by later tests would run.
        monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
        app = AppTest.from_file(str(MAIN), default_timeout=60)
        app.user = user or {}
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page != "overview":
            app.switch_page(f"views/{page}.py").run()
        return app

    return run
