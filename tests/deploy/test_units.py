"""The units of systemd: complete, tight, and each user sees what it needs."""

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import COMMAND
from tests.deploy.processes import DEPLOY, program

UNITS = DEPLOY / "systemd"
SERVICES, TIMERS = (sorted(path.name for path in UNITS.glob(f"*.{kind}")) for kind in ("service", "timer"))
EXPOSURE = "20"  # of 100; systemd calls up to 49 fine
VIRTUAL = Path("opt/portfolio/bin")


class _Repeated(dict):
    """Keeps all values of a key that is given more than once."""

    def __setitem__(self, key: str, value: object) -> None:
        if isinstance(value, list) and isinstance(known := self.get(key), list):
            known.extend(value)
        else:
            super().__setitem__(key, value)


def service(name: str) -> dict[str, str]:
    """Return the section Service of a unit; values of a repeated key are joined by lines."""
    parser = configparser.RawConfigParser(dict_type=_Repeated, strict=False, interpolation=None)
    parser.optionxform = str  # ty: ignore[invalid-assignment]
    parser.read(UNITS / name)
    return dict(parser["Service"])


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a machine with the units, systemd's own targets, and the programs they name."""
    root = tmp_path_factory.mktemp("machine")
    own = root / "usr/lib/systemd/system"
    own.mkdir(parents=True)
    analyze = program("systemd-analyze", "systemd")
    targets = sorted(Path("/usr/lib/systemd/system").glob("*.target"))
    assert targets, analyze
    for target in targets:
        shutil.copy(target, own)
    shutil.copytree(UNITS, root / "etc/systemd/system")
    (root / VIRTUAL).mkdir(parents=True)
    for name in ("python", "portfolio", "dagster", "dagster-daemon", "dagster-webserver"):
        assert COMMAND.with_name(name).exists(), name
        shutil.copy("/bin/true", root / VIRTUAL / name)
    return root


def _analyze(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [program("systemd-analyze", "systemd"), *arguments[:1], f"--root={root}", *arguments[1:]]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_systemd_has_nothing_to_object(machine: Path) -> None:
    units = [f"/etc/systemd/system/{name}" for name in [*SERVICES, *TIMERS]]
    outcome = _analyze(machine, "verify", *(f"{machine}{unit}" for unit in units))
    assert (outcome.returncode, outcome.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_can_do_little_else_than_its_work(machine: Path, name: str) -> None:
    outcome = _analyze(machine, "security", "--offline=true", f"--threshold={EXPOSURE}", name)
    assert outcome.returncode == 0, outcome.stdout[-200:]


def test_the_dashboards_find_published_versions_alone() -> None:
    app = service("portfolio-app.service")
    assert app["User"] == "portfolio-app"
    assert "ReadWritePaths" not in app
    assert app["TemporaryFileSystem"] == "/srv:ro"
    assert app["BindReadOnlyPaths"] == "/srv/portfolio/published"


def test_only_what_refreshes_reads_and_writes_the_workspace() -> None:
    settings = {name: service(name) for name in SERVICES}
    writing = [name for name, each in settings.items() if "ReadWritePaths" in each]
    assert writing == ["portfolio-alerts.service", "portfolio-code.service", "portfolio-refresh.service"]
    rest = settings.keys() - {*writing, "portfolio-app.service"}
    assert {settings[name]["InaccessiblePaths"] for name in rest} == {"/srv/portfolio"}
    tokens = [
        name for name, each in settings.items() if "/etc/portfolio/refresh.env" in each["EnvironmentFile"]
    ]
    assert tokens == writing


def test_s14_the_web_servers_listen_on_this_machine_alone_and_viewers_only_look() -> None:
    started = {each: service(f"portfolio-{each}.service")["ExecStart"] for each in ("operators", "viewers")}
    assert all("-h 127.0.0.1" in command for command in started.values())
    assert {each for each, command in started.items() if "--read-only" in command} == {"viewers"}
    proxied = (UNITS / "proxy.env").read_text()
    for each, command in started.items():
        port = command.partition("-p ")[2].split()[0]
        assert f"PORTFOLIO_{each.upper()}=127.0.0.1:{port}" in proxied


def test_a_scheduler_is_not_alarmed_by_warnings() -> None:
    assert service("portfolio-refresh.service")["SuccessExitStatus"].split() == ["3", "75"]
