"""A tracker on the loopback interface: real sockets, made answers, and a log of what was asked."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """One answer. `cut`: the connection ends after half of the body."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Answer = Callable[[Asked], Reply]


@dataclass
class Service:
    """A running service. `first` are answers given before those of `answer`, one for each request."""

    answer: Answer
    url: str = ""
    log: list[Asked] = field(default_factory=list)
    first: list[Reply] = field(default_factory=list)

    def reply(self, asked: Asked) -> Reply:
        self.log.append(asked)
        return self.first.pop(0) if self.first else self.answer(asked)

    def paths(self) -> list[str]:
        return [asked.path for asked in self.log]


@contextmanager
def running(answer: Answer) -> Iterator[Service]:
    """Serve until the test is done."""
    service = Service(answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(service))
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            parts = urlsplit(self.path)
            asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), body, dict(self.headers))
            reply = service.reply(asked)
            self.send_response_only(reply.status)  # without a Date of its own
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content[: len(reply.content) // 2] if reply.cut else reply.content)

        do_GET = do_POST = _serve  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    return Handler


def lines_of(path: Path) -> list[dict]:
    """Return the lines of a pull."""
    with gzip.open(path, "rt") as file:
        return [json.loads(line) for line in file]
