"""Dagster's web server behind the shipped proxy: what other sites could have it do, and who may do what."""

import json
import urllib.request
from base64 import b64encode
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

import pytest

from ingest.workspace import Workspace
from orchestration.commands.init import write_missing
from tests.app.servers import free_port
from tests.conftest import COMMAND
from tests.deploy.processes import running, wait_until
from tests.deploy.proxy import DAGSTER_HOST, Answer, Proxy, proxy, signed_in

pytestmark = pytest.mark.nightly

PAUSE = "mutation { setAutoMaterializePaused(paused: %s) }"
PAUSED = "{ instance { autoMaterializePaused } }"
JSON = {"Content-Type": "application/json"}
OPERATOR, VIEWER = signed_in("operator", "a word"), signed_in("viewer", "another")
PEOPLE = "operator:{PLAIN}a word\nviewer:{PLAIN}another\n"


@dataclass(frozen=True)
class Behind:
    """The proxy, and the port of the web server behind it, which knows no sign-in."""

    proxy: Proxy
    port: int

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Ask through the proxy as the operator."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.proxy.ask(DAGSTER_HOST, path, method, OPERATOR | told, body)

    def is_paused(self) -> bool:
        """Ask the web server itself."""
        return self._asked(PAUSED)["instance"]["autoMaterializePaused"]

    def pause(self, *, paused: bool) -> None:
        self._asked(PAUSE % json.dumps(paused))

    def _asked(self, query: str) -> dict:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql", json.dumps({"query": query}).encode(), JSON
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["data"]


@contextmanager
def web_server(workspace: Workspace, *options: str) -> Generator[int]:
    """Run a web server of Dagster with no code to load; only its own state is of interest here."""
    port = free_port()
    command = [COMMAND.with_name("dagster-webserver"), "--empty-workspace", "-h", "127.0.0.1"]
    log = workspace.root / f"web_{port}.log"
    with running([*command, "-p", str(port), *options], log, {"DAGSTER_HOME": str(workspace.dagster_home)}):
        wait_until(lambda: _answers(port), "the web server answers", log=log)
        yield port


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=2).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    root = tmp_path_factory.mktemp("dagster")
    workspace = Workspace(root)
    write_missing(workspace)
    with web_server(workspace) as port, web_server(workspace, "--read-only") as read_only:
        servers = {"PORTFOLIO_OPERATORS": port, "PORTFOLIO_VIEWERS": read_only}
        with proxy(root / "proxy", servers, operator="operator", people=PEOPLE) as started:
            yield Behind(started, port)


@pytest.fixture(autouse=True)
def nothing_is_paused(behind: Behind) -> None:
    behind.pause(paused=False)


MUTATION = f"/graphql?query={quote(PAUSE % 'true')}"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FORGED = {
    "a picture": ("GET", MUTATION, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}),
    "a link": ("GET", MUTATION, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}),
    "a link within": ("GET", MUTATION, {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}),
    "an old browser": ("GET", MUTATION, {}),
    "a form": ("POST", MUTATION, FORM | {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}),
    "a form of an old browser": ("POST", MUTATION, FORM),
    "text of a script": ("POST", MUTATION, {"Content-Type": "text/plain"}),
    "an escaped address": ("GET", MUTATION.replace("graphql", "%67raphql"), {}),
    "a doubled slash": ("GET", f"/{MUTATION}", {}),
    "a detour": ("GET", MUTATION.replace("/graphql", "/x/../graphql"), {}),
    "a head": ("HEAD", MUTATION, {}),
    "a pretended websocket": ("GET", MUTATION, {"Upgrade": "h2c", "Connection": "Upgrade"}),
}


@pytest.mark.parametrize("how", FORGED)
def test_s14_no_address_starts_anything_through_the_proxy(behind: Behind, how: str) -> None:
    method, path, headers = FORGED[how]
    answer = behind.proxy.ask(
        DAGSTER_HOST, path, method, OPERATOR | headers, b"" if method == "POST" else None
    )
    assert not behind.is_paused()
    assert answer.status in {403, 405}


def test_s14_another_address_is_another_page(behind: Behind) -> None:
    for spelt in ("graphql/", "Graphql", "graphql;"):
        assert behind.ask(MUTATION.replace("graphql", spelt)).status == 200
        assert not behind.is_paused()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_s14_the_web_server_itself_obeys_any_address(behind: Behind, method: str) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{behind.port}{MUTATION}",
        b"" if method == "POST" else None,
        {"Sec-Fetch-Site": "cross-site", **(FORM if method == "POST" else {})},
        method=method,
    )
    urllib.request.urlopen(request, timeout=60).close()
    assert behind.is_paused(), "Dagster obeys no longer: the proxy may be simplified"


