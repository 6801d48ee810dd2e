"""What the dashboards' tests share: published examples, and the app over any published folder."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.app.published_folder import publish_tables, record_refresh
from tests.app.rows import HOSTILE, example_tables, with_names
from tests.app.rows.delivery import delivery_tables
from tests.app.shown import ShownPage
from tests.opened_app import OpenApp, open_app, opened
from tests.oracle.conftest import Judged, example_build
from tests.oracle.inputs import Inputs

__all__ = ["OpenApp", "open_app"]

OpenPage = Callable[..., ShownPage]


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published folder of the example organisation. To change it, publish another."""
    folder = publish_tables(tmp_path_factory.mktemp("example"), example_tables())
    record_refresh(folder, "published")
    return folder


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with a hostile text for every name, after a refresh that failed with hostile reasons."""
    folder = publish_tables(tmp_path_factory.mktemp("hostile"), with_names(example_tables(), HOSTILE))
    record_refresh(folder, "failed", reason=HOSTILE, warnings=[HOSTILE])
    return folder


@pytest.fixture(scope="session")
def delivery_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same organisation, with the plans, boards and flow that their tests count by hand."""
    folder = publish_tables(tmp_path_factory.mktemp("delivery"), delivery_tables())
    record_refresh(folder, "published")
    return folder


@pytest.fixture(scope="session")
def demo(request: pytest.FixtureRequest) -> Judged:
    """The example as a refresh publishes it from its exports."""
    return example_build(request)


@pytest.fixture(scope="session")
def inputs(demo: Judged) -> Inputs:
    """What the published example was made of: figures are worked out from it a second time."""
    return demo.inputs()


@pytest.fixture(scope="session")
def page(demo: Judged) -> OpenPage:
    """Open a page over the published example, each once."""

    @cache
    def run(name: str, **query: str) -> ShownPage:
        with pytest.MonkeyPatch.context() as monkeypatch:
            app = opened(monkeypatch, demo.root / "published", name, **query)
        assert not app.exception
        return ShownPage(app)

    return run
