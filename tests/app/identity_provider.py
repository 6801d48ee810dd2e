"""A real OpenID Connect provider on loopback: authorisation code flow with PKCE, discovery, signed tokens.

It asks who comes in by a page of buttons instead of passwords; all else is as the standards want it, and
what a client does wrong is refused: another redirect address, no PKCE, a wrong verifier or secret, a code
used twice.
"""

import base64
import hashlib
import html
import http.server
import json
import secrets
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "portfolio", "a client secret of the tests"
Claims = dict[str, Any]


@dataclass
class Provider:
    """A running provider: its people by the label of their button, and the clients it knows."""

    issuer: str
    people: dict[str, Claims]
    redirect_uri: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "tests", "use": "sig"}))
    codes: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    signed_out: list[str] = field(default_factory=list)

    @property
    def metadata_url(self) -> str:
        """Where its discovery document stands."""
        return f"{self.issuer}/.well-known/openid-configuration"

    def metadata(self) -> Claims:
        """Return the discovery document."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "end_session_endpoint": f"{self.issuer}/end_session",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def problem_of_request(self, asked: dict[str, str]) -> str | None:
        """Return why an authorisation request is refused."""
        wanted = {
            "client_id": CLIENT_ID,
            "redirect_uri": self.redirect_uri,
            "response_type": "code",
            "code_challenge_method": "S256",
        }
        wrong = [name for name, value in wanted.items() if asked.get(name) != value]
        missing = [name for name in ("state", "nonce", "code_challenge") if not asked.get(name)]
        return ", ".join(wrong + missing) or None

    def token(self, asked: dict[str, str], authorization: str) -> Claims | None:
        """Exchange a code for an identity token; None when anything about it is wrong."""
        basic = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        person, request = self.codes.pop(asked.get("code", ""), ("", {}))
        verifier = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        is_right = (
            authorization == f"Basic {basic}"
            and request.get("code_challenge") == challenge
            and asked.get("redirect_uri") == self.redirect_uri
        )
        if not is_right:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": person,
            "nonce": request["nonce"],
            "iat": now,
            "exp": now + 300,
            **self.people[person],
        }
        signed = jwt.encode({"alg": "RS256", "kid": "tests"}, claims, self.key)
        return {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "id_token": signed}


class _Handler(http.server.BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        match urlsplit(self.path).path:
            case "/.well-known/openid-configuration":
                self._json(self.provider.metadata())
            case "/jwks":
                self._json({"keys": [self.provider.key.as_dict(private=False)]})
            case "/authorize":
                self._ask_who(asked)
            case "/chosen":
                self._send_back(asked)
            case "/end_session":
                self.provider.signed_out.append(asked.get("id_token_hint", ""))
                self._redirect(asked["post_logout_redirect_uri"])
            case _:
                self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        token = self.provider.token(asked, self.headers.get("Authorization", ""))
        self._json(token or {"error": "invalid_grant"}, 200 if token else 400)

    def _ask_who(self, asked: dict[str, str]) -> None:
        if problem := self.provider.problem_of_request(asked):
            self.send_error(400, f"wrong: {problem}")
            return
        links = (
            f'<p><a href="/chosen?{html.escape(urlencode({**asked, "person": person}))}">{person}</a></p>'
            for person in self.provider.people
        )
        self._send(f"<title>Who are you?</title>{''.join(links)}".encode(), "text/html")

    def _send_back(self, asked: dict[str, str]) -> None:
        code = secrets.token_urlsafe()
        self.provider.codes[code] = (asked["person"], asked)
        answer = urlencode({"code": code, "state": asked["state"]})
        self._redirect(f"{asked['redirect_uri']}?{answer}")

    def _redirect(self, url: str) -> None:
        self.send_response(302)
        self.send_header("Location", url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, content: Claims, status: int = 200) -> None:
        self._send(json.dumps(content).encode(), "application/json", status)

    def _send(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def identity_provider(people: dict[str, Claims]) -> Generator[Provider]:
    """Run a provider that knows these people until the block ends."""
    handler = type("Handler", (_Handler,), {})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as web:
        provider = Provider(f"http://127.0.0.1:{web.server_address[1]}", people)
        handler.provider = provider  # ty: ignore[unresolved-attribute]
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield provider
        web.shutdown()
