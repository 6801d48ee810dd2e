"""A standalone Spark cluster on this machine: a master and two workers, each a process of its own."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
WORKERS = 2
START_SECONDS = 180
QUIET_LOGGING = """
rootLogger.level = error
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss} %p %c{1}: %m%n
"""


@dataclass(frozen=True)
class Cluster:
    """A running cluster: what a driver needs to know of it, and its processes."""

    environment: dict[str, str]  # of a driver
    status_url: str
    worker_processes: tuple[int, ...]

    def executors(self) -> set[int]:
        """Return the processes of the executors that run now."""
        commands = {int(path.parent.name): path for path in Path("/proc").glob("[0-9]*/cmdline")}
        return {process for process, path in commands.items() if self._is_executor(process, path)}

    def kill_an_executor(self) -> int:
        """Kill one executor without warning and return which process it was."""
        process = min(self.executors())
        os.kill(process, signal.SIGKILL)
        return process

    def status(self) -> dict:
        """Return what the master says of its workers and applications."""
        with urllib.request.urlopen(self.status_url, timeout=10) as answer:
            return json.load(answer)

    def _is_executor(self, process: int, command: Path) -> bool:
        try:
            parent = int(command.with_name("stat").read_text().rpartition(")")[2].split()[1])
            return parent in self.worker_processes and b"CoarseGrainedExecutorBackend" in command.read_bytes()
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            return False


@contextmanager
def running_cluster(folder: Path) -> Iterator[Cluster]:
    """Start master and workers, wait until both workers are registered, and stop them all afterwards."""
    import pyspark

    port, status_port = _free_port(), _free_port()
    environment = os.environ | {
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "SPARK_CONF_DIR": str(_write_configuration(folder, f"spark://{LOOPBACK}:{port}")),
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_DAEMON_MEMORY": "256m",
    }
    status_url = f"http://{LOOPBACK}:{status_port}/json/"
    with ExitStack() as stack:
        master = ("master.Master", "--port", str(port), "--webui-port", str(status_port))
        stack.enter_context(_daemon(folder, environment, "master", *master))
        workers = [
            stack.enter_context(
                _daemon(
                    folder, environment, f"worker{number}", "worker.Worker", "--cores", "1", "--memory", "2g",
                    "--work-dir", str(folder / f"work{number}"), f"spark://{LOOPBACK}:{port}",
                )
            )
            for number in range(WORKERS)
        ]  # fmt: skip
        cluster = Cluster(environment, status_url, tuple(worker.pid for worker in workers))
        _wait_for_workers(cluster, folder)
        yield cluster


@contextmanager
def _daemon(
    folder: Path, environment: dict[str, str], name: str, kind: str, *arguments: str
) -> Iterator["subprocess.Popen[bytes]"]:
    start = Path(environment["SPARK_HOME"]) / "bin" / "spark-class"
    command = [str(start), f"org.apache.spark.deploy.{kind}", "--host", LOOPBACK, *arguments]
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait_for_workers(cluster: Cluster, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if cluster.status()["aliveworkers"] == WORKERS:
                return
        except (urllib.error.URLError, ConnectionError):  # the master is not up yet
            pass
        time.sleep(0.3)
    logs = "\n".join(path.read_text()[-2000:] for path in sorted(folder.glob("*.log")))
    raise TimeoutError(f"the cluster did not start:\n{logs}")


def _write_configuration(folder: Path, master_url: str) -> Path:
    """Write what docs/scale.md lists, for two small executors."""
    settings = {
        "spark.master": master_url,
        "spark.driver.host": LOOPBACK,
        "spark.driver.bindAddress": LOOPBACK,
        "spark.driver.memory": "1g",
        "spark.executor.memory": "1g",
        "spark.executor.cores": "1",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.warehouse.dir": folder / "warehouse",
        "spark.hadoop.javax.jdo.option.ConnectionURL": (
            f"jdbc:derby:;databaseName={folder / 'metastore'};create=true"
        ),
        "spark.hadoop.hive.metastore.schema.verification": "false",
        "spark.hadoop.datanucleus.schema.autoCreateAll": "true",
        # Hundreds of queries over few rows: compiling each of them would take most of the time.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m",
        "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    }
    configuration = folder / "conf"
    configuration.mkdir()
    lines = "".join(f"{name} {value}\n" for name, value in settings.items())
    (configuration / "spark-defaults.conf").write_text(lines)
    (configuration / "log4j2.properties").write_text(QUIET_LOGGING)
    return configuration


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]
