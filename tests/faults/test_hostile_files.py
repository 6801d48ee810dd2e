"""What becomes of each hostile file: rows taken, rows set aside with their reason, or a refusal that helps.

One table of cases over one good ledger of 40 lines (`bad_files`); data line 7 is the one that goes wrong.
What files do to memory is tested in a child process that may not grow by more than 384 MB.
How landing treats refusals and rejected rows is in `test_bad_input`.
"""

import gzip
import json
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.configuration import FiscalCalendar, Source
from ingest.readers import reader_for
from ingest.reading import ReadContext, UnreadableFile
from tests.faults import hostile_workbooks as workbooks
from tests.faults.bad_files import (
    HEADER,
    LINES,
    ROW_COUNT,
    corner_cell_workbook,
    csv_text,
    good,
    gzip_truncated,
    gzip_with_wrong_checksum,
    replaced,
)

CONFIGURATION = Path(__file__).parent / "portfolio.yml"
HEADROOM = 384 << 20  # bytes that reading may add to what the imported libraries hold
NESTED = 100_000
SMALLER = "copy the table into a new workbook, or save it as CSV"
CHECKSUM = zlib.crc32(good())
ROWS_AS_OBJECTS = "deliver an array of objects, or one object a line"
NOT_CLOSED = "a quote is not closed, or stands inside an unquoted cell"


@dataclass(frozen=True)
class Taken:
    """The file is read; all rows but these are accepted."""

    rejected: tuple[tuple[int, str], ...] = ()  # row number, reason
    ignored: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Refused:
    """The whole file is refused."""

    place: str
    problem: str
    remedy: str


Outcome = Taken | Refused


@dataclass(frozen=True)
class Case:
    """A file, how portfolio.yml says it is read, and what must become of it."""

    content: Callable[[], bytes]
    outcome: Outcome
    read: dict[str, str] = field(default_factory=dict)


def amount(text: str) -> bytes:
    """Return the ledger with this amount in line 7."""
    return replaced(7, f"2026-03-07,C-101,6400,Line 7,{text}")


def described(text: str) -> bytes:
    """Return the ledger with this text in line 7."""
    return replaced(7, f"2026-03-07,C-101,6400,{text},7.25")


def records(change: Callable[[str], str] = str) -> bytes:
    """Return the ledger as an array of JSON objects; its seventh object is changed as text."""
    keys = HEADER.split(",")
    texts = [json.dumps(dict(zip(keys, line.split(","), strict=True))) for line in LINES]
    return ("[" + ",\n".join([*texts[:6], change(texts[6]), *texts[7:]]) + "]").encode()


def changed(before: str, after: str) -> Callable[[], bytes]:
    """Return the ledger as JSON, in whose seventh object `before` is replaced."""
    return lambda: records(lambda text: text.replace(before, after))


def cell(column: int, value: Any) -> Callable[[], bytes]:
    """Return the ledger as a workbook with this value in line 7."""
    return lambda: workbooks.made(lambda book, sheet: sheet.write(7, column, value))


def formula(text: str, result: str | float) -> Callable[[], bytes]:
    """Return the ledger as a workbook with a formula for the amount of line 7."""
    return lambda: workbooks.made(lambda book, sheet: sheet.write_formula(7, 4, text, None, result))


