"""The shipped proxy: nginx with deploy/nginx.conf.template, filled in by the shipped script, on loopback."""

import http.client
import os
import socket
import ssl
import subprocess
from base64 import b64encode
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.app.servers import free_port
from tests.deploy.processes import DEPLOY, program, running, wait_until

APP_HOST, DAGSTER_HOST = "portfolio.localhost", "dagster.localhost"
NGINX = """\
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/passed;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/portfolio.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Proxy:
    """A running proxy."""

    https: int
    http: int

    def origin(self, host: str) -> str:
        """Return how a browser names a host behind it."""
        return f"https://{host}:{self.https}"

    def ask(
        self,
        host: str,
        path: str = "/",
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        named: str | None = None,
    ) -> Answer:
        """Send a request over TLS to `host`; `named` is what its Host header says instead."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPConnection(host, self.https, timeout=60)
        plain = socket.create_connection(("127.0.0.1", self.https), timeout=60)
        connection.sock = context.wrap_socket(plain, server_hostname=host)
        told = {"Host": named or f"{host}:{self.https}", **(headers or {})}
        return _answer(connection, method, path, told, body)

    def ask_plainly(self, host: str) -> Answer:
        """Send a request without TLS."""
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=60)
        return _answer(connection, "GET", "/figures?day=1", {"Host": host}, None)


def _answer(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes | None,
) -> Answer:
    try:
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        return Answer(response.status, response.headers, b"" if response.status == 101 else response.read())
    finally:
        connection.close()


def signed_in(name: str, password: str) -> dict[str, str]:
    """Return the header by which a person signs in to Dagster."""
    return {"Authorization": f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}"}


@contextmanager
def proxy(folder: Path, servers: Mapping[str, int], operator: str = "", people: str = "") -> Generator[Proxy]:
    """Run nginx before servers on loopback ports: PORTFOLIO_APP, PORTFOLIO_OPERATORS, PORTFOLIO_VIEWERS."""
    folder.mkdir(exist_ok=True)
    _write_certificate(folder)
    (folder / "people").write_text(people)
    (folder / "operators").write_text(f"{operator} portfolio_operators;\n" if operator else "")
    started = Proxy(free_port(), free_port())
    values = {
        "PORTFOLIO_HOST": APP_HOST,
        "PORTFOLIO_DAGSTER_HOST": DAGSTER_HOST,
        "PORTFOLIO_HTTP": f"127.0.0.1:{started.http}",
        "PORTFOLIO_HTTPS": f"127.0.0.1:{started.https}",
        "PORTFOLIO_PROXY_FILES": str(folder),
        **{name: f"127.0.0.1:{port}" for name, port in servers.items()},
    }
    (folder / "portfolio.conf").write_text(rendered(folder, values))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user))
    nginx = program("nginx", "nginx-light")
    with running([nginx, "-e", folder / "error.log", "-c", folder / "nginx.conf"], folder / "nginx.log"):
        wait_until(lambda: _answers(started.https), "nginx answers", log=folder / "error.log")
        yield started


def rendered(folder: Path, values: Mapping[str, str]) -> str:
    """Return the shipped configuration with the shipped values, these in their place."""
    program("envsubst", "gettext-base")
    shipped = (DEPLOY / "systemd" / "proxy.env").read_text().splitlines()
    names = [line.partition("=")[0] for line in shipped if line.startswith("PORTFOLIO_")]
    assert set(values) <= set(names)
    told = folder / "proxy.env"
    told.write_text("\n".join([*shipped, *(f"{name}={value}" for name, value in values.items())]) + "\n")
    command = [str(DEPLOY / "systemd" / "render-proxy"), str(told)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, APP_HOST)])
    hosts = x509.SubjectAlternativeName([x509.DNSName(APP_HOST), x509.DNSName(DAGSTER_HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(hosts, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "tls.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "tls.key").write_bytes(key.private_bytes(*kinds))
