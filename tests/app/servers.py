"""The real server of the dashboards, in a process of its own, on a free loopback port."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.app.published_folder import ROOT


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: "subprocess.Popen[str]"

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serve(
    published: Path, sign_in: str = "none", port: int | None = None, secrets: Mapping[str, str] | None = None
) -> Generator[Server]:
    """Serve a published folder until the block ends: without sign-in, or with a file of settings."""
    port = port or free_port()
    command = [sys.executable, "-m", "analytics_app", "--published", str(published), "--sign-in", sign_in]
    command += ["--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | dict(secrets or {})
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment, cwd=published
    )
    try:
        server = Server(port, process)
        _wait_until_up(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(server: Server, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer at {server.address} within {seconds:.0f} s")