ALL = Taken()
DELIMITED = {
    "P06 long row": Case(lambda: replaced(7, LINES[6] + ",more"), Taken(((7, "width"),))),
    "P06 short row": Case(lambda: replaced(7, "2026-03-07,C-101,6400"), Taken(((7, "width"),))),
    "P06 row cut at the end": Case(lambda: good()[:-8], Taken(((40, "width"),))),
    "P05 unclosed quote": Case(lambda: described('"Line 7'), Taken(((7, "quote"),))),
    "quote inside a cell": Case(lambda: described('Li"ne 7'), ALL),
    "P04 line feed inside a cell": Case(lambda: described('"Li\nne\r\n7"'), ALL),
    "P01 UTF-8 with a mark": Case(lambda: b"\xef\xbb\xbf" + good(), ALL),
    "P01 UTF-16 with a mark": Case(lambda: csv_text().encode("utf-16"), ALL),
    "UTF-32 with a mark": Case(lambda: csv_text().encode("utf-32"), ALL),
    "UTF-16 without a mark": Case(
        lambda: csv_text().encode("utf-16-le"),
        Refused(
            "its first 4 kB",
            "holds NUL bytes: binary, or UTF-16 without a mark",
            "set read.encoding: utf-16-le",
        ),
    ),
    "P01 UTF-16 as configured": Case(lambda: csv_text().encode("utf-16-le"), ALL, {"encoding": "utf-16-le"}),
    "P02 cp1252 undeclared": Case(
        lambda: described("Gebühr").decode().encode("cp1252"), Taken(((7, "encoding"),))
    ),
    "P02 cp1252 as configured": Case(
        lambda: described("Gebühr").decode().encode("cp1252"), ALL, {"encoding": "cp1252"}
    ),
    "half a character": Case(
        lambda: described("x").replace(b",x,", b",\xed\xa0\x80,"), Taken(((7, "encoding"),))
    ),
    "P03 semicolons": Case(lambda: good().replace(b",", b";"), ALL),
    "P03 tabs": Case(lambda: good().replace(b",", b"\t"), ALL),
    "bars": Case(lambda: good().replace(b",", b"|"), ALL),
    "P03 another delimiter than configured": Case(
        lambda: good().replace(b",", b";"),
        Refused(
            "header (delimiter ',')",
            "no row holds the expected column names; the first row is: " + HEADER.replace(",", ";"),
            "name the header with read.header_row, or its columns with read.columns, in portfolio.yml",
        ),
        {"delimiter": ","},
    ),
    "P13 two columns of one name": Case(
        lambda: csv_text(tuple(f"{line},more" for line in LINES), f"{HEADER},Text").encode(), ALL
    ),
    "P09 three rows above the header": Case(
        lambda: b"Ledger 2026\n,,,\nPrinted for C-1\n" + good(), Taken(ignored={"above_header": 3})
    ),
    "P10 the header again": Case(lambda: replaced(7, HEADER), Taken(((7, "repeated_header"),))),
    "blank rows": Case(
        lambda: csv_text(("", *LINES, ",,,,", "  ")).encode(), Taken(ignored={"blank_row": 3})
    ),
    "P04 carriage returns alone": Case(lambda: good().replace(b"\n", b"\r"), ALL),
    "P04 carriage returns and line feeds": Case(lambda: good().replace(b"\n", b"\r\n"), ALL),
    "mixed line ends": Case(lambda: good().replace(b"\n", b"\r\n", 20), ALL),
    "P07 NUL in a cell": Case(lambda: described("Li\0ne 7"), Taken(((7, "nul"),))),
    "P07 NULs at the end": Case(
        lambda: good() + bytes(4096),
        Refused("its end", "it ends in NUL bytes: the copy was cut short", "copy the file again"),
    ),
    "D13 year 219": Case(lambda: replaced(7, "0219-03-07,C-101,6400,x,7.25"), Taken(((7, "date_range"),))),
    "D13 30 February": Case(lambda: replaced(7, "2026-02-30,C-101,6400,x,7.25"), Taken(((7, "not_a_date"),))),
    "D14 not a number": Case(lambda: amount("NaN"), Taken(((7, "not_a_number"),))),
    "D14 infinity": Case(lambda: amount("-Infinity"), Taken(((7, "not_a_number"),))),
    "D14 1e308": Case(lambda: amount("1e308"), Taken(((7, "out_of_range"),))),
    "D14 1e999": Case(lambda: amount("1e999"), Taken(((7, "out_of_range"),))),
    "D14 letter O for a zero": Case(lambda: amount("1O0"), Taken(((7, "not_a_number"),))),
    "error of a formula": Case(lambda: amount("#REF!"), Taken(((7, "not_a_number"),))),
    "no amount": Case(lambda: amount(""), Taken(((7, "missing_value"),))),
    "F09 cut gzip": Case(
        gzip_truncated,
        Refused(
            "the file",
            "its gzip data is damaged (Compressed file ended before the end-of-stream marker was reached)",
            "copy or export the file again",
        ),
    ),
    "F09 gzip with a wrong checksum": Case(
        gzip_with_wrong_checksum,
        Refused(
            "the file",
            f"its gzip data is damaged (CRC check failed {CHECKSUM ^ 0xFF:#x} != {CHECKSUM:#x})",
            "copy or export the file again",
        ),
    ),
    "F08 empty file": Case(
        lambda: b"\n\n",
        Refused("the file", "it is empty", "export it again; an export without rows has a header"),
    ),
    "F08 sign-in page": Case(
        lambda: b"<!DOCTYPE html><title>Sign in</title>",
        Refused(
            "the file",
            "it is a web page, perhaps a sign-in page, not a table",
            "export the table as CSV and put that file in its place",
        ),
    ),
}
JSON = {
    "an array": Case(records, ALL),
    "an array in UTF-16": Case(lambda: records().decode().encode("utf-16"), ALL),
    "D14 not a number": Case(changed('"7.25"', "NaN"), Taken(((7, "not_a_number"),))),
    "D14 infinity": Case(changed('"7.25"', "Infinity"), Taken(((7, "not_a_number"),))),
    "D14 1e308": Case(changed('"7.25"', "1e308"), Taken(((7, "out_of_range"),))),
    "D14 1e999": Case(changed('"7.25"', "1e999"), Taken(((7, "out_of_range"),))),
    "a number of 5,000 digits": Case(changed('"7.25"', "9" * 5000), Taken(((7, "out_of_range"),))),
    "a key twice": Case(
        changed('"Amount": "7.25"', '"Amount": "1.00", "Amount": "7.25"'), Taken(((7, "doubled_key"),))
    ),
    "half a character": Case(changed("Line 7", "\\ud83d"), Taken(((7, "encoding"),))),
    "a whole character of two halves": Case(changed("Line 7", "\\ud83d\\ude00"), ALL),
    "NUL in a text": Case(changed("Line 7", "\\u0000"), Taken(((7, "nul"),))),
    "no object": Case(lambda: records(lambda text: "7"), Taken(((7, "not_a_record"),))),
    "deep nesting": Case(
        lambda: b"[" * NESTED + b"]" * NESTED,
        Refused("line 1", "lists or objects are nested too deeply", ROWS_AS_OBJECTS),
    ),
    "deep nesting in a cell": Case(
        changed('"Line 7"', "[" * NESTED + "]" * NESTED),
        Refused("line 1", "lists or objects are nested too deeply", ROWS_AS_OBJECTS),
    ),
    "cut": Case(
        lambda: records()[:-1],
        Refused(
            f"line 40, column {len(records().splitlines()[-1])}",
            "it is no sound JSON (Expecting ',' delimiter)",
            ROWS_AS_OBJECTS,
        ),
    ),
}
WORKBOOKS = {
    "as Excel saves it": Case(workbooks.made, ALL),
    "not compressed": Case(
        lambda: workbooks.packed(workbooks.sheet_xml(), method=zipfile.ZIP_STORED), ALL
    ),
    "a formula": Case(formula("=A1+1", 7.25), ALL),
    "X07 a formula that failed": Case(formula("=A1+#REF!", "#REF!"), Taken(((7, "excel_error"),))),
    "X06 a formula never computed": Case(formula("=1+1", ""), Taken(((7, "formula_no_value"),))),
    "X08 merged cells": Case(
        lambda: workbooks.made(lambda book, sheet: sheet.merge_range(7, 3, 8, 3, "Line 7 and 8")), ALL
    ),
    "X09 a hidden sheet": Case(
        lambda: workbooks.made(lambda book, sheet: workbooks.with_hidden_sheet(book)),
        Taken(ignored={"hidden_sheet": 2}),
    ),
    "X09 a sheet hidden by a macro": Case(
        lambda: workbooks.made(lambda book, sheet: workbooks.with_hidden_sheet(book, very=True)),
        Taken(ignored={"hidden_sheet": 2}),
    ),
    "no visible sheet": Case(
        lambda: workbooks.packed(
            workbooks.sheet_xml(),
            workbooks.WORKBOOK_PARTS[workbooks.WORKBOOK].replace('sheetId="1"', 'sheetId="1" state="hidden"'),
        ),
        Refused("the workbook", "it has no visible sheet", "show the sheet of the table"),
    ),
    "D13 year 219": Case(cell(0, "0219-03-07"), Taken(((7, "date_range"),))),
    "X10 a date without its format": Case(cell(0, 46000), Taken(((7, "not_a_date"),))),
    "D14 1e308": Case(cell(4, 1e308), Taken(((7, "out_of_range"),))),
    "X05 a password, or an old .xls": Case(
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        Refused(
            "the file",
            "it is protected by a password, or an .xls of Excel 97-2003",
            "save it as .xlsx without a password",
        ),
    ),
    "cut": Case(
        lambda: workbooks.made()[:-200],
        Refused("the file", "it is no sound workbook (File is not a zip file)", SMALLER),
    ),
    "one entry twice": Case(
        workbooks.doubled_entry,
        Refused(workbooks.SHEET, "is twice in the archive; readers differ on which", SMALLER),
    ),
    **{
        f"X03 document type {where}": Case(
            content,
            Refused(
                workbooks.SHEET, "declares XML entities or is not UTF-8, which no export does", SMALLER
            ),
        )
        for where, content in {
            "first": lambda: workbooks.packed(workbooks.sheet_xml(before="<!DOCTYPE x [<!ENTITY a 'b'>]>")),
            "behind a long comment": lambda: workbooks.packed(
                workbooks.sheet_xml(before=f"<!--{'x' * 9000}--><!DOCTYPE x [<!ENTITY a 'b'>]>")
            ),
            "in UTF-16": lambda: workbooks.packed(
                workbooks.sheet_xml(before="<!DOCTYPE x [<!ENTITY a 'b'>]>").encode("utf-16")
            ),
        }.items()
    },
}  # fmt: skip


