"""What a look at an unknown export proves, what it leaves open, and that its proposal can be loaded."""

import gzip
import json
from pathlib import Path

import pytest
import xlsxwriter
import yaml

from ingest.configuration import Source
from ingest.configuration_file import load_configuration
from ingest.profiling import Profile, profile_file
from ingest.reading import UnreadableFile

LEDGER = "Posting Date;Cost Object;Account;Text;Amount;Currency\n"
GERMAN = LEDGER + "31.03.2026;C-1;6400;Miete;1.234,56;EUR\n01.04.2026;C-2;6400;Strom;99,90;EUR\n"
REPOSITORY = Path(__file__).parents[2]


def profile(folder: Path, content: str | bytes, name: str = "ledger-2026-03-31.csv") -> Profile:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return profile_file(path)


def entry(found: Profile) -> dict:
    (entry,) = yaml.safe_load(found.proposal)
    return entry


def test_a_ledger_is_proposed_whole_and_loads(tmp_path: Path) -> None:
    found = profile(tmp_path, GERMAN)
    assert entry(found) == {
        "name": "ledger",
        "format": "ledger",
        "files": "inbox/ledger/*.csv",
        "as_of": "filename",
        "read": {"delimiter": ";", "decimal_mark": ","},
    }
    assert found.outcome is not None
    assert (found.row_count, found.outcome.rows_accepted, found.outcome.rejected) == (2, 2, {})
    head = "organisation: {name: Harbour}\nreporting: {currency: EUR}\nsources:\n"
    (tmp_path / "portfolio.yml").write_text(head + found.proposal)
    (source,) = load_configuration(tmp_path / "portfolio.yml").sources
    assert source == Source.model_validate(entry(found))


def test_the_format_names_its_headers_and_those_behind_it(tmp_path: Path) -> None:
    found = profile(tmp_path, GERMAN)
    assert found.format.is_proven
    best, second = found.candidates[:2]
    assert (best.format, best.headers) == (
        "ledger",
        ("Cost Object", "Account", "Text", "Currency", "Posting Date", "Amount"),
    )
    assert len(second.headers) < 6


def test_a_proof_names_its_cell(tmp_path: Path) -> None:
    found = profile(tmp_path, GERMAN)
    assert [str(cell) for cell in found.decimal_mark.cells] == ["row 1, Amount: '1.234,56'"]
    assert "# only a decimal comma fits row 1, Amount: '1.234,56'" in found.proposal


@pytest.mark.parametrize(
    ("cells", "value", "is_proven", "shown"),
    [
        (["1.234", "2.000"], None, False, ["row 1, Amount: '1.234'", "row 2, Amount: '2.000'"]),
        (["1.234", "2.5"], ".", True, ["row 2, Amount: '2.5'"]),
        (["1.234", "2,5"], ",", True, ["row 2, Amount: '2,5'"]),
        (["1,5", "2.5"], None, False, []),
        (["1500", "2"], None, True, []),
    ],
)
def test_a_decimal_mark_is_proven_or_open(
    tmp_path: Path, cells: list[str], value: str | None, is_proven: bool, shown: list[str]
) -> None:
    lines = [f"2026-03-01;C-1;6400;x;{cell};EUR\n" for cell in cells]
    found = profile(tmp_path, LEDGER + "".join(lines)).decimal_mark
    assert (found.value, found.is_proven, [str(cell) for cell in found.cells]) == (value, is_proven, shown)


@pytest.mark.parametrize(
    ("cells", "value", "is_proven", "shown"),
    [
        (["03/04/2026", "05/06/2026"], None, False, ["row 1, Posting Date: '03/04/2026'"]),
        (["03/04/2026", "13/04/2026"], "dmy", True, ["row 2, Posting Date: '13/04/2026'"]),
        (["03/04/2026", "04/13/2026"], "mdy", True, ["row 2, Posting Date: '04/13/2026'"]),
        (["13/04/2026", "04/13/2026"], None, False, []),
        (["2026-03-04", "31.03.2026"], None, True, []),
        (["13/04/26", "01/02/26"], None, False, ["row 1, Posting Date: '13/04/26'"]),
    ],
)
def test_a_date_order_is_proven_or_open(
    tmp_path: Path, cells: list[str], value: str | None, is_proven: bool, shown: list[str]
) -> None:
    lines = [f"{cell};C-1;6400;x;5;EUR\n" for cell in cells]
    found = profile(tmp_path, LEDGER + "".join(lines)).date_order
    assert (found.value, found.is_proven) == (value, is_proven)
    assert [str(cell) for cell in found.cells][: len(shown)] == shown


