"""`python -m analytics_app --published DIR --sign-in none`: serve the dashboards."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

from analytics_app import sign_in
from analytics_app.launch import DEFAULT_PORT, LOOPBACK, LOOPBACK_HOSTS, streamlit_arguments
from analytics_app.warehouse import FOLDER_VARIABLE

WRONG_USAGE = 2


def main() -> None:
    """Parse the arguments and hand over to Streamlit in this process."""
    options = _parser().parse_args()
    os.environ[FOLDER_VARIABLE] = str(options.published.resolve())
    os.environ[sign_in.VARIABLE] = _absolute(options.sign_in)
    try:
        settings = sign_in.settings()
        secrets = settings.secrets() if settings else None
        _require_a_guarded_door(options.address, settings)
    except sign_in.SignInError as error:
        _refuse(str(error))
    hosts = [*LOOPBACK_HOSTS, *options.host, *([settings.host] if settings else [])]
    shown = settings.address if settings else f"http://{options.address}:{options.port}"
    print(f"Dashboards: {shown}   (stop with Ctrl+C)", flush=True)  # noqa: T201
    _serve(streamlit_arguments(options.port, options.address, hosts), secrets)


def _absolute(chosen: str) -> str:
    """Return the file of settings as Streamlit's threads find it from any folder."""
    return chosen if chosen in {"", sign_in.LOCAL} else str(Path(chosen).resolve())


def _require_a_guarded_door(address: str, settings: sign_in.SignIn | None) -> None:
    """Raise SignInError where others could come in without sign-in, or sign-in lacks its package."""
    if settings is None and address not in LOOPBACK_HOSTS:
        raise sign_in.SignInError(
            f"--address {address}: without sign-in the dashboards are for this machine alone. Leave it out, "
            "or name a file of settings with --sign-in; docs/sign_in.md shows one."
        )
    if settings is None:
        return
    from streamlit.auth_util import is_authlib_installed

    if not is_authlib_installed():
        raise sign_in.SignInError(
            "sign-in needs the package Authlib: pip install 'portfolio-warehouse[sign-in]'"
        )


def _refuse(problem: str) -> NoReturn:
    print(problem, file=sys.stderr)  # noqa: T201
    sys.exit(WRONG_USAGE)


def _serve(arguments: list[str], secrets: dict[str, Any] | None) -> None:
    """Become Streamlit. Secrets are handed over in memory: no file ever holds them."""
    from streamlit.runtime.secrets import secrets_singleton
    from streamlit.web.cli import main as streamlit

    if secrets:
        secrets_singleton.merge_programmatic_secrets({"auth": secrets})
    sys.argv = ["streamlit", *arguments]
    streamlit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analytics_app", description="Serve the dashboards.")
    parser.add_argument(
        "--published",
        type=Path,
        default=Path(os.environ.get(FOLDER_VARIABLE, "published")),
        help=f"folder of published versions; ${FOLDER_VARIABLE} or ./published by default",
    )
    parser.add_argument(
        "--sign-in",
        default=os.environ.get(sign_in.VARIABLE, ""),
        metavar="none|FILE",
        help="none: for this machine only; or the file of settings, see docs/sign_in.md; "
        f"${sign_in.VARIABLE} by default",
    )
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="default: %(default)s")
    parser.add_argument("--address", default=LOOPBACK, help="default: %(default)s; any other needs sign-in")
    parser.add_argument(
        "--host", action="append", default=[], help="another host name people reach them by; may be repeated"
    )
    return parser


if __name__ == "__main__":
    main()
