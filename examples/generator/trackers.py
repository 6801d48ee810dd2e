"""Two trackers: a Jira site with its changelog (JSON), and the acquired unit's Jira as a CSV export."""

import json
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from examples.generator.initiatives import FRONT, INITIATIVES
from examples.generator.organisation import Initiative

START, END = datetime(2025, 5, 1, 8), datetime(2026, 10, 30, 17)
PROJECTS = {
    "Online Store": "SHOP",
    "Payments": "PAY",
    "Logistics": "LOG",
    "Shops": "POS",
    "Data Platform": "DATA",
}
# Name, Jira's own category, and the usual days spent there.
PATH = (
    ("To Do", "new", 14.0),
    ("Ready", "new", 6.0),
    ("In Progress", "indeterminate", 3.5),
    ("Code Review", "indeterminate", 1.6),
    ("Waiting for Release", "indeterminate", 5.5),
    ("Done", "done", 0.0),
)
CATEGORIES = {name: category for name, category, _ in PATH} | {"Blocked": "indeterminate", "Won't Do": "done"}
TYPES = ("Story", "Story", "Story", "Bug", "Task")
VERBS = (
    "Show",
    "Keep",
    "Send",
    "Check",
    "Import",
    "Rename",
    "Price",
    "Match",
    "Round",
    "Log",
    "Translate",
    "Retry",
)
NOUNS = ("basket total", "delivery slot", "voucher", "refund", "stock level", "price label", "member card", "order line",
         "search result", "invoice", "address form", "carrier label", "loyalty points", "return slip", "payment token")  # fmt: skip
JIRA_ITEMS, FRONT_ITEMS = 2800, 1200
SUBTASK_SHARE, ORPHAN_SHARE = 0.06, 0.17


