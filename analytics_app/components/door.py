"""The door: who comes in, who is told why not, and the way out."""

import logging
import time
from typing import NoReturn

import streamlit as st

from analytics_app import linked_page, sign_in
from analytics_app.access import EVERYTHING, Access, NoAccess, access_of
from analytics_app.formatting import plain
from analytics_app.launch import LOOPBACK_HOSTS

OPEN_TO_OTHERS = "Without sign-in these dashboards are for this machine alone, but other machines reach them."
NOT_SET_UP = "Sign-in is not set up. The server's log says what to do."


def admitted() -> Access:
    """Return what this person may see. Anybody else is told why there is nothing, and the run ends."""
    try:
        settings = sign_in.settings()
    except sign_in.SignInError as error:
        logging.getLogger(__name__).error("nothing is shown: %s", error)
        _turn_away(NOT_SET_UP)
    if settings is None:
        if st.get_option("server.address") not in LOOPBACK_HOSTS:
            logging.getLogger(__name__).error("nothing is shown: serve on 127.0.0.1. %s", sign_in.REMEDY)
            _turn_away(OPEN_TO_OTHERS)
        return EVERYTHING
    if not st.user.get("is_logged_in"):
        _ask_to_sign_in()
    try:
        return access_of(st.user.to_dict(), settings, time.time())
    except NoAccess as refusal:
        _turn_away(str(refusal), can_leave=True)


def leave(access: Access) -> None:
    """Offer the way out to somebody who signed in."""
    if access.name:
        st.button(
            "Sign out", on_click=st.logout, type="tertiary", icon=":material/logout:", help=plain(access.name)
        )


def no_such_page(title: str, access: Access) -> NoReturn:
    """Say that a page does not exist for this person, and end the run."""
    st.title("Not for your role", anchor=False)
    st.info(f"The page {title} does not exist for your role, or not for a part of the portfolio.")
    leave(access)
    st.stop()


def _ask_to_sign_in() -> NoReturn:
    st.title("Portfolio", anchor=False)
    st.markdown("Sign in to see the part of the portfolio that is yours.")
    st.button("Sign in", on_click=_sign_in, type="primary", icon=":material/login:")
    st.stop()


def _sign_in() -> None:
    linked_page.remember()
    st.login()


def _turn_away(sentence: str, *, can_leave: bool = False) -> NoReturn:
    st.title("Nothing to see here", anchor=False)
    st.error(plain(sentence), icon=":material/lock:")
    if can_leave:
        st.button("Sign out", on_click=st.logout, icon=":material/logout:")
    st.stop()