OTHERS = {
    "another site": {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    "another site of an old browser": {"Origin": "https://evil.example"},
    "a neighbour": {"Origin": "https://wiki.localhost", "Sec-Fetch-Site": "same-site"},
    "a neighbour that hides": {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    "a sandboxed frame": {"Origin": "null"},
    "a name that ends likewise": {"Origin": f"https://evil.{DAGSTER_HOST}"},
}


@pytest.mark.parametrize("who", OTHERS)
def test_s14_another_sites_page_posts_nothing(behind: Behind, who: str) -> None:
    body = json.dumps({"query": PAUSE % "true"}).encode()
    answer = behind.proxy.ask(DAGSTER_HOST, "/graphql", "POST", OPERATOR | JSON | OTHERS[who], body)
    assert answer.status == 403
    assert not behind.is_paused()


@pytest.mark.parametrize("path", ["/report_asset_materialization/landing", "/logs/x", "/"])
def test_s14_nothing_but_graphql_takes_a_post(behind: Behind, path: str) -> None:
    assert behind.ask(path, "POST", b"{}", Content_Type="application/json").status == 403


def test_s14_an_operators_own_page_works(behind: Behind) -> None:
    own = {"Origin": behind.proxy.origin(DAGSTER_HOST), "Sec_Fetch_Site": "same-origin"}
    body = json.dumps({"query": PAUSE % "true"}).encode()
    answer = behind.ask("/graphql", "POST", body, Content_Type="application/json", **own)
    assert answer.status == 200
    assert behind.is_paused()
    page = behind.ask("/runs", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")
    assert (page.status, b"<!DOCTYPE html>" in page.body) == (200, True)


def test_s14_a_viewer_looks_and_changes_nothing(behind: Behind) -> None:
    question = json.dumps({"query": PAUSED}).encode()
    assert behind.proxy.ask(DAGSTER_HOST, "/graphql", "POST", VIEWER | JSON, question).status == 200
    order = json.dumps({"query": PAUSE % "true"}).encode()
    answer = behind.proxy.ask(DAGSTER_HOST, "/graphql", "POST", VIEWER | JSON, order)
    assert not behind.is_paused()
    assert b"errors" in answer.body


@pytest.mark.parametrize("headers", [{}, signed_in("operator", "wrong"), signed_in("stranger", "a word")])
def test_s14_nobody_comes_in_without_signing_in(behind: Behind, headers: dict[str, str]) -> None:
    body = json.dumps({"query": PAUSED}).encode()
    assert behind.proxy.ask(DAGSTER_HOST, "/graphql", "POST", headers | JSON, body).status == 401
    assert behind.proxy.ask(DAGSTER_HOST, "/", headers=headers).status == 401


@pytest.mark.parametrize(("origin", "status"), [("own", 101), ("https://evil.example", 403)])
def test_s14_only_its_own_pages_listen(behind: Behind, origin: str, status: int) -> None:
    handshake = {
        "Origin": behind.proxy.origin(DAGSTER_HOST) if origin == "own" else origin,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": b64encode(b"a key of sixteen").decode(),
        "Sec-WebSocket-Protocol": "graphql-ws",
    }
    assert behind.proxy.ask(DAGSTER_HOST, "/graphql", headers=OPERATOR | handshake).status == status


def test_s15_nobody_sends_dagster_a_heap(behind: Behind) -> None:
    body = json.dumps({"query": PAUSED, "variables": {"padding": "x" * 1_100_000}}).encode()
    assert behind.ask("/graphql", "POST", body, Content_Type="application/json").status == 413


def test_s15_dagsters_pages_are_in_no_frame_and_keep_their_own_policy(behind: Behind) -> None:
    headers = behind.ask("/runs").headers
    own, ours = headers.get_all("Content-Security-Policy", [])
    assert "nonce-" in own
    assert "frame-ancestors 'none'" in ours
    assert headers.get_all("X-Frame-Options") == ["DENY"]
    assert headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert headers.get_all("Referrer-Policy") == ["same-origin"]
    assert headers.get_all("Strict-Transport-Security") == ["max-age=31536000"]
