"""How far the rows of a worksheet are indented or grouped: what some tools write their hierarchy with.

The parser of worksheets tells values only, so this is read from the XML, and only by readers that ask for it.
"""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from ingest.workbook_cells import FILLED_CELL, STYLES
from ingest.workbook_guard import column_number, visible_sheets

ROW = re.compile(rb"<row\b([^>]*[^/])>(.*?)</row>", re.DOTALL)  # an empty row is closed in itself
ROW_POSITION = re.compile(rb'\br="([0-9]+)"')
GROUP_LEVEL = re.compile(rb'\boutlineLevel="([0-9]+)"')
CELL_STYLE = re.compile(rb'<c (?=[^>]*\br="([A-Z]+)[0-9]+")[^>]*\bs="([0-9]+)"')


def row_levels(path: Path, sheet: str, column: int) -> dict[int, int]:
    """Return sheet row (from 1) -> how far its cell in a column is indented; where none is, the row's group.

    Columns count from 0 at the first one that is filled. Raises UnreadableFile for an unsound workbook.
    """
    member = visible_sheets(path)[sheet]
    with zipfile.ZipFile(path) as archive:
        content = archive.read(member)
        indents = _indents(archive.read(STYLES)) if STYLES in archive.namelist() else {}
    first = min(map(column_number, FILLED_CELL.findall(content)), default=1)
    indented, grouped = {}, {}
    for attributes, cells in ROW.findall(content):
        if position := ROW_POSITION.search(attributes):
            row = int(position[1])
            styles = {column_number(letters): int(style) for letters, style in CELL_STYLE.findall(cells)}
            indented[row] = indents.get(styles.get(first + column, 0), 0)
            group = GROUP_LEVEL.search(attributes)
            grouped[row] = int(group[1]) if group else 0
    return indented if any(indented.values()) else grouped


def _indents(styles: bytes) -> dict[int, int]:
    """Return the index of each cell style that indents -> by how much."""
    formats = ElementTree.fromstring(styles).find("{*}cellXfs")  # noqa: S314 - the guard has refused entities
    alignments = [each.find("{*}alignment") for each in (formats if formats is not None else ())]
    return {
        index: int(alignment.get("indent", "0"))
        for index, alignment in enumerate(alignments)
        if alignment is not None and alignment.get("indent")
    }
