"""How the server is started: on loopback, phoning nobody, and readable only by the names it is given."""

import os
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics_app.charts import marks
from analytics_app.launch import LOOK, MAIN, streamlit_arguments
from tests.app.published_folder import ROOT
from tests.app.servers import Server, serve

HANDSHAKE = (
    "GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@pytest.fixture(scope="module")
def server(example_folder: Path) -> Iterator[Server]:
    with serve(example_folder) as running:
        yield running


def test_s13_the_arguments_are_safe() -> None:
    arguments = streamlit_arguments(8600)
    assert arguments[:2] == ["run", str(MAIN)]
    assert {
        "--server.port=8600",
        "--server.address=127.0.0.1",
        "--server.headless=true",
        "--server.enableXsrfProtection=true",
        "--server.enableAgentApi=false",
        "--browser.gatherUsageStats=false",
        "--client.showErrorDetails=none",
        "--server.allowedHosts=127.0.0.1",
        "--server.allowedHosts=localhost",
    } <= set(arguments)


def test_the_look_fetches_nothing() -> None:
    assert "http" not in LOOK.read_text()
    assert "//" not in LOOK.read_text()


def test_the_first_line_is_the_address(server: Server) -> None:
    assert server.process.stdout
    assert server.process.stdout.readline() == f"Dashboards: {server.address}   (stop with Ctrl+C)\n"


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1", b"101"), ("localhost", b"101"), ("evil.example", b"403")]
)
def test_s15_data_flows_to_known_host_names_only(server: Server, host: str, status: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(HANDSHAKE.format(host=host).encode())
        assert connection.recv(64).split()[1] == status


def test_s15_nothing_listens_beyond_loopback(server: Server) -> None:
    hexadecimal_port = f":{server.port:04X}"
    listening = [
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[1].endswith(hexadecimal_port) and line.split()[3] == "0A"
    ]
    assert listening == [f"0100007F{hexadecimal_port}"]


REFUSED = [
    (["--sign-in", ""], "It is not said whether people sign in"),
    (["--sign-in", "none", "--address", "0.0.0.0"], "leave it out"),
    (["--sign-in", "none", "--address", "::"], "leave it out"),
    (["--sign-in", "not_there.yml"], "not_there.yml: cannot be read"),
]


@pytest.mark.parametrize(("arguments", "problem"), REFUSED)
def test_nothing_is_served_that_anybody_could_open(
    tmp_path: Path, arguments: list[str], problem: str
) -> None:
    command = [sys.executable, "-m", "analytics_app", "--published", str(tmp_path), *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    outcome = subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False
    )
    assert outcome.returncode == 2
    assert problem.lower() in outcome.stderr.lower()
    assert outcome.stdout == ""


def test_the_look_and_the_charts_share_one_palette() -> None:
    theme = tomllib.loads(LOOK.read_text())["theme"]
    assert theme["chartCategoricalColors"] == [marks.BLUE, marks.TEAL, marks.AMBER, marks.RED, marks.GREY]
    assert set(theme["light"]) == set(theme["dark"])
