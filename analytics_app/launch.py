"""How Streamlit is started: on loopback, phoning nobody, errors without internals, with its own look."""

from collections.abc import Sequence
from pathlib import Path

MAIN = Path(__file__).with_name("main.py")
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

LOOK: dict[str, str] = {
    # Fonts of the visitor's own system: a web font would be fetched from somewhere.
    "theme.font": "'Inter', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
    "theme.baseRadius": "0.6rem",
    "theme.showWidgetBorder": "true",
    "theme.metricValueFontSize": "1.4rem",  # EUR 12.18M fits half a phone
    "theme.metricValueFontWeight": "600",
    "theme.headingFontSizes": '["1.8rem", "1.45rem", "1.15rem", "1.1rem", "1rem", "0.95rem"]',
    "theme.headingFontWeights": "[650, 600, 600, 600, 600, 600]",
    "theme.paddingTop": "1.5rem",
    "theme.paddingBottom": "3rem",
    "theme.light.primaryColor": "#1f4e79",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f4f6f9",
    "theme.light.textColor": "#1c2733",
    "theme.light.borderColor": "#dfe4ea",
    "theme.dark.primaryColor": "#3f7fbf",
    "theme.dark.backgroundColor": "#11161d",
    "theme.dark.secondaryBackgroundColor": "#1a212b",
    "theme.dark.textColor": "#e6ebf1",
    "theme.dark.borderColor": "#303a46",
}


def streamlit_arguments(
    port: int = DEFAULT_PORT, address: str = LOOPBACK, hosts: Sequence[str] = LOOPBACK_HOSTS
) -> list[str]:
    """Return the arguments of `streamlit` that serve the app.

    Requests for any other host name than `hosts` are refused: a foreign page cannot reach a server on
    loopback by pointing its own name there.
    """
    options = {"server.port": str(port), "server.address": address, **SAFE, **LOOK}
    named = [f"--{name}={value}" for name, value in options.items()]
    return ["run", str(MAIN), *named, *(f"--server.allowedHosts={host}" for host in hosts)]
