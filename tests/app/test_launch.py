"""How the server is started: on loopback, phoning nobody, and readable only by the names it is given."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics_app.launch import LOOK, MAIN, streamlit_arguments
from tests.app.servers import Server, serve

HANDSHAKE = (
    "GET /_stcore/stream HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@pytest.fixture(scope="module")
def server(example_folder: Path) -> Iterator[Server]:
    with serve(example_folder) as running:
        yield running


def test_the_arguments_are_safe() -> None:
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


def test_nothing_listens_beyond_loopback(server: Server) -> None:
    hexadecimal_port = f":{server.port:04X}"
    listening = [
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[1].endswith(hexadecimal_port) and line.split()[3] == "0A"
    ]
    assert listening == [f"0100007F{hexadecimal_port}"]
