"""The `alerts` of portfolio.yml: who is told, by which way, of what."""

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from ingest.credentials import Credential
from ingest.strict import Strict

AlertKind = Literal[
    "failed_refresh",
    "failed_audit",
    "late_refresh",
    "stale_source",
    "failed_fetch",
    "refused_file",
    "held_file",
    "drift",
    "soft_finding",
]
ALL_KINDS: tuple[AlertKind, ...] = get_args(AlertKind)

Host = Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$", max_length=253)]
Address = Annotated[str, Field(pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9.-]+$", max_length=254)]


class Webhook(Strict):
    """An address that takes a POST of JSON."""

    url: Credential = Field(description="whoever knows such an address may post to it")
    token: Credential | None = Field(None, description="sent as `Authorization: Bearer`")
    allow_http: bool = Field(False, description="post without encryption")


class Slack(Strict):
    """An incoming webhook of a Slack channel."""

    url: Credential


class Email(Strict):
    """A mail server and those who get its mail."""

    host: Host
    port: int = Field(587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = Field("starttls", description="of the connection")
    user: Credential | None = None
    password: Credential | None = None
    sender: Address = Field(alias="from")
    to: tuple[Address, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _login_is_whole_and_protected(self) -> "Email":
        if (self.user is None) != (self.password is None):
            raise ValueError("a login is `user` and `password`; write both, or none")
        if self.user and self.security == "none":
            raise ValueError("a password is never sent without encryption; write security: starttls or tls")
        return self


class Alerts(Strict):
    """Who is told when something needs somebody, and when it is well again."""

    name: str | None = Field(
        None, min_length=1, max_length=80, description="stands in each message; else the organisation's name"
    )
    about: tuple[AlertKind, ...] = Field(ALL_KINDS, min_length=1, description="what is told of")
    repeat_every_days: int | None = Field(
        None, gt=0, description="what lasts is told again so often; left out: once, until it is over"
    )
    timeout_seconds: float = Field(10, gt=0, le=60, description="a server that does not answer is given up")
    webhook: Webhook | None = None
    slack: Slack | None = None
    email: Email | None = None

    @model_validator(mode="after")
    def _tells_somebody(self) -> "Alerts":
        if not (self.webhook or self.slack or self.email):
            raise ValueError("nobody is told; add webhook, slack or email")
        return self

    @property
    def credentials(self) -> dict[str, str]:
        """The references by their place, such as `email.password`."""
        channels = {"webhook": self.webhook, "slack": self.slack, "email": self.email}
        return {
            f"{name}.{key}": value
            for name, channel in channels.items()
            for key in ("url", "token", "user", "password")
            if (value := getattr(channel, key, None))
        }
