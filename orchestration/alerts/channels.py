"""The ways to people: a webhook, Slack, e-mail. No refusal tells an address or a credential."""

import json
import smtplib
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any

from ingest.alert_checks import alert_problems
from ingest.alert_settings import Alerts, Email
from ingest.credentials import value_of
from orchestration.alerts.messages import Message

WITHIN = 3  # times the limit of one answer: names to look up, a handshake, a login and more


class RefusedAlert(Exception):  # noqa: N818 - it names what became of the alert
    """A channel did not take a message; the text says why."""


@dataclass(frozen=True)
class Channel:
    """A way to people. `post` raises whatever goes wrong."""

    name: str
    post: Callable[[Message], None]
    problems: tuple[str, ...]  # of its settings
    timeout_seconds: float

    def send(self, message: Message) -> None:
        """Send a message, or raise RefusedAlert; neither a slow server nor a slow name holds it up."""
        if self.problems:
            raise RefusedAlert("; ".join(self.problems))
        outcome: list[BaseException] = []

        def attempt() -> None:
            try:
                self.post(message)
            except Exception as error:
                outcome.append(error)

        sender = threading.Thread(target=attempt, daemon=True)
        sender.start()
        sender.join(WITHIN * self.timeout_seconds)
        if sender.is_alive():
            raise RefusedAlert(f"no end after {WITHIN * self.timeout_seconds:g} s")
        if outcome:
            raise RefusedAlert(_reason(outcome[0], self.timeout_seconds)) from None


def channels_of(alerts: Alerts) -> list[Channel]:
    """Return the ways that portfolio.yml names."""
    limit = alerts.timeout_seconds
    posts: dict[str, Callable[[Message], None]] = {}
    if webhook := alerts.webhook:
        token = webhook.token
        posts["webhook"] = lambda message: _post(
            value_of(webhook.url), message.as_json(), limit, value_of(token) if token else None
        )
    if slack := alerts.slack:
        posts["slack"] = lambda message: _post(value_of(slack.url), message.as_slack(), limit)
    if email := alerts.email:
        posts["email"] = lambda message: _mail(email, message, limit)
    problems = [(place, f"{place}: {problem}") for place, problem, _ in alert_problems(alerts)]
    return [
        Channel(name, post, tuple(told for place, told in problems if place.startswith(f"{name}.")), limit)
        for name, post in posts.items()
    ]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What is posted goes to the address that was given, or nowhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _post(url: str, content: dict[str, Any], limit: float, token: str | None = None) -> None:
    headers = {"Content-Type": "application/json", "User-Agent": "portfolio-warehouse"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = json.dumps(content).encode()
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - alert_checks
    with urllib.request.build_opener(_NoRedirects).open(request, timeout=limit):
        pass


def _mail(settings: Email, message: Message, limit: float) -> None:
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if settings.security == "tls":
        server = smtplib.SMTP_SSL(settings.host, settings.port, timeout=limit, context=context)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=limit)
    with server:
        if settings.security == "starttls":
            server.starttls(context=context)
        if settings.user and settings.password:
            server.login(value_of(settings.user), value_of(settings.password))
        refused = server.send_message(_letter(settings, message))
    if refused:
        raise RefusedAlert(f"{len(refused)} of {len(settings.to)} recipients were refused")


def _letter(settings: Email, message: Message) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"] = message.title
    letter["From"] = settings.sender
    letter["To"] = ", ".join(settings.to)
    letter["Date"] = format_datetime(message.at)
    letter["Message-ID"] = make_msgid(domain=settings.sender.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.text)
    return letter


def _reason(error: BaseException, limit: float) -> str:
    """Return why nothing was sent, without what a server or a library quotes."""
    match error:
        case RefusedAlert():
            told = str(error)
        case urllib.error.HTTPError():
            told = f"HTTP {error.code}"
        case urllib.error.URLError() if isinstance(error.reason, BaseException):
            told = _reason(error.reason, limit)
        case smtplib.SMTPResponseException():
            told = f"{type(error).__name__} {error.smtp_code}"
        case smtplib.SMTPNotSupportedError():
            told = "it offers no encryption, or no such login"
        case smtplib.SMTPServerDisconnected():
            told = f"it hung up, or did not answer within {limit:g} s"
        case TimeoutError():
            told = f"no answer within {limit:g} s"
        case ssl.SSLCertVerificationError():
            told = "its certificate is not accepted"
        case OSError() if error.strerror:
            told = error.strerror
        case _:
            told = type(error).__name__
    return told
