"""How Streamlit is started: on loopback, phoning nobody, errors without internals."""

from collections.abc import Sequence
from pathlib import Path

MAIN = Path(__file__).with_name("main.py")
LOOK = MAIN.parent / ".streamlit" / "config.toml"  # Streamlit finds it there by itself
DEFAULT_PORT = 8501
LOOPBACK = "127.0.0.1"
LOOPBACK_HOSTS = ("127.0.0.1", "localhost")

SAFE: dict[str, str] = {
    "server.headless": "true",
    "server.enableXsrfProtection": "true",
    "server.enableAgentApi": "false",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "logger.hideWelcomeMessage": "true",
}


def streamlit_arguments(
    port: int = DEFAULT_PORT, address: str = LOOPBACK, hosts: Sequence[str] = LOOPBACK_HOSTS
) -> list[str]:
    """Return the arguments of `streamlit` that serve the app.

    Requests for any other host name than `hosts` are refused: a foreign page cannot reach a server on
    loopback by pointing its own name there.
    """
    options = {"server.port": str(port), "server.address": address, **SAFE}
    named = [f"--{name}={value}" for name, value in options.items()]
    return ["run", str(MAIN), *named, *(f"--server.allowedHosts={host}" for host in hosts)]
