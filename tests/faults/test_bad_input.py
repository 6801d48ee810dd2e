"""Bad input, end to end: the real files through the real landing, beside a source that is well.

Whatever arrives: the file, the place and the remedy are named, the other source still loads, and no
row is lost.
"""

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.configuration_file import ConfigurationError, load_configuration
from tests.faults.bad_files import (
    AMOUNT,
    HEADER,
    LINES,
    ROW_COUNT,
    UNREADABLE,
    csv_text,
    good,
    gzip_truncated,
    replaced,
)
from tests.workspaces import Landed, assert_nothing_is_lost, land

CONFIGURATION = Path(__file__).parent / "portfolio.yml"


def workspace_with(root: Path, name: str | None = None, content: bytes = b"") -> Path:
    """Make a workspace with a good ledger for `healthy` and one file for `suspect`."""
    shutil.copy(CONFIGURATION, root / "portfolio.yml")
    for source in ("healthy", "suspect"):
        (root / "inbox" / source).mkdir(parents=True)
    (root / "inbox" / "healthy" / "2026-03-31.csv").write_bytes(good())
    if name:
        (root / "inbox" / "suspect" / name).write_bytes(content)
    return root


def assert_the_other_source_is_loaded(landed: Landed) -> None:
    lines = landed.rows("ledger_lines", "healthy")
    assert (lines.height, lines["amount"].sum()) == (ROW_COUNT, AMOUNT)
    assert_nothing_is_lost(landed)


def reasons(landed: Landed) -> list[tuple[int, str]]:
    """Return (row number, reason) of what was rejected of the suspect source."""
    return landed.rejected("suspect").select("row_number", "reason").sort("row_number").rows()


