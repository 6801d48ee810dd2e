"""The app over a published folder, as a fixture of the tests that look at pages."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from analytics_app import sign_in, warehouse
from analytics_app.launch import MAIN

OpenApp = Callable[..., AppTest]


def opened(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    page: str = "overview",
    *,
    settings: Path | str = sign_in.LOCAL,
    user: dict[str, Any] | None = None,
    **query: str | list[str],
) -> AppTest:
    """Open a page of the app over a published folder, with a query string as a link would carry.

    Without sign-in, unless a file of settings is named; `user` then are the claims of who signed in.
    """
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


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> OpenApp:
    """Open pages of the app over published folders."""
    return partial(opened, monkeypatch)
