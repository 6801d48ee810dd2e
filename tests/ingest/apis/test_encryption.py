"""TLS: a certificate that nobody vouches for ends the pull before the token is sent."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509

from ingest.apis.answers import FetchError
from tests.certificates import self_signed
from tests.ingest.apis.pulling import tracker_for
from tests.ingest.apis.service import Reply, Service


@pytest.mark.parametrize("is_trusted", [False, True])
def test_a_certificate_is_always_verified(
    tmp_path: Path, waits: list[float], monkeypatch: pytest.MonkeyPatch, is_trusted: bool
) -> None:
    monkeypatch.setenv("NO_PROXY", "localhost")
    asked: list[str | None] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.headers.get("Authorization"))
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response_only(200)
            self.end_headers()
            self.wfile.write(b'{"issues": [], "isLast": true}')

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    path = self_signed(tmp_path / "server.pem", x509.DNSName("localhost"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    service = Service(lambda _: Reply(), f"https://localhost:{server.server_port}")
    tracker = tracker_for(tmp_path, service, "jira_cloud", "project = SHOP", "jira_json")
    try:
        if is_trusted:  # as an organisation's own authority is: by the variable that requests reads
            monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))
            assert tracker.pull().item_count == 0
            assert len(asked) == 2
        else:
            with pytest.raises(FetchError, match="SSLError"):
                tracker.pull()
            assert asked == []
    finally:
        server.shutdown()
        server.server_close()