@pytest.mark.parametrize("fault", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_and_says_what_to_do(tmp_path: Path, fault: str) -> None:
    name, content, words = UNREADABLE[fault]
    landed = land(workspace_with(tmp_path, name, content()))
    load = landed.load("suspect")
    assert load.status == "refused"
    told = f"{load.reason}; {load.remedy}"
    assert [word for word in words if word not in told] == []
    (problem,) = landed.sources["suspect"].problems
    assert f"inbox/suspect/{name}" in str(problem)
    assert landed.rows("ledger_lines", "suspect").is_empty()
    assert_the_other_source_is_loaded(landed)


def test_bytes_of_a_refused_file_are_kept(tmp_path: Path) -> None:
    landed = land(workspace_with(tmp_path, "2026-03-31.csv.gz", gzip_truncated()))
    sha256 = landed.load("suspect").file_sha256
    assert (tmp_path / "archive" / sha256[:2] / sha256).read_bytes() == gzip_truncated()


def test_f07_a_header_without_rows_is_not_taken_for_an_empty_month(tmp_path: Path) -> None:
    landed = land(workspace_with(tmp_path, "2026-03-31.csv", f"{HEADER}\n".encode()))
    load = landed.load("suspect")
    assert load.status in ("refused", "held")
    assert "no row" in str(load.reason)
    assert_the_other_source_is_loaded(landed)


def test_a_source_without_any_file_is_named_with_its_pattern(tmp_path: Path) -> None:
    landed = land(workspace_with(tmp_path))
    (problem,) = landed.sources["suspect"].problems
    assert "inbox/suspect/*" in str(problem)
    assert "suspect" in str(problem)
    assert_the_other_source_is_loaded(landed)


ROW_FAULTS: dict[str, tuple[Callable[[], bytes], list[tuple[int, str]]]] = {
    # what arrives, and (row number, reason) of all that must be set aside; more are in test_hostile_files
    "P06 short_row": (lambda: replaced(7, "2026-03-07,C-101,6400"), [(7, "width")]),
    "P14 text_for_an_amount": (
        lambda: replaced(7, "2026-03-07,C-101,6400,Line 7,1O0"),
        [(7, "not_a_number")],
    ),
    "no_date_at_all": (lambda: replaced(7, ",C-101,6400,Line 7,7.25"), [(7, "period_present")]),
}


@pytest.mark.parametrize("fault", ROW_FAULTS)
def test_a_bad_row_is_set_aside_with_its_reason_and_the_others_load(tmp_path: Path, fault: str) -> None:
    content, expected = ROW_FAULTS[fault]
    landed = land(workspace_with(tmp_path, "2026-03-31.csv", content()))
    load = landed.load("suspect")
    assert (load.status, reasons(landed)) == ("loaded", expected)
    assert load.row_count_accepted == landed.rows("ledger_lines", "suspect").height == ROW_COUNT - 1
    row = landed.rejected("suspect").row(0, named=True)
    assert row["detail"]
    assert row["raw"]
    assert_the_other_source_is_loaded(landed)


def test_undeclared_cp1252_rejects_the_rows_it_garbles(tmp_path: Path) -> None:
    text = csv_text((*LINES[:6], "2026-03-07,C-101,6400,Gebühr,7.25", *LINES[7:]))
    landed = land(workspace_with(tmp_path, "2026-03-31.csv", text.encode("cp1252")))
    assert reasons(landed) == [(7, "encoding")]
    assert landed.load("suspect").row_count_accepted == ROW_COUNT - 1
    assert_the_other_source_is_loaded(landed)


def test_an_unclosed_quote_swallows_no_line_silently(tmp_path: Path) -> None:
    landed = land(
        workspace_with(tmp_path, "2026-03-31.csv", replaced(7, '2026-03-07,C-101,6400,"Line 7,7.25'))
    )
    rejected = landed.rejected("suspect")
    kept = set(landed.rows("ledger_lines", "suspect")["description"])
    raw = "".join(rejected["raw"])
    lost = [
        f"Line {n}" for n in range(1, ROW_COUNT + 1) if f"Line {n}" not in kept and f"Line {n}," not in raw
    ]
    assert rejected.height >= 1
    assert lost == []
    assert_the_other_source_is_loaded(landed)


def test_the_same_bytes_under_two_names_are_loaded_once(tmp_path: Path) -> None:
    root = workspace_with(tmp_path, "2026-03-31.csv", good())
    (root / "inbox" / "suspect" / "copy of 2026-03-31.csv").write_bytes(good())
    landed = land(root)
    lines = landed.rows("ledger_lines", "suspect")
    assert (lines.height, lines["amount"].sum()) == (ROW_COUNT, AMOUNT)
    assert len(landed.sources["suspect"].loads) == 1
    receipts = list((root / "archive" / "receipts" / "suspect").glob("*.json"))
    assert [text.count("2026-03-31.csv") >= 2 for text in map(Path.read_text, receipts)] == [True]
    assert_the_other_source_is_loaded(landed)


def test_too_many_bad_rows_hold_the_file_back_whole(tmp_path: Path) -> None:
    lines = tuple(line.replace(".25", ".x5") if number < 6 else line for number, line in enumerate(LINES))
    landed = land(workspace_with(tmp_path, "2026-03-31.csv", csv_text(lines).encode()))
    load = landed.load("suspect")
    assert load.status == "held"
    assert "6 of 40" in str(load.reason)
    assert landed.rejected("suspect").height == 6
    assert landed.rows("ledger_lines", "suspect").is_empty()
    assert_the_other_source_is_loaded(landed)


def test_a_refused_file_leaves_the_last_good_state(tmp_path: Path) -> None:
    root = workspace_with(tmp_path, "2026-03-30.csv", good())
    land(root)
    (root / "inbox" / "suspect" / "2026-03-31.csv.gz").write_bytes(gzip_truncated())
    landed = land(root)
    assert [load.status for load in landed.sources["suspect"].loads] == ["loaded", "refused"]
    assert landed.rows("ledger_lines", "suspect")["amount"].sum() == Decimal(str(AMOUNT))
    assert_the_other_source_is_loaded(landed)


def test_f12_a_file_that_speaks_of_the_future_is_held(tmp_path: Path) -> None:
    landed = land(workspace_with(tmp_path, "2031-03-31.csv", good()))
    load = landed.load("suspect")
    assert (load.status, "2031-03-31" in str(load.reason)) == ("held", True)
    assert_the_other_source_is_loaded(landed)


def test_f11_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    root = workspace_with(tmp_path)
    (tmp_path / "secret.csv").write_bytes(good())
    (root / "inbox" / "suspect" / "2026-03-31.csv").symlink_to(tmp_path / "secret.csv")
    landed = land(root)
    assert "inbox/suspect/2026-03-31.csv" in str(landed.sources["suspect"].problems[0])
    assert landed.sources["suspect"].loads == []
    assert_the_other_source_is_loaded(landed)


WRONG_CONFIGURATIONS = {
    # what is changed in portfolio.yml, its line, and words of the message
    "misspelt_key": ("date_order: ymd", "date_ordre: ymd", 10, "date_order"),
    "unknown_time_zone": ("Europe/Zurich", "Europe/Zuerich", 2, "Europe/Zuerich"),
    "not_a_currency": ("{currency: EUR}", "{currency: euro}", 3, "currency"),
    "doubled_key": (
        "format: ledger\n    files: inbox/healthy/*",
        "format: ledger\n    format: budget\n    files: inbox/healthy/*",
        8,
        "twice",
    ),
    "no_yaml": ("sources:", "sources: [", 6, "YAML"),
}


@pytest.mark.parametrize("mistake", WRONG_CONFIGURATIONS)
def test_a_wrong_configuration_names_its_line(tmp_path: Path, mistake: str) -> None:
    before, after, line, word = WRONG_CONFIGURATIONS[mistake]
    path = tmp_path / "portfolio.yml"
    text = CONFIGURATION.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    with pytest.raises(ConfigurationError) as raised:
        load_configuration(path)
    assert word in str(raised.value)
    assert {problem.line for problem in raised.value.problems} == {line}
