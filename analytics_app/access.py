"""Who may see what: from the claims of the identity provider to pages and rows. When in doubt, nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics_app.pages import FOR_EVERYBODY, OF_WHOLE_WAREHOUSE, PAGES, SECTIONS_OF_ROLE, Page
from analytics_app.row_access import WHOLE, Scope
from analytics_app.sign_in import Grant, SignIn

_HOUR = 3600


class NoAccess(Exception):  # noqa: N818 - it names the state, and the sentence says what to do
    """A person who signed in may see nothing; the message tells them why."""


@dataclass(frozen=True)
class Access:
    """What one person may see: for each role the rows that come with it."""

    name: str
    scopes: Mapping[str, Scope]

    def scope(self, page: Page) -> Scope | None:
        """Return the rows of a page, all that the roles that open it give together; None: no such page."""
        opened = [scope for role, scope in self.scopes.items() if _opens(role, page)]
        scope = Scope()
        for each in opened:
            scope |= each
        return None if not opened or (page.file in OF_WHOLE_WAREHOUSE and not scope.is_whole) else scope

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that exist for this person."""
        return tuple(page for page in PAGES if self.scope(page))


def _opens(role: str, page: Page) -> bool:
    sections = SECTIONS_OF_ROLE[role]
    return page.file in FOR_EVERYBODY or any(page in pages for pages in sections)


EVERYTHING = Access("", {"data_team": WHOLE})


def access_of(claims: Mapping[str, Any], settings: SignIn, now: float) -> Access:
    """Return what the claims of somebody who signed in give them. Raises NoAccess with a sentence for them.

    Several grants add up: each role brings its own rows. What a claim does not say is not guessed.
    """
    name = str(claims.get("name") or claims.get("email") or claims.get("sub") or "somebody")
    issued = claims.get("iat")
    if not isinstance(issued, int | float) or now - issued > settings.session_hours * _HOUR:
        raise NoAccess("Your sign-in has ended. Sign out, then sign in again.")
    grants = [grant for grant in settings.access if _is_meant(grant, settings, claims)]
    if not grants:
        raise NoAccess(
            f"You are signed in as {name}, but no role is given to you here. Ask the people who run these "
            "dashboards for one."
        )
    scopes: dict[str, Scope] = {}
    for grant in grants:
        if (scope := _scope(grant, claims)) != Scope():
            scopes[grant.role] = scopes.get(grant.role, Scope()) | scope
    access = Access(name, scopes)
    if not access.pages:
        raise NoAccess(
            f"You are signed in as {name}, but no value stream and no cost centre is given to you. Ask the "
            "people who run these dashboards for them."
        )
    return access


def _is_meant(grant: Grant, settings: SignIn, claims: Mapping[str, Any]) -> bool:
    if grant.email is not None:
        email = claims.get("email")
        is_verified = claims.get("email_verified", settings.email_is_verified) is True
        return isinstance(email, str) and is_verified and email.casefold() == grant.email.casefold()
    return grant.value in _values(claims, settings.claim or "")


def _scope(grant: Grant, claims: Mapping[str, Any]) -> Scope:
    if grant.value_streams == "all":
        return WHOLE
    return Scope(_named(grant.value_streams, claims), _named(grant.cost_centers, claims))


def _named(rows: tuple[str, ...] | str | None, claims: Mapping[str, Any]) -> frozenset[str]:
    if isinstance(rows, str):
        return _values(claims, rows.removeprefix("claim "))
    return frozenset(rows or ())


def _values(claims: Mapping[str, Any], name: str) -> frozenset[str]:
    """Return the texts of a claim: one, or a list. `a.b` is b inside a, unless a claim is called `a.b`."""
    found: Any = claims
    for part in [name] if name in claims else name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    values = found if isinstance(found, list | tuple) else [found]
    return frozenset(value for value in values if isinstance(value, str) and value)
