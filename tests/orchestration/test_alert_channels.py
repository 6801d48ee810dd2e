"""Alerts through real servers of this machine: what they are sent, and how a refusal is told."""

import email
import email.policy
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.alert_settings import Alerts
from orchestration.alerts.channels import RefusedAlert, channels_of
from orchestration.alerts.conditions import Condition
from orchestration.alerts.ledger import News
from orchestration.alerts.messages import Message
from tests.ingest.apis.service import Reply, Service
from tests.ingest.apis.service import running as service_running
from tests.orchestration import mail_server
from tests.orchestration.mail_server import MailServer

AT = datetime(2026, 11, 21, 2, 31, tzinfo=UTC)
HELD = Condition("held_file", "held_file jira 3f", "", "a file of source jira was held", "it has 3 rows")
STALE = Condition("stale_source", "stale_source okrs", "", "source okrs is stale", "it is 9 days old")
SECRET = "correct-horse-battery-staple"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("MAIL_USER", "robot")
    monkeypatch.setenv("MAIL_PASSWORD", SECRET)


@pytest.fixture
def service() -> Iterator[Service]:
    with service_running(lambda _: Reply({})) as service:
        yield service


@contextmanager
def _silence(*, says: bytes = b"") -> Iterator[int]:
    """A port that takes connections, and says nothing, or the same over and over."""
    stop = threading.Event()

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            while says and not stop.wait(0.05):
                connection.sendall(says)
            stop.wait()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            stop.set()


def _message(name: str = "Harbour", *new: Condition) -> Message:
    return Message(name, AT, News(new=list(new or (HELD,)), over=[STALE]))


def _send(settings: dict, message: Message | None = None) -> None:
    (channel,) = channels_of(Alerts.model_validate({"timeout_seconds": 0.2, **settings}))
    channel.send(message or _message())


def _by_mail(server: MailServer, **settings: object) -> dict:
    wanted = {"host": "127.0.0.1", "port": server.port, "from": "a@example.org", "to": ["b@example.org"]}
    return {"email": wanted | settings, "timeout_seconds": 5}


LOGIN = {"user": "${MAIL_USER}", "password": "${MAIL_PASSWORD}"}


def _refusal(settings: dict) -> str:
    with pytest.raises(RefusedAlert) as refusal:
        _send(settings)
    assert SECRET not in str(refusal.value)
    assert "/hook" not in str(refusal.value)
    return str(refusal.value)


