"""Records as JSON lines: only a line feed ends a record, whatever else Unicode calls a line."""

import json
from pathlib import Path

import pytest

from ingest.configuration import ReadOptions
from ingest.reading import UnreadableFile
from ingest.tabular import read_table

UNICODE_LINE_ENDS = ("\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c")


@pytest.mark.parametrize("mark", UNICODE_LINE_ENDS, ids=lambda mark: f"u{ord(mark):04x}")
def test_a_line_separator_within_a_text_does_not_cut_the_record(tmp_path: Path, mark: str) -> None:
    records = [{"goal": f"one{mark}two", "owner": "Owner 07"}, {"goal": "three", "owner": "Owner 08"}]
    path = tmp_path / "goals.jsonl"
    # A control character must be escaped in JSON; the others stand in a text as they are.
    is_control = mark < " "
    lines = [json.dumps(record, ensure_ascii=is_control) for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    table = read_table(path, ReadOptions(), ("goal", "owner"))
    assert table.frame["c0"].to_list() == [f"one{mark}two", "three"]
    assert table.rows_read == 2


def test_a_broken_record_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "goals.jsonl"
    path.write_text('{"goal": "one", "owner": "Owner 07"}\n{"goal": "two", "owner": \n', encoding="utf-8")
    with pytest.raises(UnreadableFile) as raised:
        read_table(path, ReadOptions(), ("goal", "owner"))
    assert raised.value.place.startswith("line 2, ")
