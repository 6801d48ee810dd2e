"""Jira CSV exports: header variants and languages, repeated columns, durations, links, what is rejected."""

import csv
import json
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from ingest.configuration import FiscalCalendar, ReadOptions, Source
from ingest.contracts import TABLES
from ingest.readers.trackers.jira_csv import READER
from ingest.reading import ReadContext, ReadResult, UnreadableFile

REQUIRED = {"Issue key": "PAY-1", "Issue id": "1001", "Issue Type": "Story", "Status": "Open"}


def read(path: Path, **options: Any) -> ReadResult:
    source = Source(name="jira", format="jira_csv", files="inbox/*", read=ReadOptions(**options))
    return READER.read(path, source, ReadContext(FiscalCalendar()))


def read_cells(folder: Path, header: list[str], *records: list[str], **options: Any) -> ReadResult:
    text = StringIO()
    csv.writer(text).writerows([header, *records])
    path = folder / "export.csv"
    path.write_bytes(text.getvalue().encode())
    return read(path, **options)


def read_issue(folder: Path, *cells: tuple[str, str], **options: Any) -> dict[str, Any]:
    """Read one issue of the required columns and these, and return its work item."""
    pairs = [*REQUIRED.items(), *cells]
    result = read_cells(folder, [name for name, _ in pairs], [value for _, value in pairs], **options)
    assert result.rejected.rows() == []
    (row,) = result.tables["work_items"].rows(named=True)
    return row


def assert_conserved(result: ReadResult) -> None:
    accepted = {number for table in result.tables.values() for number in table["row_number"]}
    rejected = set(result.rejected["row_number"])
    assert accepted.isdisjoint(rejected)
    assert result.rows_read == len(accepted) + len(rejected) + sum(result.ignored.values())


CLOUD = """Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Resolution,Assignee,Reporter,\
Created,Updated,Resolved,Due date,Labels,Labels,Components,Fix versions,Original estimate,Time Spent,\
Sprint,Sprint,Custom field (Story point estimate),Status Category,Parent,Parent key,Votes
Pay,PAY-1,1001,Story,Doing,PAY,High,,Owner 07,Owner 08,01/Jul/24 9:13 AM,11/May/24 03:26 PM,\
11/Jul/24 12:00 PM,11/May/24,b,a,Api,1.2,28800,3600,Sprint 1,Sprint 2,3.5,In Progress,1000,PAY-9,0
"""
SERVER = """Summary;Issue key;Issue id;Issue Type;Status;Project key;Priority;Resolution;Assignee;Reporter;\
Created;Updated;Resolved;Due Date;Labels;Labels;Component/s;Fix Version/s;Original Estimate;Time Spent;\
Sprint;Sprint;Custom field (Story Points);Status Category;Parent id;Parent key;Votes
Pay;PAY-1;1001;Story;Doing;PAY;High;;Owner 07;Owner 08;2024-07-01 09:13;2024-05-11 15:26;\
2024-07-11 12:00;2024-05-11;b;a;Api;1.2;1d;1h;Sprint 1;Sprint 2;3.5;In Progress;1000;PAY-9;0
"""
SPANISH = """Resumen,Clave de incidencia,ID de la incidencia,Tipo de Incidencia,Estado,\
Clave del proyecto,Prioridad,Resolución,Persona asignada,Informador,Creada,Actualizada,Resuelta,\
Fecha de vencimiento,Etiquetas,Etiquetas,Componentes,Versiones corregidas,Estimación original,\
Tiempo Trabajado,Sprint,Sprint,Campo personalizado (Story point estimate),\
Categoría de estado,Principal,Clave principal,Votos
Pay,PAY-1,1001,Story,Doing,PAY,High,,Owner 07,Owner 08,01/jul/24 9:13 AM,11/may/24 3:26 PM,\
11/jul/24 12:00 PM,11/may/24,b,a,Api,1.2,28800,3600,Sprint 1,Sprint 2,3.5,En curso,1000,PAY-9,0
"""
GERMAN = """Zusammenfassung,Vorgangsschlüssel,Vorgangs-ID,Vorgangstyp,Status,Projektschlüssel,Priorität,\
Lösung,Zugewiesene Person,Autor,Erstellt,Aktualisiert,Erledigt,Fälligkeitsdatum,Stichwörter,Stichwörter,\
Komponenten,Lösungsversionen,Ursprüngliche Schätzung,Benötigte Zeit,Sprint,Sprint,\
Benutzerdefinierte Felder (Story Points),Statuskategorie,Übergeordnet,Übergeordneter Schlüssel,Stimmen
Pay,PAY-1,1001,Story,Doing,PAY,High,,Owner 07,Owner 08,01/Juli/24 9:13 AM,11/Mai/24 3:26 PM,\
11/Juli/24 12:00 PM,11/Mai/24,b,a,Api,1.2,28800,3600,Sprint 1,Sprint 2,3.5,In Arbeit,1000,PAY-9,0
"""

