"""`python -m analytics_app --published DIR`: serve the dashboards."""

import argparse
import os
import sys
from pathlib import Path

from analytics_app.launch import DEFAULT_PORT, LOOPBACK, LOOPBACK_HOSTS, streamlit_arguments
from analytics_app.warehouse import FOLDER_VARIABLE


def main() -> None:
    """Parse the arguments and hand over to Streamlit in this process."""
    options = _parser().parse_args()
    os.environ[FOLDER_VARIABLE] = str(options.published.resolve())
    print(f"Dashboards: http://{options.address}:{options.port}   (stop with Ctrl+C)", flush=True)  # noqa: T201
    from streamlit.web.cli import main as streamlit

    hosts = [*LOOPBACK_HOSTS, *options.host]
    sys.argv = ["streamlit", *streamlit_arguments(options.port, options.address, hosts)]
    streamlit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analytics_app", description="Serve the dashboards.")
    parser.add_argument(
        "--published",
        type=Path,
        default=Path(os.environ.get(FOLDER_VARIABLE, "published")),
        help=f"folder of published versions; ${FOLDER_VARIABLE} or ./published by default",
    )
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="default: %(default)s")
    parser.add_argument(
        "--address", default=LOOPBACK, help="default: %(default)s; put a proxy with sign-in before any other"
    )
    parser.add_argument(
        "--host", action="append", default=[], help="a host name people reach the proxy by; may be repeated"
    )
    return parser


if __name__ == "__main__":
    main()
