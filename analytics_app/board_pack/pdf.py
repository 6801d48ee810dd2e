"""The board pack as a PDF, set by Typst: one wheel, its fonts inside, no system library, no browser.

What the pack says travels as data, so that no text of a tracker is ever read as markup.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from analytics_app.board_pack.content import Pack

TEMPLATE = Path(__file__).with_name("templates") / "board_pack.typ"
FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # in the file's properties: the pack tells its own days


def render(pack: Pack) -> bytes:
    """Return the pack as a PDF."""
    import typst

    said = asdict(pack)
    for tile, drawn in zip(said["tiles"], pack.tiles, strict=True):
        tile["name"] = drawn.name
    made = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", sys_inputs={"pack": json.dumps(said)}, timestamp=FIRST_MOMENT
    )
    assert isinstance(made, bytes)  # noqa: S101 - one PDF is one file
    return made