FRENCH = """Résumé,Clé de ticket,ID de ticket,Type de ticket,État,Clé de projet,Priorité,Résolution,\
Personne assignée,Rapporteur,Création,Mise à jour,Résolue,Date d'échéance,Étiquettes,Étiquettes,\
Composants,Versions corrigées,Estimation originale,Temps passé,Sprint,Sprint,\
Champs personnalisés (Story point estimate),Catégorie d'état,Parent,Clé parent,Votes
Pay,PAY-1,1001,Story,Doing,PAY,High,,Owner 07,Owner 08,01/Juil./24 9:13 AM,11/mai/24 3:26 PM,\
11/juil./24 12:00 PM,11/mai/24,b,a,Api,1.2,28800,3600,Sprint 1,Sprint 2,3.5,En cours,1000,PAY-9,0
"""


@pytest.mark.parametrize(
    ("content", "votes"),
    [(CLOUD, "Votes"), (SERVER, "Votes"), (SPANISH, "Votos"), (GERMAN, "Stimmen"), (FRENCH, "Votes")],
    ids=["cloud", "server", "spanish", "german", "french"],
)
def test_exports_of_every_kind_give_the_same_work_item(tmp_path: Path, content: str, votes: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(content)
    result = read(path)
    assert result.rejected.rows() == []
    (row,) = result.tables["work_items"].rows(named=True)
    assert json.loads(row.pop("extra")) == {votes: "0"}
    assert row == dict.fromkeys(TABLES["work_items"].schema) | {
        "row_number": 1,
        "work_item_id": "1001",
        "work_item_key": "PAY-1",
        "project_key": "PAY",
        "type_name": "Story",
        "title": "Pay",
        "status_name": "Doing",
        "status_category": "in_progress",
        "priority_name": "High",
        "assignee_name": "Owner 07",
        "reporter_name": "Owner 08",
        "parent_id": "1000",
        "parent_key": "PAY-9",
        "story_points": 3.5,
        "original_estimate_seconds": 28800,
        "time_spent_seconds": 3600,
        "labels": '["b","a"]',
        "components": '["Api"]',
        "fix_versions": '["1.2"]',
        "sprints": '["Sprint 1","Sprint 2"]',
        "created_at": datetime(2024, 7, 1, 9, 13),
        "updated_at": datetime(2024, 5, 11, 15, 26),
        "resolved_at": datetime(2024, 7, 11, 12, 0),
        "due_date": date(2024, 5, 11),
    }


def test_p11_the_order_of_the_columns_does_not_matter(tmp_path: Path) -> None:
    rows = list(csv.reader(CLOUD.splitlines()))
    turned = read_cells(tmp_path, *(row[::-1] for row in rows))
    straight = read_cells(tmp_path, *rows)
    lists = ["labels", "sprints"]
    assert turned.tables["work_items"].drop(lists).equals(straight.tables["work_items"].drop(lists))
    assert turned.tables["work_items"]["sprints"].to_list() == ['["Sprint 2","Sprint 1"]']


def test_p13_a_repeated_scalar_field_gives_its_first_value(tmp_path: Path) -> None:
    points = "Custom field (Story Points)"
    assert read_issue(tmp_path, (points, ""), (points, "5"))["story_points"] == 5
    estimate = "Custom field (Story point estimate)"
    assert read_issue(tmp_path, (points, ""), (estimate, "8"))["story_points"] == 8


def test_a_second_filled_field_of_one_name_is_kept(tmp_path: Path) -> None:
    points = "Custom field (Story Points)"
    row = read_issue(tmp_path, (points, "5"), (points, "8"), ("Labels", "a"), ("Labels", "b"))
    assert row["story_points"] == 5
    assert json.loads(row["extra"]) == {f"{points} (2)": "8"}


def test_p13_a_list_skips_empty_cells_and_keeps_any_text(tmp_path: Path) -> None:
    row = read_issue(tmp_path, ("Labels", ""), ("Labels", 'a"b\\'), ("Labels", "new\nline"), ("Labels", "é"))
    assert json.loads(row["labels"]) == ['a"b\\', "new\nline", "é"]
    assert read_issue(tmp_path, ("Labels", ""), ("Labels", ""))["labels"] is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("28800", 28_800),
        ("1w 2d", 201_600),
        ("38h", 136_800),
        ("1d 4h 30m", 45_000),
        ("1.5h", 5_400),
        ("0", 0),
        ("", None),
    ],
)
def test_durations_are_seconds_or_working_time(tmp_path: Path, text: str, seconds: int | None) -> None:
    assert read_issue(tmp_path, ("Original Estimate", text))["original_estimate_seconds"] == seconds