def test_what_is_open_is_a_comment_with_its_cells(tmp_path: Path) -> None:
    found = profile(tmp_path, LEDGER + "03/04/2026;C-1;6400;x;1.234;EUR\n", "ledger.csv")
    assert entry(found) == {
        "name": "ledger",
        "format": "ledger",
        "files": "inbox/ledger/*.csv",
        "read": {"delimiter": ";"},
    }
    for line in ('# decimal_mark: "."', "# date_order: dmy", "# as_of: received"):
        assert line in found.proposal
    assert found.proposal.count("row 1, Posting Date: '03/04/2026'") == 1
    assert found.outcome is not None
    assert found.outcome.rejected == {"ambiguous_date": 1, "ambiguous_number": 1}


@pytest.mark.parametrize(
    ("content", "value", "is_proven", "words"),
    [
        (b"\xef\xbb\xbf" + GERMAN.encode(), "utf-8", True, "byte-order mark ef bb bf"),
        (("\ufeff" + GERMAN).encode("utf-16-le"), "utf-16", True, "byte-order mark ff fe"),
        (GERMAN.encode("utf-16-le"), "utf-16-le", True, "NUL bytes"),
        (GERMAN.encode(), "utf-8", True, "ASCII only"),
        (GERMAN.replace("Strom", "Gebühr").encode(), "utf-8", True, "line 3"),
        (GERMAN.replace("Strom", "Gebühr").encode("cp1252"), "cp1252", False, "latin-1 reads"),
        (GERMAN.replace("Strom", "\x81").encode("latin-1"), "latin-1", False, "line 3"),
        (gzip.compress(GERMAN.encode()), "utf-8", True, "ASCII only"),
    ],
)
def test_an_encoding_is_proven_or_open(
    tmp_path: Path, content: bytes, value: str, is_proven: bool, words: str
) -> None:
    found = profile(tmp_path, content)
    assert found.encoding is not None
    assert (found.encoding.value, found.encoding.is_proven) == (value, is_proven)
    assert words in found.encoding.evidence
    assert entry(found)["format"] == "ledger"
    assert ("encoding" in entry(found)["read"]) == (is_proven and value != "utf-8")


def test_rows_above_the_header_and_its_row_are_told(tmp_path: Path) -> None:
    found = profile(tmp_path, "Ledger\nas of;today\n\n" + GERMAN)
    assert found.structure is not None
    assert (found.structure.header_row.value, found.structure.rows_above) == ("4", 3)
    assert found.structure.header_row.is_proven


def test_a_similar_column_is_a_suggestion_only(tmp_path: Path) -> None:
    found = profile(tmp_path, GERMAN.replace("Amount", "Amounts").replace("Text", "Colour"))
    suggested = [match for match in found.matches if match.similarity < 100]
    assert [(match.field, match.column) for match in suggested] == [("amount", "Amounts")]
    assert 70 <= suggested[0].similarity < 100
    assert found.unmapped == ("Colour",)
    assert "columns" not in entry(found)["read"]
    assert "# amount: Amounts" in found.proposal


def test_an_unknown_table_is_told_as_such_and_its_header_is_a_guess(tmp_path: Path) -> None:
    found = profile(tmp_path, "Rose,Tulip\nred,1.5\nwhite,2.5\n", "flowers.csv")
    assert found.format.value is None
    assert found.structure is not None
    assert (found.structure.header_row.value, found.structure.header_row.is_proven) == ("1", False)
    assert found.unmapped == ("Rose", "Tulip")
    assert entry(found) == {
        "name": "flowers",
        "files": "inbox/flowers/*.csv",
        "read": {"decimal_mark": "."},
    }
    assert found.outcome is None


