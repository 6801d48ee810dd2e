"""Jira REST answers of any size, the same for the same seed: an issue a line, twelve status changes each."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.generators.jira_export import PEOPLE, SEED, WORDS

FIRST_DAY = datetime(2022, 1, 3, 8, 0)
STATUSES = (
    ("To Do", 2, "new"),
    ("In Progress", 4, "indeterminate"),
    ("In Review", 4, "indeterminate"),
    ("Done", 3, "done"),
)
CHANGES_OF_ISSUE = 12
EMPTY_CUSTOM_FIELDS = 30


def write_answers(path: Path, issue_count: int, seed: int = SEED) -> None:
    """Write that many issues with their changelog; equal arguments give equal bytes."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(_issue(chance, number)) + "\n" for number in range(1, issue_count + 1))


def _issue(chance: random.Random, number: int) -> dict[str, Any]:
    created = FIRST_DAY + timedelta(minutes=13 * number)
    name, category_id, category_key = chance.choice(STATUSES)
    fields = {
        "summary": " ".join(chance.choices(WORDS, k=7)),
        "description": " ".join(chance.choices(WORDS, k=60)),
        "project": {"id": "10000", "key": "PAY", "name": "Payments"},
        "issuetype": {"id": "1", "name": "Story", "subtask": False},
        "status": {"name": name, "id": "1", "statusCategory": {"id": category_id, "key": category_key}},
        "priority": {"name": "Medium", "id": "3"},
        "assignee": _person(chance),
        "reporter": _person(chance),
        "labels": chance.sample(["audit", "debt", "security", "customer"], k=chance.randint(0, 2)),
        "components": [{"id": "1", "name": "Api"}],
        "parent": {"id": "1", "key": f"PAY-{chance.randrange(1, number + 1)}"},
        "created": _moment(created),
        "updated": _moment(created + timedelta(days=30)),
        "resolutiondate": _moment(created + timedelta(days=20)) if category_key == "done" else None,
        "customfield_10016": chance.choice([1.0, 2.0, 3.0, 5.0, 8.0]),
        "customfield_10020": [{"id": number // 900, "name": f"Sprint {number // 900}", "state": "closed"}],
        "customfield_10030": {"id": "1", "value": "INI-07"},
    }
    fields |= {f"customfield_{10100 + index}": None for index in range(EMPTY_CUSTOM_FIELDS)}
    histories = [_entry(chance, number, place, created) for place in range(CHANGES_OF_ISSUE)]
    changelog = {"startAt": 0, "maxResults": 100, "total": len(histories), "histories": histories}
    return {"id": str(100_000 + number), "key": f"PAY-{number}", "fields": fields, "changelog": changelog}


def _person(chance: random.Random) -> dict[str, Any]:
    name = chance.choice(PEOPLE)
    return {"accountId": f"id-{name}", "displayName": name, "active": True, "timeZone": "Europe/Zurich"}


def _entry(chance: random.Random, number: int, place: int, created: datetime) -> dict[str, Any]:
    before, after = chance.sample(STATUSES, k=2)
    item = {"field": "status", "fieldtype": "jira", "fieldId": "status", "from": "1", "to": "2"}
    return {
        "id": str(number * CHANGES_OF_ISSUE + place),
        "author": _person(chance),
        "created": _moment(created + timedelta(hours=20 * place, seconds=chance.randrange(60_000))),
        "items": [item | {"fromString": before[0], "toString": after[0]}],
    }


def _moment(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000+0200")