def test_times_are_in_the_zone_of_who_exported(tmp_path: Path) -> None:
    row = read_issue(tmp_path, ("Created", "01/Jul/24 9:13 AM"), time_zone="Europe/Zurich")
    assert row["created_at"] == datetime(2024, 7, 1, 7, 13)


def test_a_date_that_excel_rewrote_needs_its_order(tmp_path: Path) -> None:
    assert read_issue(tmp_path, ("Created", "6/21/2025 16:14"))["created_at"] == datetime(2025, 6, 21, 16, 14)
    header = [*REQUIRED, "Created"]
    record = [*REQUIRED.values(), "6/7/2025 16:14"]
    result = read_cells(tmp_path, header, record)
    assert result.rejected.select("reason", "column_name").rows() == [("ambiguous_date", "created_at")]
    fixed = read_cells(tmp_path, header, record, date_order="mdy")
    assert fixed.tables["work_items"]["created_at"].to_list() == [datetime(2025, 6, 7, 16, 14)]


def test_a_parent_is_told_by_its_id_or_its_key(tmp_path: Path) -> None:
    header = [*REQUIRED, "Parent"]
    records = [
        ["PAY-1", "1001", "Epic", "Open", ""],
        ["PAY-2", "1002", "Story", "Open", "1001"],
        ["PAY-3", "1003", "Story", "Open", "9999"],
        ["PAY-4", "1004", "Sub-task", "Open", "PAY-3"],
    ]
    items = read_cells(tmp_path, header, *records).tables["work_items"]
    assert items["parent_id"].to_list() == [None, "1001", "9999", None]
    assert items["parent_key"].to_list() == [None, None, None, "PAY-3"]
    assert items["is_subtask"].to_list() == [None, None, None, True]


def test_links_are_columns_named_after_their_type(tmp_path: Path) -> None:
    blocks, relates = "Inward issue link (Blocks)", "Outward issue link (Relates)"
    header = [*REQUIRED, blocks, blocks, relates]
    records = [
        [*REQUIRED.values(), "PAY-5", "PAY-6", "PAY-5"],
        ["PAY-2", "1002", "Bug", "Open", "", "", ""],
        ["PAY-3", "1003", "Bug", "Open", "", "PAY-5", ""],
    ]
    result = read_cells(tmp_path, header, *records)
    assert sorted(result.tables["work_item_links"].drop("row_number").rows()) == [
        ("1001", "Blocks", "inward", "PAY-5"),
        ("1001", "Blocks", "inward", "PAY-6"),
        ("1001", "Relates", "outward", "PAY-5"),
        ("1003", "Blocks", "inward", "PAY-5"),
    ]
    assert result.tables["work_items"]["extra"].to_list() == [None, None, None]


