"""`portfolio app` and `portfolio dagster`: hand this process over to a server."""

import os
import socket
import sys
from typing import NoReturn

import typer

from ingest.configuration_file import load_configuration
from ingest.workspace import Workspace
from orchestration.commands.init import write_missing
from orchestration.environment import WORKSPACE_VARIABLE

LOOPBACK = "127.0.0.1"
LOCAL = "none"


def serve_app(workspace: Workspace, port: int, address: str = LOOPBACK) -> NoReturn:
    """Become the dashboards' server; raises ConfigurationError."""
    sign_in = load_configuration(workspace.configuration_path).sign_in or ""
    if sign_in not in {"", LOCAL}:
        sign_in = str(workspace.root / sign_in)
    served = ("--published", str(workspace.published), "--sign-in", sign_in)
    _become("analytics_app", *served, "--port", str(port), "--address", address)


def serve_dagster(workspace: Workspace, port: int) -> NoReturn:
    """Become Dagster's web server with its daemon; raises ConfigurationError."""
    load_configuration(workspace.configuration_path)
    write_missing(workspace)
    _require_free(port)
    os.environ["DAGSTER_HOME"] = str(workspace.dagster_home)
    os.environ[WORKSPACE_VARIABLE] = str(workspace.root)
    # `dg dev`, which it recommends, belongs to the tools of development.
    os.environ["PYTHONWARNINGS"] = "ignore:Function `dev_command`"
    typer.echo(f"Dagster: http://{LOOPBACK}:{port}   (stop with Ctrl+C)")
    _become("dagster", "dev", "-m", "orchestration.definitions", "-h", LOOPBACK, "-p", str(port))


def _require_free(port: int) -> None:
    """Refuse a port in use: Dagster's daemon would go on running without its web server."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise OSError(f"{LOOPBACK}:{port}: {error.strerror}; name another with --port") from error


def _become(module: str, *arguments: str) -> NoReturn:
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606
