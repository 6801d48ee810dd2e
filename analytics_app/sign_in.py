"""The settings of sign-in: which OpenID Connect provider says who somebody is, and what that lets them see.

They are a file of their own, so that it can lie where the dashboards' user may read it and not where the
portfolio's data are. It names the variables of the environment that hold secrets, never a secret.
"""

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from analytics_app.launch import LOOPBACK_HOSTS

VARIABLE = "PORTFOLIO_SIGN_IN"
LOCAL = "none"  # no sign-in: whoever sits at this machine sees everything
REMEDY = (
    "Write `sign_in: none` into portfolio.yml (or start with `--sign-in none`) for dashboards that only "
    "this machine can open, or name a file of settings there; docs/sign_in.md shows one."
)
_REFERENCE = re.compile(r"\$\{(\w+)\}")
_SHORTEST_SECRET = 32

Role = Literal["leadership", "finance", "data_team", "team_lead"]


class SignInError(Exception):
    """The settings cannot be used; the message says why and what to do."""


def _reference(text: str) -> str:
    if not _REFERENCE.fullmatch(text):
        raise ValueError("a secret is never written here; write ${NAME} and export NAME")
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS):
        raise ValueError("it must begin with https://, or be an http:// address of this machine")
    return text.rstrip("/")


Secret = Annotated[str, AfterValidator(_reference)]
Url = Annotated[str, AfterValidator(_url)]


def _origin(text: str) -> str:
    if urlsplit(text).path.strip("/"):
        raise ValueError("it has a path; the dashboards are served at the root of a host name")
    return text


Origin = Annotated[Url, AfterValidator(_origin)]


class _Strict(BaseModel):
    """Unknown keys are errors: a misspelt limit must not be silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Grant(_Strict):
    """What a value of the claim, or one person, may see: the pages of a role, and rows."""

    value: str | None = Field(None, description="a value of the claim, e.g. a group")
    email: str | None = Field(None, description="one person, by the provider's verified e-mail address")
    role: Role
    value_streams: tuple[str, ...] | str | None = Field(
        None, description="names; `all`; or `claim NAME`: the claim of that name lists them"
    )
    cost_centers: tuple[str, ...] | str | None = Field(None, description="codes; or `claim NAME`")

    @model_validator(mode="after")
    def _is_whole(self) -> "Grant":
        if (self.value is None) == (self.email is None):
            raise ValueError("name either a `value` of the claim or the `email` of one person")
        if self.value_streams is None and self.cost_centers is None:
            raise ValueError("say which rows: `value_streams` (names, or all) or `cost_centers`")
        for rows, words in ((self.value_streams, "names, `all`"), (self.cost_centers, "codes")):
            if isinstance(rows, str) and not rows.startswith("claim ") and rows != "all":
                raise ValueError(f"{rows!r} is not a list; write a list of {words} or `claim NAME`")
        if self.cost_centers == "all":
            raise ValueError(
                "for everything write `value_streams: all`; there is money without a cost centre"
            )
        return self


class SignIn(_Strict):
    """The whole file."""

    address: Origin = Field(
        description="where people open the dashboards, e.g. https://portfolio.example.org"
    )
    provider: Url = Field(description="the provider's address, .well-known/openid-configuration included")
    client_id: str
    client_secret: Secret
    cookie_secret: Secret
    claim: str | None = Field(
        None, description="the claim whose values `access` names; realm.roles for inner"
    )
    email_is_verified: bool = Field(
        False, description="the provider verifies every e-mail address, and its token does not say so"
    )
    session_hours: float = Field(12, gt=0, le=168, description="then a person signs in anew")
    access: tuple[Grant, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _claim_is_named(self) -> "SignIn":
        if self.claim is None and any(grant.value is not None for grant in self.access):
            raise ValueError("`access` names values of a claim; say which with `claim`")
        return self

    @property
    def host(self) -> str:
        """The host name people reach the dashboards by."""
        return urlsplit(self.address).hostname or ""

    def secrets(self) -> dict[str, Any]:
        """Return what Streamlit wants to know, secrets looked up in the environment. Raises SignInError."""
        return {
            "redirect_uri": f"{self.address}/oauth2callback",
            "cookie_secret": _looked_up(self.cookie_secret, _SHORTEST_SECRET),
            "client_id": self.client_id,
            "client_secret": _looked_up(self.client_secret),
            "server_metadata_url": self.provider,
            "client_kwargs": {"scope": "openid profile email", "code_challenge_method": "S256"},
        }


def _looked_up(reference: str, shortest: int = 1) -> str:
    name = reference[2:-1]
    secret = os.environ.get(name, "")
    if len(secret) < shortest:
        length = f" of {shortest} characters or more" if shortest > 1 else ""
        raise SignInError(f"the environment has no {name}{length}; export it and start again")
    return secret


@cache
def load(path: Path) -> SignIn:
    """Read a file of settings, once a process. Raises SignInError that lists all its problems."""
    try:
        values = yaml.safe_load(path.read_text())
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SignInError(f"{path}: cannot be read: {error}") from None
    try:
        return SignIn.model_validate(values)
    except ValidationError as error:
        raise SignInError("\n".join(_told(path, dict(problem)) for problem in error.errors())) from None


def _told(path: Path, problem: Mapping[str, Any]) -> str:
    """Write a problem with its place; never the value, which may be a secret in the wrong place."""
    place = ".".join(str(part) for part in problem["loc"])
    return f"{path}: {place or 'the file'}: {str(problem['msg']).removeprefix('Value error, ')}"


def settings() -> SignIn | None:
    """Return the settings that this process was started with; None in local mode.

    Raises SignInError when it was started with neither: nothing is shown then.
    """
    chosen = os.environ.get(VARIABLE)
    if not chosen:
        raise SignInError(f"It is not said whether people sign in. {REMEDY}")
    return None if chosen == LOCAL else load(Path(chosen))