@pytest.mark.parametrize(
    ("inward", "outward"),
    [
        ("Inward issue link (Blocks)", "Outward issue link (Blocks)"),
        ("Enlace a la incidencia interna (Blocks)", "Enlace de incidencia saliente (Blocks)"),
        ("Lien du ticket entrant (Blocks)", "Lien de ticket sortant (Blocks)"),
        ("Eingehende Vorgangsverknüpfung (Blocks)", "Ausgehende Vorgangsverknüpfung (Blocks)"),
        ("Eingehender Vorgangslink (Blocks)", "Ausgehender Vorgangslink (Blocks)"),
    ],
)
def test_links_are_known_in_each_language(tmp_path: Path, inward: str, outward: str) -> None:
    result = read_cells(tmp_path, [*REQUIRED, inward, outward], [*REQUIRED.values(), "PAY-5", "PAY-6"])
    assert result.tables["work_item_links"].drop("row_number").rows() == [
        ("1001", "Blocks", "inward", "PAY-5"),
        ("1001", "Blocks", "outward", "PAY-6"),
    ]


@pytest.mark.parametrize("header", ["Enlace a la incidencia (Relates)", "Custom field (Link)", "Links (2)"])
def test_a_column_that_tells_no_direction_is_no_link(tmp_path: Path, header: str) -> None:
    row = read_issue(tmp_path, (header, "PAY-5"))
    assert json.loads(row["extra"]) == {header: "PAY-5"}


def test_an_issue_that_moved_keeps_its_id(tmp_path: Path) -> None:
    moved = read_cells(tmp_path, list(REQUIRED), ["OPS-3", "1001", "Story", "Open"]).tables["work_items"]
    assert moved.select("work_item_id", "work_item_key", "project_key").rows() == [("1001", "OPS-3", "OPS")]


def test_epic_team_and_start_are_custom_fields(tmp_path: Path) -> None:
    names = ("Epic Link", "Team", "Start date", "Start date")
    values = ("PAY-9", "Payments", "01/Jul/24", "")
    cells = [(f"Custom field ({name})", value) for name, value in zip(names, values, strict=True)]
    row = read_issue(tmp_path, *cells)
    assert (row["epic_key"], row["team_name"], row["start_date"]) == ("PAY-9", "Payments", date(2024, 7, 1))


def test_a_site_with_other_working_hours_says_so(tmp_path: Path) -> None:
    row = read_issue(tmp_path, ("Original Estimate", "1w 1d"), hours_per_day=7, days_per_week=4)
    assert row["original_estimate_seconds"] == (28 + 7) * 3600


def test_p12_unknown_columns_are_kept_cell_by_cell(tmp_path: Path) -> None:
    team = "Custom field (Vulnerability)"
    row = read_issue(
        tmp_path,
        (team, "x"),
        (team, "y"),
        ("Description", 'two\r\n"lines"\\'),
        ("Comment", ""),
        ("Votes", "0"),
    )
    assert json.loads(row["extra"]) == {
        team: "x",
        f"{team} (2)": "y",
        "Description": 'two\r\n"lines"\\',
        "Votes": "0",
    }


def test_an_export_without_keys_is_identified_by_its_ids(tmp_path: Path) -> None:
    header, record = ["Summary", "Issue id", "Status"], ["a", "77", "Open"]
    result = read_cells(tmp_path, header, record, constants={"type_name": "Bug"})
    (row,) = result.tables["work_items"].rows(named=True)
    assert (row["work_item_id"], row["work_item_key"], row["type_name"]) == ("77", "77", "Bug")


def test_an_export_without_ids_is_identified_by_its_keys(tmp_path: Path) -> None:
    result = read_cells(tmp_path, ["Issue key", "Issue Type", "Status"], ["PAY-7", "Bug", "Open"])
    (row,) = result.tables["work_items"].rows(named=True)
    assert (row["work_item_id"], row["project_key"]) == ("PAY-7", "PAY")


