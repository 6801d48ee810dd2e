"""TLS: a certificate that nobody vouches for ends the pull before the token is sent."""

import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ingest.apis.answers import FetchError
from tests.ingest.apis.pulling import tracker_for
from tests.ingest.apis.service import Reply, Service


def _certificate(folder: Path) -> Path:
    """Write a certificate for localhost that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


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

    path = _certificate(tmp_path)
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
