"""Many nights of pulling what changed leave the same as pulling everything once, whatever happened."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.ingest.apis.jira import Jira, change, issue
from tests.ingest.apis.pulling import STARTED, Tracker, tracker_for
from tests.ingest.apis.service import running

STATUSES = ("To Do", "In Progress", "Done")


@dataclass
class Life:
    """What people do to a site between two nights."""

    chance: random.Random
    site: Jira = field(default_factory=lambda: Jira([]))
    count: int = 0

    def happen(self, moment: datetime) -> None:
        """Do one thing to one issue, and let Jira note the moment."""
        issues = self.site.issues
        # So many that deletions never look like a listing that was cut.
        if len(issues) < 12 or self.chance.random() < 0.2:
            self.count += 1
            issues.append(issue(self.count, f"SHOP-{self.count}"))
            self._touch(issues[-1], moment)
            return
        one = self.chance.choice(issues)
        match self.chance.choice(["status", "status", "link", "move", "delete"]):
            case "status":
                self._move_on(one, moment)
            case "link":
                keys = self.chance.sample([each["key"] for each in issues], k=min(2, len(issues)))
                blocks = [{"type": {"name": "Blocks"}, "outwardIssue": {"key": key}} for key in keys]
                one["fields"]["issuelinks"] = self.chance.choice([[], blocks])
            case "move":
                one["key"] = f"PAY-{one['id']}"
                one["fields"]["project"] = {"key": "PAY"}
            case "delete":
                issues.remove(one)
        self._touch(one, moment)

    def _move_on(self, one: dict, moment: datetime) -> None:
        before = one["fields"]["status"]["name"]
        after = self.chance.choice([status for status in STATUSES if status != before])
        self.count += 1
        entry = change(10_000 + self.count, before, after, moment.isoformat())
        self.site.changes.setdefault(one["id"], []).append(entry)
        one["fields"]["status"] = issue(0, "X-0", after)["fields"]["status"]

    def _touch(self, one: dict, moment: datetime) -> None:
        self.site.updated_ms[one["id"]] = int(moment.timestamp() * 1000)
        one["fields"]["updated"] = moment.isoformat()


def _standing(tracker: Tracker) -> dict[str, list[tuple]]:
    return {
        "work_items": tracker.rows(
            "work_items", "work_item_id", "work_item_key", "status_name", "updated_at"
        ),
        "links": tracker.rows("work_item_links", "work_item_id", "linked_key"),
        "transitions": tracker.rows("work_item_transitions", "work_item_id", "transition_id"),
    }


@pytest.mark.parametrize("seed", range(4))
def test_nights_of_changes_add_up_to_everything(tmp_path: Path, seed: int) -> None:
    life = Life(random.Random(seed))
    with running(life.site) as service:
        nightly = tracker_for(tmp_path / "nightly", service, "jira_cloud", "project = SHOP", "jira_json")
        for night in range(6):
            start = STARTED + timedelta(days=night)
            for _ in range(12 if night == 0 else life.chance.randrange(8)):
                life.happen(start - timedelta(minutes=life.chance.randrange(1, 24 * 60)))
            nightly.pull(start)
            if life.chance.random() < 0.8:  # else the refresh failed, and the next one lands both
                nightly.land(start)
        nightly.pull(STARTED + timedelta(days=6))
        load = nightly.land(STARTED + timedelta(days=6))
        once = tracker_for(tmp_path / "once", service, "jira_cloud", "project = SHOP", "jira_json")
        once.pull()
        once.land()
    assert {file.status for file in load.loads} == {"loaded"}
    assert _standing(nightly) == _standing(once)
    assert len(_standing(once)["work_items"]) == len(life.site.issues) > 11