def test_two_formats_with_as_many_headers_are_both_comments(tmp_path: Path) -> None:
    found = profile(tmp_path, "Cost Object,Account,Text,Amount\nC-1,6400,x,5\n", "lines-2026-01-01.csv")
    assert not found.format.is_proven
    assert "format" not in entry(found)
    for line in ("# format: ledger", "# format: budget"):
        assert line in found.proposal


GOALS_OF_TOOLS = {
    "culture_amp": "email,name,description,visibility,due_at,created_at,priority,status,completion,"
    "key_result_1_title,key_result_1_completion\n"
    "owner.01@example.org,Learn,,owner,2026-09-30,2026-07-01,1,ongoing,,Course done,0.4\n",
    "betterworks": "name,type,progress,start_date,end_date,owner_email,categories,description\n"
    "Grow,goal,40,2026-07-01,2026-09-30,owner.01@example.org,,\n",
}


@pytest.mark.parametrize("tool", GOALS_OF_TOOLS)
def test_a_layout_of_a_goal_tool_is_told_by_what_only_it_has(tmp_path: Path, tool: str) -> None:
    found = profile(tmp_path, GOALS_OF_TOOLS[tool], f"{tool}-2026-08-15.csv")
    assert (found.format.value, found.format.is_proven) == ("okr", True)
    assert "columns:" not in found.proposal  # a mapping would turn the layout off
    assert found.outcome is not None
    assert found.outcome.rows_accepted == 1


@pytest.mark.parametrize(("goal", "is_proven"), [("Goal.Number", True), ("Goal", False)])
def test_a_list_of_targets_is_told_by_its_labels(tmp_path: Path, goal: str, is_proven: bool) -> None:
    head = f"Number,Name,{goal},State,Status,Type,Unit of measure,Start value,Final target value,Owner\n"
    row = "TRGT01,Revenue,GOAL01,In progress,Green,Maximize,EUR,10,50,Owner 04\n"
    found = profile(tmp_path, head + row, "targets-2026-08-15.csv")
    assert (found.format.value, found.format.is_proven) == ("servicenow_goals", is_proven)
    assert found.outcome is not None
    assert (found.outcome.problem is None) is is_proven  # without the goals, their names lead nowhere


@pytest.mark.parametrize(
    ("content", "likeliest"),
    [
        ([{"code": "1", "name": "Grows"}], "initiatives"),  # two headers that stand above many a list
        ([{"Objective": "Grow", "Unit": "EUR", "Key Result": "Sales", "Target": "Double it"}], "okr"),
        ([{"Task": "Refund", "Start": "2026-03-02", "Finish": "2026-03-03"}], "smartsheet"),
    ],
)
def test_a_format_that_accepts_no_row_or_knows_two_headers_is_not_proven(
    tmp_path: Path, content: list[dict], likeliest: str
) -> None:
    found = profile(tmp_path, json.dumps(content), "list-2026-03-31.json")
    assert (found.format.value, found.format.is_proven) == (likeliest, False)
    assert "format" not in entry(found)


GITHUB = {"number": 4, "state": "open", "html_url": "https://github.com/a/b/issues/4"}
GITLAB = {"iid": 4, "project_id": 9, "state": "opened", "references": {"full": "a/b#4"}}


@pytest.mark.parametrize(("own", "service"), [(GITHUB, "github_json"), (GITLAB, "gitlab_json")])
def test_an_issue_is_of_the_service_whose_reader_accepts_it(tmp_path: Path, own: dict, service: str) -> None:
    moment = "2026-01-01T08:00:00Z"
    issue = {"id": 1, "title": "Refund", "created_at": moment, "updated_at": moment, "labels": []} | own
    found = profile(tmp_path, json.dumps([issue]), "issues-2026-03-31.json")
    assert (found.format.value, found.format.is_proven) == (service, True)
    assert found.candidates[1].rows_accepted == 0


def test_stacked_snapshots_are_noticed(tmp_path: Path) -> None:
    rows = [f"2026-0{month}-01,P-{n},Bet {n},Ready\n" for month in (1, 2, 3) for n in range(1, 6)]
    found = profile(tmp_path, "Snapshot,Code,Name,Stage\n" + "".join(rows), "register-2026-03-31.csv")
    assert (found.as_of.value, found.as_of.is_proven) == ("column Snapshot", False)
    assert "# as_of: column Snapshot" in found.proposal