def test_a_webhook_is_posted_json_that_a_machine_understands(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", f"{service.url}/hook/abc")
    monkeypatch.setenv("TOKEN", SECRET)
    _send({"webhook": {"url": "${HOOK}", "token": "${TOKEN}"}})
    (asked,) = service.log
    assert (asked.method, asked.path) == ("POST", "/hook/abc")
    assert asked.headers["Authorization"] == f"Bearer {SECRET}"
    assert asked.headers["Content-Type"] == "application/json"
    body = asked.body
    assert (body["name"], body["at"]) == ("Harbour", "2026-11-21T02:31:00+00:00")
    assert body["title"] == "Harbour: a file of source jira was held, and 1 more"
    assert [(each["kind"], each["detail"]) for each in body["new"]] == [("held_file", "it has 3 rows")]
    assert [each["kind"] for each in body["over"]] == ["stale_source"]
    assert body["new"][0]["id"] != body["over"][0]["id"]
    assert "over: source okrs is stale" in body["text"]


def test_slack_is_sent_plain_text_that_links_and_mentions_nothing(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", f"{service.url}/services/T0/B0/x")
    _send({"slack": {"url": "${HOOK}"}}, _message("Ships & <!channel>", *[HELD] * 200))
    (asked,) = service.log
    assert {block["text"]["type"] for block in asked.body["blocks"]} == {"plain_text"}
    assert all(len(block["text"]["text"]) <= 3000 for block in asked.body["blocks"])
    assert asked.body["text"].startswith("Ships &amp; ??channel?: a file")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(service: Service, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    service.first.append(Reply(status=status, headers={"Location": f"{service.url}/elsewhere"}))
    monkeypatch.setenv("HOOK", f"{service.url}/hook")
    assert _refusal({"webhook": {"url": "${HOOK}"}}) == f"HTTP {status}"
    assert service.paths() == ["/hook"]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "webhook.url: the environment variable HOOK is not set"),
        ("http://hooks.example.org/hook", "webhook.url: HOOK: it is not encrypted"),
        ("file:///hook", "webhook.url: HOOK: it is no address"),
        ("https://[hook", "webhook.url: HOOK: it is no address"),
        ("http://127.0.0.1:1/hook", "Connection refused"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_it(
    monkeypatch: pytest.MonkeyPatch, address: str, told: str
) -> None:
    monkeypatch.setenv("HOOK", address)
    assert _refusal({"webhook": {"url": "${HOOK}"}}) == told


@pytest.mark.parametrize(("status", "told"), [(404, "HTTP 404"), (500, "HTTP 500")])
def test_an_answer_that_is_no_success_is_a_refusal(
    service: Service, monkeypatch: pytest.MonkeyPatch, status: int, told: str
) -> None:
    service.first.append(Reply({"error": SECRET}, status=status))
    monkeypatch.setenv("HOOK", f"{service.url}/hook")
    assert _refusal({"webhook": {"url": "${HOOK}"}}) == told


def test_a_server_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with _silence() as port:
        monkeypatch.setenv("HOOK", f"http://127.0.0.1:{port}/hook")
        assert _refusal({"webhook": {"url": "${HOOK}"}}) == "no answer within 0.2 s"


def test_a_server_that_never_ends_its_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with _silence(says=b"H") as port:
        monkeypatch.setenv("HOOK", f"http://127.0.0.1:{port}/hook")
        assert _refusal({"webhook": {"url": "${HOOK}"}}) == "no end after 0.6 s"
    with _silence() as port:
        settings = _by_mail(MailServer(port=port), security="none")
        assert _refusal(settings | {"timeout_seconds": 0.2}) == "it hung up, or did not answer within 0.2 s"


@pytest.fixture
def tls(tmp_path: Path) -> Path:
    return mail_server.certificate(tmp_path)


def _context(tls: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls)
    return context


def test_a_mail_is_encrypted_before_anybody_logs_in(tls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tls))
    with mail_server.running(MailServer(_context(tls), f"robot {SECRET}")) as server:
        _send(_by_mail(server, to=["b@example.org", "c@example.org"], **LOGIN))
    (mail,) = server.mails
    assert (mail.login, mail.is_encrypted) == (f"robot {SECRET}", True)
    assert mail.recipients == ("b@example.org", "c@example.org")
    letter = email.message_from_bytes(mail.content, policy=email.policy.default)
    assert letter["Subject"] == "Harbour: a file of source jira was held, and 1 more"
    assert (letter["From"], letter["Auto-Submitted"]) == ("a@example.org", "auto-generated")
    assert "over: source okrs is stale\nit is 9 days old" in "\n".join(letter.get_content().splitlines())
    assert not any("AUTH" in line or SECRET in line for line in server.lines)


def test_a_password_is_never_sent_to_a_server_that_offers_no_encryption() -> None:
    with mail_server.running(MailServer()) as server:
        assert _refusal(_by_mail(server, **LOGIN)) == "it offers no encryption, or no such login"
    assert server.mails == []
    assert not any("AUTH" in line or SECRET in line for line in server.lines)


def test_a_certificate_that_nobody_vouches_for_is_refused(tls: Path) -> None:
    with mail_server.running(MailServer(_context(tls), f"robot {SECRET}")) as server:
        assert _refusal(_by_mail(server, **LOGIN)) == "its certificate is not accepted"
    assert server.mails == []


def test_a_wrong_login_is_told_without_what_the_server_says(
    tls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tls))
    with mail_server.running(MailServer(_context(tls), "robot another")) as server:
        assert _refusal(_by_mail(server, **LOGIN)) == "SMTPAuthenticationError 535"


def test_one_recipient_that_is_refused_is_told_and_the_others_get_the_mail() -> None:
    with mail_server.running(MailServer(refused=frozenset({"b@example.org"}))) as server:
        to = ["b@example.org", "c@example.org"]
        assert _refusal(_by_mail(server, security="none", to=to)) == "1 of 2 recipients were refused"
    assert [mail.recipients for mail in server.mails] == [("c@example.org",)]


HOSTILE = "x\r\nBcc: evil@example.org\u2028\u202e<!channel> ![x](http://evil.example) @here \x00.csv"


def test_s05_text_from_outside_is_no_header_no_mention_and_no_markup(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", f"{service.url}/hook")
    message = _message(HOSTILE)
    with mail_server.running(MailServer()) as server:
        _send(_by_mail(server, security="none"), message)
    _send({"webhook": {"url": "${HOOK}"}}, message)
    letter = email.message_from_bytes(server.mails[0].content, policy=email.policy.default)
    assert letter["Bcc"] is None
    assert server.mails[0].recipients == ("b@example.org",)
    told = json.dumps(service.log[0].body, ensure_ascii=False) + letter["Subject"]
    assert "evil" in told
    for sign in ("evil@", "<!", "![", "](", "://", "@here", "\u202e", "\\u0000", "\\r"):
        assert sign not in told, sign