def gzip_bomb() -> Case:
    """Return 300 MB in 300 kB; it is given up where the first block goes beyond 256 MB."""
    content = gzip.compress(bytes(300 << 20))
    problem = f"{len(content):,} bytes unpack to more than {257 << 20:,}"
    return Case(lambda: content, Refused("the file", problem, "deliver it unpacked"))


HUNGRY = {
    "X02 workbook bomb": Case(
        lambda: workbooks.bomb(400), Refused("the file", "unpacks to more than 300 MB", SMALLER)
    ),
    "X02 workbook bomb that lies about its size": Case(
        lambda: workbooks.lying_about_its_size(workbooks.bomb(400)),
        Refused(
            "the file",
            f"it is no sound workbook (Bad CRC-32 for file '{workbooks.SHEET}')",
            SMALLER,
        ),
    ),
    "X01 workbook with its two far corners": Case(
        corner_cell_workbook,
        Refused(
            "sheet 'Ledger'",
            "its cells span 1,048,576 rows and 16,384 columns",
            "delete stray cells far from the table, or save it as CSV",
        ),
    ),
    "X04 workbook with a far corner between its rows": Case(
        workbooks.stray_cell_in_the_middle,
        Refused(
            "sheet 'Ledger'",
            "the parser gave up: memory allocation of 549755813888 bytes failed",
            SMALLER,
        ),
    ),
    "P08 cell of 10 MB": Case(lambda: described("x" * 10_000_000), Taken(((7, "cell_too_long"),))),
    "cell of a million lines": Case(
        lambda: described('"' + "x\n" * 1_000_000 + '"'),
        Refused(f"line 8: {NOT_CLOSED}", "100,000 records cannot be cut into cells", "export it anew as CSV"),
    ),
}
NAMED = {
    f"{kind}: {name}": case
    for kind, cases in {"delimited": DELIMITED, "json": JSON, "workbook": WORKBOOKS}.items()
    for name, case in cases.items()
}


