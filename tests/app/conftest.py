"""What the dashboards' tests share: published examples, and the app over any published folder."""

from pathlib import Path

import pytest

from tests.app.published_folder import publish_tables, record_refresh
from tests.app.rows import example_tables
from tests.app.rows.delivery import delivery_tables
from tests.opened_app import OpenApp, open_app

__all__ = ["OpenApp", "open_app"]


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
