"""A real PostgreSQL that listens on a socket alone, for as long as a test needs it."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.deploy.processes import program, running, wait_until

SERVER_USER = "postgres"  # who runs it where the tests are root: PostgreSQL refuses to be that
DATABASE = "dagster"


@contextmanager
def postgres(folder: Path) -> Generator[Path]:
    """Run PostgreSQL with an empty database for this user, by `peer`; yields the folder of its socket."""
    user = _server_user()
    data, me = folder / "data", pwd.getpwuid(os.geteuid()).pw_name
    folder.mkdir()
    if user:
        shutil.chown(folder, user)
    _call("initdb", "-D", data, "--username", me, "--auth", "peer", "--no-sync", user=user)
    command = [_program("postgres"), "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"]
    log = folder.with_name("postgres.log")
    with running(command, log, user=user):
        wait_until(lambda: _call("pg_isready", "-h", folder, is_checked=False) == 0, "PostgreSQL", log=log)
        _call("createdb", "-h", folder, DATABASE)
        yield folder


def _server_user() -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SERVER_USER).pw_name
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")


def _program(name: str) -> str:
    newest_first = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return program(name, "postgresql", newest_first)


def _call(name: str, *arguments: str | Path, user: str | None = None, is_checked: bool = True) -> int:
    command = [_program(name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, user=user, cwd="/", check=is_checked).returncode
