"""Trello's boards and cards: lists as statuses, archived cards, custom fields, moves."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ingest.reading import ReadResult
from tests.ingest.readers.reading import read_text

CARD_ID = "64098772e6751c75dc0dc6f6"  # 0x64098772 = 1,678,346,098 s after 1970: 2023-03-09 07:14:58


def card(identity: str = CARD_ID, **fields: Any) -> dict[str, Any]:
    return {
        "id": identity, "idBoard": "b1", "idList": "l2", "idShort": 4, "shortLink": f"short{identity[-1]}",
        "name": "Refund by card", "desc": "long", "closed": False, "isTemplate": False,
        "due": "2026-03-20T22:30:00.000Z", "start": "2026-03-02T08:00:00.000Z", "dueComplete": False,
        "dateLastActivity": "2026-03-05T08:00:00.000Z", "idMembers": ["m1", "m2"],
        "labels": [{"id": "x", "name": "pay, later", "color": "red"}, {"name": "", "color": "sky"}],
        "customFieldItems": [
            {"idCustomField": "f1", "value": {"number": "3.5"}},
            {"idCustomField": "f2", "idValue": "o1", "value": None},
        ],
    } | fields  # fmt: skip


def action(identity: str, day: int, kind: str = "updateCard", **data: Any) -> dict[str, Any]:
    return {"id": identity, "type": kind, "date": f"2026-03-{day:02}T08:00:00.000Z",
            "memberCreator": {"id": "m1", "fullName": "Owner 07"},
            "data": {"card": {"id": CARD_ID}, **data}}  # fmt: skip


BOARD = {
    "id": "b1",
    "name": "Shop",
    "closed": False,
    "lists": [
        {"id": "l1", "name": "To Do", "closed": False, "idBoard": "b1"},
        {"id": "l2", "name": "Doing", "closed": False, "idBoard": "b1"},
        {"id": "l3", "name": "Old ideas", "closed": True, "idBoard": "b1"},
    ],
    "members": [{"id": "m1", "fullName": "Owner 07", "username": "owner07"}],
    "customFields": [
        {"id": "f1", "name": "Story Points", "type": "number"},
        {
            "id": "f2",
            "name": "Squad",
            "type": "list",
            "options": [{"id": "o1", "value": {"text": "Payments"}}],
        },
    ],
    "actions": [
        action("a4", 5, list={"name": "Doing"}, old={"closed": False}),
        action("a3", 4, old={"name": "Refund"}),
        action("a2", 3, listBefore={"id": "l1", "name": "To Do"}, listAfter={"id": "l2", "name": "Doing"}),
        action("a1", 1, kind="createCard", list={"name": "To Do"}),
    ],
    "cards": [
        card(),
        card("c2", closed=True),
        card("c3", idList="l3"),
        card("c4", isTemplate=True, idList="l1"),
    ],
}
COLUMNS = ("work_item_id", "transition_id", "from_status_name", "to_status_name", "changed_at", "author_name")


def read(folder: Path, *documents: Any, **options: Any) -> ReadResult:
    return read_text("trello_json", folder, "\n".join(map(json.dumps, documents)), **options)


def test_a_board_names_lists_members_and_fields(tmp_path: Path) -> None:
    result = read(tmp_path, BOARD, time_zone="Europe/Zurich", columns={"team_name": "Squad"})
    item = result.tables["work_items"].row(0, named=True)
    assert (item["work_item_id"], item["work_item_key"], item["project_key"]) == (CARD_ID, "short6", "Shop")
    assert (item["type_name"], item["status_name"], item["status_category"]) == (
        "Card",
        "Doing",
        "in_progress",
    )
    assert (item["assignee_name"], item["team_name"], item["story_points"]) == ("Owner 07", "Payments", 3.5)
    assert item["labels"] == '["pay, later","sky"]'
    assert (item["start_date"], item["due_date"]) == (date(2026, 3, 2), date(2026, 3, 20))
    assert item["created_at"] == datetime(2023, 3, 9, 7, 14, 58)
    assert json.loads(item["extra"]) == {"dueComplete": "false", "all members": "Owner 07\nm2"}


def test_a_due_moment_is_a_day_of_the_zone(tmp_path: Path) -> None:
    result = read(tmp_path, BOARD, time_zone="Asia/Tokyo")  # 22:30 in UTC is the next day there
    assert result.tables["work_items"]["due_date"][0] == date(2026, 3, 21)


def test_archived_cards_and_cards_of_archived_lists_have_a_status_of_their_own(tmp_path: Path) -> None:
    items = read(tmp_path, BOARD).tables["work_items"]
    assert items.select("status_name", "status_category", "resolution_name", "type_name").rows() == [
        ("Doing", "in_progress", None, "Card"),
        ("Doing (archived)", "done", "Archived", "Card"),
        ("Old ideas (archived)", "done", "Archived", "Card"),
        ("To Do", "todo", None, "Template"),
    ]


def test_moves_between_lists_and_into_the_archive(tmp_path: Path) -> None:
    result = read(tmp_path, BOARD)
    assert (result.rows_read, result.ignored) == (8, {"entry_without_status_change": 2})
    assert result.tables["work_item_transitions"].select(COLUMNS).rows() == [
        (CARD_ID, "a4", "Doing", "Doing (archived)", datetime(2026, 3, 5, 8), "Owner 07"),
        (CARD_ID, "a2", "To Do", "Doing", datetime(2026, 3, 3, 8), "Owner 07"),
    ]


def test_actions_within_a_card_and_apart(tmp_path: Path) -> None:
    within = read(tmp_path, card(actions=BOARD["actions"]))
    assert within.tables["work_item_transitions"]["transition_id"].to_list() == ["a4", "a2"]
    assert within.whole["work_item_transitions"].to_list() == [CARD_ID]
    undone = action("a5", 6, list={"name": "Doing"}, old={"closed": True})
    apart = read(tmp_path, {"request": {"kind": "history", "item": CARD_ID}, "response": [undone]})
    assert apart.tables["work_item_transitions"].select("from_status_name", "to_status_name").rows() == [
        ("Doing (archived)", "Doing")
    ]


def test_cards_beside_their_lists_and_alone(tmp_path: Path) -> None:
    beside = read(tmp_path, card(), *BOARD["lists"])
    assert (beside.rows_read, beside.ignored) == (4, {"not_a_card": 3})
    assert beside.tables["work_items"]["status_name"].to_list() == ["Doing"]
    alone = read(tmp_path, card())
    assert alone.tables["work_items"].select("status_name", "status_category").rows() == [("l2", None)]


def test_an_archiving_that_names_no_list_is_refused(tmp_path: Path) -> None:
    action = {"id": "a9", "type": "updateCard", "date": "2026-03-05T08:00:00Z"}
    action["data"] = {"card": {"id": CARD_ID}, "old": {"closed": False}}
    result = read(tmp_path, BOARD | {"actions": [action]})
    assert result.tables["work_item_transitions"].height == 0
    assert result.rejected["reason"].unique().to_list() == ["missing_value"]