def test_a_workbook_tells_its_sheets_hidden_ones_too(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "Drawn up by the office")
        sheet = book.add_worksheet("Register")
        sheet.write_row(0, 0, ["Code", "Name", "Stage", "Penalty", "Currency", "Estimate Date"])
        sheet.write_row(1, 0, ["I-1", "Bet one", "Ready", 1.234, "EUR", "2026-03-01"])
        book.add_worksheet("Old").hide()
    found = profile_file(path)
    assert found.structure is not None
    assert (found.structure.sheets, found.structure.hidden_sheets) == (("Notes", "Register"), ("Old",))
    assert entry(found)["read"] == {"sheet": "Register"}
    assert (found.decimal_mark.value, found.encoding) == (None, None)
    assert found.outcome is not None
    assert found.outcome.rows_accepted == 1


def test_records_of_a_tracker_are_told_by_the_reader_that_accepts_them(tmp_path: Path) -> None:
    fields = {
        "summary": "x",
        "status": {"name": "Open"},
        "issuetype": {"name": "Bug"},
        "project": {"key": "P"},
        "created": "2026-01-01T00:00:00.000+0000",
        "updated": "2026-01-01T00:00:00.000+0000",
    }
    issues = [{"id": str(n), "key": f"P-{n}", "fields": fields} for n in (1, 2)]
    found = profile(tmp_path, json.dumps({"issues": issues}), "issues.json")
    assert found.kind == "json"
    assert (found.format.value, found.format.evidence) == ("jira_json", "2 of 2 records accepted")


def test_one_json_document_over_several_lines(tmp_path: Path) -> None:
    content = {"url": "https://github.com/shop/web/issues/4", "title": "Refund by card", "type": "Issue"}
    items = [{"id": "PVTI_1", "title": "Refund by card", "status": "Done", "content": content}]
    found = profile(tmp_path, json.dumps({"items": items, "totalCount": 1}, indent=2), "project.json")
    assert (found.format.value, found.format.evidence) == ("github_json", "1 of 1 records accepted")


def test_an_indented_document_and_what_needs_a_setting_are_recognised() -> None:
    fixtures = REPOSITORY / "tests" / "ingest" / "readers" / "fixtures"
    document = profile_file(fixtures / "github_json" / "item_list.json")
    assert (document.kind, document.format.value) == ("json", "github_json")
    lines = profile_file(fixtures / "sap_line_items" / "cji3.csv")
    assert lines.format.value == "sap_line_items"
    assert lines.outcome is not None
    assert "set read.constants" in str(lines.outcome.problem)
    report = profile_file(fixtures / "netsuite" / "income.csv")
    assert (report.format.value, report.format.is_proven) == ("netsuite", False)


def test_flat_records_are_told_by_their_keys(tmp_path: Path) -> None:
    records = [{"Code": "I-1", "Name": "x", "Stage": "Ready"}]
    found = profile(tmp_path, json.dumps(records), "register.json")
    assert (found.kind, found.format.value, found.format.is_proven) == ("json", "initiatives", True)


def test_xml_is_told_by_its_root(tmp_path: Path) -> None:
    found = profile(
        tmp_path, '<?xml version="1.0"?><!-- made --><Flowers xmlns="urn:x"><Rose/></Flowers>', "f.xml"
    )
    assert (found.kind, found.root, found.format.value) == ("xml", "Flowers", None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "password"),
        (b"\x1f\x8bzzzz", "gzip"),
        (b"one\ntwo\n", "no row holds"),
        (b'[{"Code": 1,}]', "no sound JSON"),
        (b'[{"Rose": 1, "Tulip": 2}]', "no row holds"),
    ],
)
def test_what_nobody_could_read_is_explained(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        profile(tmp_path, content)


EXAMPLES = [min(folder.glob("*.*")) for folder in sorted((REPOSITORY / "examples" / "inbox").iterdir())]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_exports_of_the_example_are_recognised(path: Path) -> None:
    configured = load_configuration(REPOSITORY / "examples" / "portfolio.yml").sources
    (source,) = [each for each in configured if path.match(each.files)]
    found = profile_file(path)
    assert (found.format.value, found.format.is_proven) == (source.format, True)
