"""A worksheet's XML is unpacked and looked over in blocks: nothing gets lost on a seam between two."""

import random
import zipfile
from pathlib import Path

import pytest

from ingest.reading import UnreadableFile
from ingest.workbook_cells import SheetXml
from ingest.workbook_guard import BLOCK, opened, unpacked

MEMBER = "xl/worksheets/sheet1.xml"
CONTENTS = {
    "nothing": b"",
    "one byte": b"x",
    "a block": bytes(BLOCK),
    "a block and a byte": bytes(BLOCK + 1),
    "what packs a thousandfold": b"<row/>" * 700_000,
    "what does not pack": random.Random(7).randbytes(2 * BLOCK + 77),
}


def packed(path: Path, content: bytes, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write an archive of one worksheet."""
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(MEMBER, content)
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_blocks_add_up_to_the_member(tmp_path: Path, content: bytes, method: int) -> None:
    with opened(packed(tmp_path / "a.xlsx", content, method)) as archive:
        blocks = list(unpacked(archive, MEMBER))

    assert b"".join(blocks) == content
    assert all(0 < len(block) <= BLOCK for block in blocks)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_byte_that_changed_is_noticed(tmp_path: Path, method: int) -> None:
    path = packed(tmp_path / "a.xlsx", CONTENTS["what does not pack"], method)
    content = bytearray(path.read_bytes())
    content[BLOCK] ^= 1
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match="Bad CRC-32"), opened(path) as archive:
        list(unpacked(archive, MEMBER))


@pytest.mark.parametrize("before_seam", range(5))
def test_a_formula_on_a_seam_is_found(tmp_path: Path, before_seam: int) -> None:
    """Stored members come in blocks of a known length."""
    start, cell = b"<sheetData>", b'<c r="B3">'
    blank = b" " * (BLOCK - len(start) - len(cell) - before_seam)
    content = start + blank + cell + b"<f>1+1</f></c></sheetData>"
    sheet = SheetXml(packed(tmp_path / "a.xlsx", content, zipfile.ZIP_STORED), MEMBER)

    (found,) = sheet.formulas_without_value()
    assert (found.row, found.reason) == (2, "formula_no_value")


def test_start_and_end_are_those_of_the_member(tmp_path: Path) -> None:
    content = CONTENTS["what does not pack"]
    sheet = SheetXml(packed(tmp_path / "a.xlsx", content), MEMBER)

    assert content.startswith(sheet.start)
    assert content.endswith(sheet.end)
    assert len(sheet.start) == 4096
    assert len(sheet.end) == 65536