def outcome_of(path: Path, options: dict[str, str]) -> Outcome:
    """Read a file as `portfolio.yml` beside this module says, and tell what became of it."""
    layout = yaml.safe_load(CONFIGURATION.read_text())["sources"][0]
    source = Source.model_validate(layout | {"read": layout["read"] | options})
    try:
        result = reader_for("ledger").read(path, source, ReadContext(FiscalCalendar()))
    except UnreadableFile as error:
        return Refused(error.place, error.problem, error.remedy)
    rejected = tuple(result.rejected.select("row_number", "reason").rows())
    accepted = result.tables["ledger_lines"].height
    assert accepted == ROW_COUNT - len(rejected)
    assert result.rows_read == ROW_COUNT + sum(result.ignored.values())
    return Taken(rejected, result.ignored)


@pytest.mark.parametrize("name", NAMED)
def test_what_becomes_of_a_hostile_file(tmp_path: Path, name: str) -> None:
    case = NAMED[name]
    path = tmp_path / "export"
    path.write_bytes(case.content())
    assert outcome_of(path, case.read) == case.outcome


def test_x05_a_csv_under_the_name_of_a_workbook_is_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    path.write_bytes(good())
    assert outcome_of(path, {}) == ALL


@pytest.mark.parametrize("epoch", [1900, 1904])
def test_x10_a_date_is_the_same_day_in_either_epoch(tmp_path: Path, epoch: int) -> None:
    path = tmp_path / "export.xlsx"
    path.write_bytes(workbooks.of_epoch(epoch, date(2026, 3, 7)))
    source = Source.model_validate(yaml.safe_load(CONFIGURATION.read_text())["sources"][0])
    result = reader_for("ledger").read(path, source, ReadContext(FiscalCalendar()))
    assert result.tables["ledger_lines"]["posting_date"].to_list() == [date(2026, 3, 7)]


