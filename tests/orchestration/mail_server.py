"""A mail server on the loopback interface: real sockets and TLS, and what was sent kept in a list."""

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509

from tests.certificates import self_signed


@dataclass(frozen=True)
class Mail:
    """One letter as it arrived."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    login: str | None  # user and password with a blank between, when somebody had logged in
    is_encrypted: bool


@dataclass
class MailServer:
    """A running server. With a `context` it offers STARTTLS; it refuses `refused` recipients."""

    context: ssl.SSLContext | None = None
    login: str | None = None  # the only one that is let in
    refused: frozenset[str] = frozenset()
    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # all that was said before encryption


@contextmanager
def running(server: MailServer) -> Iterator[MailServer]:
    """Take mail until the test is done."""
    with _Sockets(("127.0.0.1", 0), _Talk) as sockets:
        sockets.mail = server
        server.port = sockets.server_address[1]
        thread = threading.Thread(target=sockets.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            sockets.shutdown()
            thread.join()


class _Sockets(socketserver.ThreadingTCPServer):
    daemon_threads = True
    mail: MailServer

    def handle_error(self, *_: object) -> None:
        """Who does not trust the certificate hangs up: that is no error here."""


def certificate(folder: Path, host: str = "127.0.0.1") -> Path:
    """Write a certificate of a host with its key, signed by itself."""
    return self_signed(folder / "mail.pem", x509.IPAddress(ip_address(host)))


class _Talk(socketserver.StreamRequestHandler):
    server: "_Sockets"

    def handle(self) -> None:
        self.login: str | None = None
        self.is_encrypted = False
        self.sender, self.recipients = "", []
        self.say("220 mail")
        while line := self.rfile.readline().decode().strip():
            if not self.is_encrypted:
                self.server.mail.lines.append(line)
            if line.upper() == "QUIT":
                self.say("221 bye")
                return
            self.answer(line)

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def answer(self, line: str) -> None:
        command, _, rest = line.partition(" ")
        getattr(self, f"on_{command.lower()}", self.on_unknown)(rest)

    def on_unknown(self, _: str) -> None:
        self.say("502 what?")

    def on_ehlo(self, _: str) -> None:
        can_encrypt = self.server.mail.context and not self.is_encrypted
        lines = ["mail", "AUTH PLAIN", *(["STARTTLS"] if can_encrypt else [])]
        self.say(*(f"250-{each}" for each in lines[:-1]), f"250 {lines[-1]}")

    def on_starttls(self, _: str) -> None:
        self.say("220 go")
        self.connection = self.server.mail.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.is_encrypted = True

    def on_auth(self, rest: str) -> None:
        _, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
        self.login = f"{user} {password}"
        self.say("235 in" if self.login == self.server.mail.login else f"535 not with {password}")

    def on_mail(self, rest: str) -> None:
        self.sender = rest
        self.say("250 ok")

    def on_rcpt(self, rest: str) -> None:
        address = rest.partition("<")[2].rstrip(">")
        if address in self.server.mail.refused:
            self.say("550 no")
        else:
            self.recipients.append(address)
            self.say("250 ok")

    def on_data(self, _: str) -> None:
        self.say("354 go")
        lines = iter(self.rfile.readline, b".\r\n")
        content = b"".join(lines)
        login = self.login
        self.server.mail.mails.append(
            Mail(self.sender, tuple(self.recipients), content, login, self.is_encrypted)
        )
        self.say("250 taken")

    def on_rset(self, _: str) -> None:
        self.say("250 ok")
