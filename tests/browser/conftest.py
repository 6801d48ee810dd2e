"""What the browser tests share: pictures, and the app served over rows that try to attack it."""

import http.server
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page

from analytics_app.pages import HOME, PAGES
from tests.app.conftest import example_folder  # noqa: F401 - the fixture, here too
from tests.app.published_folder import publish_tables, record_refresh
from tests.app.rows import example_tables, with_names
from tests.app.servers import Server, serve

SMALLEST_PICTURE = 20_000  # bytes: a page that shows something
SLUGS = {page.file: "" if page is HOME else page.file for page in PAGES}


Picture = Callable[[Page, str], None]


@dataclass
class Listener:
    """A web server that nobody should ask for anything."""

    address: str
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def server(example_folder: Path) -> Iterator[Server]:  # noqa: F811
    """The app over the example rows."""
    with serve(example_folder) as running:
        yield running


@pytest.fixture
def picture(tmp_path: Path) -> Picture:
    """Leave a picture of where a journey ends; JOURNEY_SCREENS names the folder of those to keep."""
    folder = Path(os.environ.get("JOURNEY_SCREENS", tmp_path))

    def take(page: Page, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        page.mouse.move(0, 0)  # no tooltip over what is to be seen
        page.screenshot(path=folder / f"{name}.png")
        assert (folder / f"{name}.png").stat().st_size > SMALLEST_PICTURE

    return take


@pytest.fixture(scope="session")
def listener() -> Iterator[Listener]:
    """Record every request that injected text would cause."""
    found = Listener("")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.requests.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        found.address = f"http://127.0.0.1:{web.server_address[1]}"
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield found
        web.shutdown()


@pytest.fixture(scope="session")
def hostile_server(tmp_path_factory: pytest.TempPathFactory, listener: Listener) -> Iterator[Server]:
    """The app over rows whose every text attacks: Markdown, HTML, script, a formula."""
    attack = (
        f"![a]({listener.address}/markdown.png) <img src={listener.address}/html.png "
        f"onerror='window.attacked=1'> <script>window.attacked=1</script> "
        f"[b]({listener.address}/link) :red[$a$] :material/home: `c`"
    )
    folder = publish_tables(tmp_path_factory.mktemp("hostile"), with_names(example_tables(), attack))
    record_refresh(folder, "failed", reason=attack, warnings=[attack])
    with serve(folder) as running:
        yield running