DEEP = '{"id": "1", "key": "P-1", "fields": ' + "[" * NESTED + "]" * NESTED + "}\n"


def test_deep_nesting_in_an_answer_of_jira_costs_that_record_alone(tmp_path: Path) -> None:
    path = tmp_path / "issues.jsonl"
    path.write_text(DEEP)
    source = Source(name="issues", format="jira_json", files="*")
    result = reader_for("jira_json").read(path, source, ReadContext(FiscalCalendar()))
    assert result.rejected.select("row_number", "reason").rows() == [(1, "json")]


def test_deep_nesting_in_another_answer_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "issues.jsonl"
    path.write_text(DEEP)
    source = Source(name="issues", format="github_json", files="*")
    with pytest.raises(UnreadableFile, match="line 1: it is no sound JSON"):
        reader_for("github_json").read(path, source, ReadContext(FiscalCalendar()))


def test_f10_x01_x02_x04_hungry_files_are_taken_or_refused_in_bounded_memory(tmp_path: Path) -> None:
    cases = {"as it should be": Case(good, ALL), "F10 gzip bomb": gzip_bomb()} | HUNGRY
    for name, case in cases.items():
        (tmp_path / name).write_bytes(case.content())
    command = [sys.executable, "-m", "tests.faults.test_hostile_files", *(tmp_path / name for name in cases)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    expected = [json.loads(json.dumps(asdict(case.outcome))) for case in cases.values()]
    assert dict(zip(cases, told, strict=True)) == dict(zip(cases, expected, strict=True))


def _tell_in_bounded_memory(paths: list[str]) -> None:
    """Print what becomes of the files; the first is read before memory is limited, and starts all threads."""
    first = outcome_of(Path(paths[0]), {})
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + HEADROOM
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
    with pytest.raises(MemoryError):
        bytearray(HEADROOM + (1 << 20))
    told = [first, *(outcome_of(Path(path), {}) for path in paths[1:])]
    print(json.dumps(list(map(asdict, told))))  # noqa: T201


if __name__ == "__main__":
    _tell_in_bounded_memory(sys.argv[1:])