@dataclass
class Item:
    """A work item with every status change it went through."""

    number: int
    project: str
    type_name: str
    title: str
    created: datetime
    status: str
    points: int | None
    assignee: str | None
    epic: str | None = None
    parent: str | None = None
    changes: list[tuple[datetime, str, str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The readable key."""
        return f"{self.project}-{self.number}"

    @property
    def resolved(self) -> datetime | None:
        """When it entered the status it is done in."""
        return self.changes[-1][0] if self.changes and CATEGORIES[self.status] == "done" else None

    @property
    def updated(self) -> datetime:
        """When it last changed."""
        return self.changes[-1][0] if self.changes else self.created


class Tracker:
    """Makes the items of some projects, epics first."""

    def __init__(self, seed: int, projects: dict[str, str], item_count: int) -> None:
        self._random = random.Random(seed)
        self._numbers = dict.fromkeys(projects.values(), 0)
        self._projects = projects
        self.epics: dict[str, list[str]] = {}  # initiative -> keys of its epics
        self.items: list[Item] = []
        for initiative in INITIATIVES:
            if initiative.stream in projects and (initiative.weekly_k or initiative.stage == "Done"):
                self._add_epics(initiative)
        self._loose_epics = [self._epic(project, "Improvements").key for project in projects.values()]
        while len(self.items) < item_count:
            self._add_item()

    def _add_epics(self, initiative: Initiative) -> None:
        project = self._projects[initiative.stream]
        count = 1 if initiative.weekly_k < 15 else 2
        epics = [self._epic(project, f"{initiative.name} {part + 1}") for part in range(count)]
        self.epics[initiative.code] = [epic.key for epic in epics]
        self._share = getattr(self, "_share", {}) | {initiative.code: max(initiative.weekly_k, 4)}

    def _epic(self, project: str, title: str) -> Item:
        created = START - timedelta(days=self._random.randint(5, 60))
        item = Item(self._next(project), project, "Epic", title, created, "In Progress", None, None)
        item.changes = [(created + timedelta(days=9), "To Do", "In Progress")]
        self.items.append(item)
        return item

    def _next(self, project: str) -> int:
        self._numbers[project] += 1
        return self._numbers[project]

    def _add_item(self) -> None:
        draw = self._random
        epic = self._choose_epic()
        project = epic.split("-")[0] if epic else draw.choice(list(self._projects.values()))
        created = START + timedelta(seconds=draw.randint(0, int((END - START).total_seconds())))
        item = Item(
            self._next(project), project, draw.choice(TYPES), f"{draw.choice(VERBS)} {draw.choice(NOUNS)}", created,
            "To Do", draw.choice((1, 2, 3, 5, 8, None)), f"dev-{draw.randint(1, 48):03}" if draw.random() < 0.9 else None, epic,
        )  # fmt: skip
        if draw.random() < SUBTASK_SHARE and self.items[-1].type_name == "Story":
            item.type_name, item.parent, item.epic = "Sub-task", self.items[-1].key, None
            item.project, item.number = self.items[-1].project, self._next(self.items[-1].project)
        self._walk(item)
        self.items.append(item)

    def _choose_epic(self) -> str | None:
        """Most work belongs to an initiative's epic, by its money; the rest to a loose epic or to none."""
        roll = self._random.random()
        if roll < ORPHAN_SHARE / 2:
            return None
        if roll < ORPHAN_SHARE:
            return self._random.choice(self._loose_epics)
        code = self._random.choices(list(self._share), weights=list(self._share.values()))[0]
        return self._random.choice(self.epics[code])

    def _walk(self, item: Item) -> None:
        """Move an item along until it is done or the exports were made."""
        draw, moment, at = self._random, item.created, 0
        if draw.random() < 0.05:
            self._move(item, moment + timedelta(days=draw.uniform(1, 30)), "Won't Do")
            return
        while at < len(PATH) - 1:
            moment += timedelta(days=draw.lognormvariate(0, 0.8) * PATH[at][2])
            if moment > END:
                return
            if PATH[at][0] == "In Progress" and draw.random() < 0.12:
                self._move(item, moment, "Blocked")
                moment += timedelta(days=draw.uniform(1, 12))
                if moment > END:
                    return
            at += 1
            self._move(item, moment, PATH[at][0])
            if PATH[at][0] == "Done" and draw.random() < 0.04:
                moment += timedelta(days=draw.uniform(1, 9))
                at = 2
                if moment <= END:
                    self._move(item, moment, "In Progress")

    def _move(self, item: Item, moment: datetime, status: str) -> None:
        if moment <= END:
            item.changes.append((moment, item.status, status))
            item.status = status


def jira_tracker() -> Tracker:
    """The main site's tracker."""
    return Tracker(20261031, PROJECTS, JIRA_ITEMS)


def storefront_tracker() -> Tracker:
    """The acquired unit's tracker."""
    return Tracker(20261030, {FRONT: "FRONT"}, FRONT_ITEMS)


def _instant(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000+0000"


def jira_json(tracker: Tracker) -> str:
    """One issue a line, as Jira's REST interface gives it with its changelog."""
    lines = []
    for identity, item in enumerate(tracker.items, start=10001):
        histories = [
            {"id": str(identity * 100 + index), "created": _instant(moment), "author": {"displayName": item.assignee or "automation"},
             "items": [{"field": "status", "fieldId": "status", "fieldtype": "jira", "fromString": before, "toString": after}]}
            for index, (moment, before, after) in enumerate(item.changes)
        ]  # fmt: skip
        fields = {
            "summary": item.title,
            "issuetype": {"name": item.type_name, "subtask": item.type_name == "Sub-task"},
            "project": {"key": item.project, "name": item.project.title()},
            "status": {"name": item.status, "statusCategory": {"key": CATEGORIES[item.status]}},
            "priority": {"name": "Medium"},
            "resolution": {"name": "Done" if item.status == "Done" else "Won't Do"}
            if item.resolved
            else None,
            "resolutiondate": _instant(item.resolved) if item.resolved else None,
            "created": _instant(item.created),
            "updated": _instant(item.updated),
            "assignee": {"displayName": item.assignee} if item.assignee else None,
            "labels": ["quality"] if item.type_name == "Bug" else [],
            "components": [],
            "fixVersions": [],
            "parent": {"key": item.parent} if item.parent else None,
            "customfield_10014": item.epic,
            "customfield_10016": item.points,
        }
        changelog = {
            "startAt": 0,
            "maxResults": len(histories),
            "total": len(histories),
            "histories": histories,
        }
        lines.append(
            json.dumps({"id": str(identity), "key": item.key, "fields": fields, "changelog": changelog})
        )
    return "\n".join(lines) + "\n"


def _as_of(item: Item, moment: datetime) -> Item:
    changes = [change for change in item.changes if change[0] <= moment]
    first = item.changes[0][1] if item.changes else item.status
    return replace(item, changes=changes, status=changes[-1][2] if changes else first)


def jira_csv_rows(tracker: Tracker, moment: datetime = END) -> list[list[str]]:
    """The rows of "Export CSV (all fields)" at a moment: repeated headers, a date form of its own, no history."""
    header = ["Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name", "Priority",
              "Resolution", "Assignee", "Reporter", "Created", "Updated", "Resolved", "Labels", "Labels", "Description",
              "Custom field (Epic Link)", "Custom field (Story Points)", "Custom field (Story Points)", "Sprint", "Sprint",
              "Parent", "Status Category", "Comment"]  # fmt: skip
    items = (
        (identity, item) for identity, item in enumerate(tracker.items, start=70001) if item.created <= moment
    )
    return [header, *(_csv_row(identity, _as_of(item, moment)) for identity, item in items)]


def local(moment: datetime) -> datetime:
    """The organisation's own time of an instant in UTC."""
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Zurich"))


def _csv_date(moment: datetime | None) -> str:
    """Jira's CSV writes the user's local time and does not say so."""
    if moment is None:
        return ""
    moment = local(moment)
    return f"{moment:%d/%b/%y} {moment.hour % 12 or 12}:{moment:%M} {'AM' if moment.hour < 12 else 'PM'}"


def _csv_row(identity: int, item: Item) -> list[str]:
    sprint = f"Front {(item.created - START).days // 14 + 1}"
    done = "Done" if item.status == "Done" else "Won't Do"
    names = {"new": "To Do", "indeterminate": "In Progress", "done": "Done"}
    description = (
        f'As a shopper I want to\n"{item.title.lower()}", so that it is right.\n\n* check on a phone'
        if identity % 3
        else ""
    )
    return [
        item.title, item.key, str(identity), item.type_name, item.status, item.project, "Storefront", "Medium",
        done if item.resolved else "", item.assignee or "", "dev-001", _csv_date(item.created), _csv_date(item.updated),
        _csv_date(item.resolved), "mobile" if identity % 5 == 0 else "", "seo" if identity % 7 == 0 else "", description,
        item.epic or "", str(item.points or ""), "", sprint, f"{sprint}b" if identity % 11 == 0 else "", item.parent or "",
        names[CATEGORIES[item.status]], "Looks good, thanks" if identity % 9 == 0 else "",
    ]  # fmt: skip
