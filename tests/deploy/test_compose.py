"""The files for containers: what they name exists, nobody has more than needed, no secret is in them."""

import re
from typing import Any

import pytest
import yaml

from orchestration.commands.init import TEMPLATES
from tests.conftest import COMMAND
from tests.deploy.processes import DEPLOY, ROOT

COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OWN = {name: each for name, each in SERVICES.items() if each["image"] == "portfolio-warehouse"}
EXAMPLE = (ROOT / ".env.example").read_text()
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()


def _volumes(name: str) -> dict[str, tuple[str, bool]]:
    """Return target -> (source, whether it may be written)."""
    mounts = (
        re.sub(r"\$\{(\w+):\?\}", r"$\1", volume).split(":") for volume in SERVICES[name].get("volumes", [])
    )
    return {target: (source, "ro" not in options) for source, target, *options in mounts}


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_can_do_little_else_than_its_work(name: str) -> None:
    each = SERVICES[name]
    assert each["read_only"] is True
    assert each["cap_drop"] == ["ALL"]
    assert each["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "pid", "ipc", "devices", "network_mode"} & each.keys()
    assert each.get("user") != "root"


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, each in SERVICES.items() if "ports" in each] == ["proxy"]


def test_only_the_code_server_writes_the_workspace_and_the_dashboards_see_published_versions() -> None:
    of_workspace = {
        (name, *mount)
        for name in SERVICES
        for mount in _volumes(name).values()
        if mount[0].startswith("$PORTFOLIO_WORKSPACE")
    }
    assert of_workspace == {
        ("code", "$PORTFOLIO_WORKSPACE", True),
        ("app", "$PORTFOLIO_WORKSPACE/published", False),
    }
    assert not any(is_writable for _, is_writable in _volumes("app").values())
    assert SERVICES["app"]["user"] == "portfolio-app"


def test_s14_the_web_servers_are_reached_by_the_proxy_alone_and_viewers_only_look() -> None:
    in_operations = [name for name, each in SERVICES.items() if "operations" in each["networks"]]
    assert in_operations == ["operators", "viewers", "proxy"]
    assert COMPOSE["networks"]["operations"] == COMPOSE["networks"]["storage"] == {"internal": True}
    assert "storage" not in SERVICES["app"]["networks"] + SERVICES["proxy"]["networks"]
    assert [name for name, each in OWN.items() if "--read-only" in each["command"]] == ["viewers"]


@pytest.mark.parametrize("name", OWN)
def test_a_container_runs_a_program_of_the_package(name: str) -> None:
    assert COMMAND.with_name(OWN[name]["command"][0]).exists()


def test_s13_secrets_come_from_the_environment_and_each_is_explained() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    asked = set(re.findall(r"\$\{(\w+)(?::\?)?\}", text))
    assert {name for name in asked if f"# {name}=" not in EXAMPLE} == set()
    assert re.findall(r"\$\{\w+\}", text) == []  # a missing one is an error, never an empty password
    assert not re.search(r"(?im)^\s*\S*(password|secret|token|key)\s*[:=]\s*[^$\s]", text + DOCKERFILE)


def test_the_files_that_are_mounted_are_shipped_or_explained() -> None:
    readme = (DEPLOY / "README.md").read_text()
    mounts = [source for name in SERVICES for source, _ in _volumes(name).values()]
    listed = [each for service in OWN.values() for each in service.get("env_file", [])]
    files = [each["path"] if isinstance(each, dict) else each for each in listed]
    for source in (path.removeprefix("./") for path in [*mounts, *files] if path.startswith("./")):
        assert (DEPLOY / source).exists() or f"`{source}" in readme, source


def test_the_proxy_is_told_all_that_its_configuration_leaves_open() -> None:
    template = (DEPLOY / "nginx.conf.template").read_text()
    wanted = set(re.findall(r"\$\{(PORTFOLIO_\w+)\}", template))
    for_systemd = re.findall(r"^(\w+)=", (DEPLOY / "systemd" / "proxy.env").read_text(), re.MULTILINE)
    for_compose = SERVICES["proxy"]["environment"].keys() - {"NGINX_ENVSUBST_FILTER"}
    assert wanted == set(for_systemd) == for_compose
    assert set(re.findall(r"\$\{(\w+)", template)) - wanted == {
        "PORTFOLIO_"
    }  # how its first comment names them


def test_dagsters_instance_is_that_of_a_workspace_with_another_storage() -> None:
    deployed = yaml.safe_load((DEPLOY / "dagster.yaml").read_text())
    assert deployed.pop("storage") == {"postgres": {"postgres_url": {"env": "PORTFOLIO_DAGSTER_DATABASE"}}}
    assert deployed.pop("local_artifact_storage")["config"] == {
        "base_dir": {"env": "PORTFOLIO_DAGSTER_FILES"}
    }
    assert deployed == yaml.safe_load((TEMPLATES / "dagster.yaml").read_text())


def test_the_image_takes_what_is_listed_and_runs_as_nobody_of_note() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().split()
    taken = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    assert ignored[0] == "*"
    assert [path for path in taken if not (ROOT / path).exists()] == []
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    assert [path for line in copied for path in line.split() if path != "." and path not in taken] == []
    packages = re.search(r"packages = \[(.*)\]", (ROOT / "pyproject.toml").read_text())
    assert packages
    assert set(re.findall(r'"(\w+)"', packages[1])) <= set(taken)
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE) == ["portfolio"]
