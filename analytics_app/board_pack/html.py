"""The board pack as one HTML file: no script, nothing fetched, every text escaped."""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analytics_app.board_pack.content import Pack

TEMPLATES = Path(__file__).with_name("templates")


def render(pack: Pack) -> bytes:
    """Return the pack as HTML. Its pictures have been read and found harmless when they were drawn."""
    style = (TEMPLATES / "board_pack.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawn"] = Markup  # of pictures only
    template = environment.get_template("board_pack.html")
    return template.render(pack=pack, style=Markup(style), policy=_policy(style)).encode()  # noqa: S704


def _policy(style: str) -> str:
    """Allow this style sheet and nothing else: no script, no font, no picture, no form."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