def test_configured_columns_win(tmp_path: Path) -> None:
    columns = {
        "initiative_code": "Custom field (Initiative)",
        "key_result_code": "Custom field (Key result)",
        "labels": "Tags",
    }
    cells = [("Custom field (Initiative)", "INI-07"), ("Custom field (Key result)", "KR-3")]
    row = read_issue(tmp_path, *cells, ("Tags", "x"), ("Tags", "y"), ("Labels", "z"), columns=columns)
    assert (row["initiative_code"], row["key_result_code"]) == ("INI-07", "KR-3")
    assert row["labels"] == '["x","y"]'
    assert json.loads(row["extra"]) == {"Labels": "z"}


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("Status", "", "missing_required"),
        ("Issue Type", "", "missing_required"),
        ("Created", "31/Feb/24", "not_a_date"),
        ("Created", "0219-05-11 10:00", "date_range"),
        ("Custom field (Story Points)", "many", "not_a_number"),
        ("Time Spent", "2 fortnights", "not_a_number"),
    ],
)
def test_a_bad_row_is_rejected_alone_with_its_cells(
    tmp_path: Path, column: str, value: str, reason: str
) -> None:
    link = "Inward issue link (Blocks)"
    good = REQUIRED | {"Created": "", "Custom field (Story Points)": "", "Time Spent": "", link: "PAY-5"}
    bad = good | {"Issue key": "PAY-2", "Issue id": "1002", column: value}
    result = read_cells(tmp_path, list(good), list(good.values()), list(bad.values()))
    (rejected,) = result.rejected.rows(named=True)
    assert (rejected["row_number"], rejected["reason"]) == (2, reason)
    assert json.loads(rejected["raw"])["Issue key"] == "PAY-2"
    assert [table["work_item_id"].to_list() for table in result.tables.values()] == [["1001"], ["1001"]]
    assert_conserved(result)


def test_a_ragged_record_is_rejected_and_shifts_nothing(tmp_path: Path) -> None:
    records = [["PAY-1", "1", "Bug", "Open"], ["PAY-2", "2", "Bug", "Open", "x"], ["PAY-3", "3", "Bug"]]
    result = read_cells(tmp_path, list(REQUIRED), *records)
    assert result.tables["work_items"]["work_item_key"].to_list() == ["PAY-1"]
    assert result.rejected["reason"].to_list() == ["width", "width"]
    assert_conserved(result)


def test_a_file_without_a_jira_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="header"):
        read_cells(tmp_path, ["a", "b"], ["1", "2"])


def test_times_are_read_alike_whether_or_not_all_have_one_form(tmp_path: Path) -> None:
    texts = ["1/Jul/24 12:30 AM", "01/Feb/24 12:30 PM", "28/Dec/68 9:05 PM", "", "10/May/00 11:59 AM"]
    moments = [
        datetime(2024, 7, 1, 0, 30),
        datetime(2024, 2, 1, 12, 30),
        datetime(2068, 12, 28, 21, 5),
        None,
        datetime(2000, 5, 10, 11, 59),
    ]
    records = [[f"PAY-{place}", str(place), "Bug", "Open", text] for place, text in enumerate(texts)]
    header = [*REQUIRED, "Created"]
    alike = read_cells(tmp_path, header, *records).tables["work_items"]["created_at"].to_list()
    other_form = ["PAY-99", "99", "Bug", "Open", "2024-07-01 09:13"]
    mixed = read_cells(tmp_path, header, *records, other_form).tables["work_items"]["created_at"].to_list()
    assert alike == moments
    assert mixed == [*moments, datetime(2024, 7, 1, 9, 13)]


def test_a_header_alone_is_a_file_without_rows(tmp_path: Path) -> None:
    result = read_cells(tmp_path, [*REQUIRED, "Votes"])
    assert result.rows_read == 0
    assert [table.height for table in result.tables.values()] == [0, 0]
