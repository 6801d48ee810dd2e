"""The containers' Dagster, process by process: PostgreSQL, code server, daemon and web server as shipped."""

import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import yaml

from ingest.workspace import Workspace
from tests.app.servers import free_port
from tests.conftest import COMMAND
from tests.deploy.dagster_api import Api
from tests.deploy.postgres import postgres
from tests.deploy.processes import DEPLOY, running, wait_until
from tests.faults.bad_files import AMOUNT, ROW_COUNT, good
from tests.faults.test_bad_input import workspace_with
from tests.faults.test_bad_input_published import published_spend

pytest.importorskip("dagster_postgres", reason="needs the extra `deploy`, which `make setup` brings")
pytestmark = [pytest.mark.nightly, pytest.mark.pipeline]

SERVICES = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
PLACES = {"/etc/portfolio/dagster": str(DEPLOY), "0.0.0.0": "127.0.0.1"}


def as_shipped(text: str, moved: dict[str, str]) -> str:
    """Return a setting of a container as it is without one: nothing but its places differ."""
    for place, instead in {**PLACES, **moved}.items():
        text = text.replace(place, instead)
    return text


@contextmanager
def service(name: str, moved: dict[str, str], folder: Path) -> Generator[Path]:
    """Run a service of compose.yaml; yields its log."""
    program, *arguments = (as_shipped(str(part), moved) for part in SERVICES[name]["command"])
    told = {key: as_shipped(value, moved) for key, value in SERVICES[name]["environment"].items()}
    log = folder / f"{name}.log"
    with running([COMMAND.with_name(program), *arguments], log, told | {"DAGSTER_HOME": str(DEPLOY)}):
        yield log


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder whose name is short enough for the path of a socket."""
    with tempfile.TemporaryDirectory(prefix="pw", dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_refresh_ordered_at_the_web_server_is_published(tmp_path: Path, short_folder: Path) -> None:
    (tmp_path / "workspace").mkdir()
    workspace = Workspace(workspace_with(tmp_path / "workspace", "2026-03-31.csv", good()))
    shipped_before = sorted(DEPLOY.rglob("*"))
    api = Api(free_port())
    with ExitStack() as stack:
        socket_folder = stack.enter_context(postgres(short_folder / "database"))
        database = f"postgresql+psycopg2:///dagster?host={socket_folder}"
        moved = {
            SERVICES["code"]["environment"]["PORTFOLIO_DAGSTER_DATABASE"]: database,
            "/srv/portfolio": str(workspace.root),
            "/run/portfolio": str(short_folder),
            "3000": str(api.port),
        }
        for name in ("code", "daemon", "operators"):
            log = stack.enter_context(service(name, moved, tmp_path))
            if name == "code":
                wait_until((short_folder / "code.sock").exists, "the code server listens", log=log)
        wait_until(api.locations, "the web server finds the code", log=log)
        assert api.ended(api.launch()) == "SUCCESS"
    assert published_spend(workspace.root) == [("healthy", AMOUNT, ROW_COUNT), ("suspect", AMOUNT, ROW_COUNT)]
    assert not list(workspace.root.rglob("*.db"))
    assert sorted(DEPLOY.rglob("*")) == shipped_before  # DAGSTER_HOME is not written to
