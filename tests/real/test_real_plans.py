"""Public plans of Microsoft Project, landed: the counts of their README, and nothing lost on the way."""

import json
from collections import Counter
from datetime import date, datetime

import pytest

from tests.real.exports import PLAN_FILES, make_workspace, needs_exports
from tests.workspaces import Landed, assert_nothing_is_lost, land

pytestmark = [pytest.mark.real, needs_exports]


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    return land(make_workspace(tmp_path_factory.mktemp("plans"), "plans", PLAN_FILES))


def test_a_plan_of_ten_tasks_and_their_summary(plans: Landed) -> None:
    items = plans.rows("work_items", "durations")
    assert Counter(items["type_name"]) == {"Task": 10, "Summary task": 1}
    assert (items["start_date"].min(), items["due_date"].max()) == (date(2009, 3, 25), date(2009, 4, 24))
    assert Counter(items["parent_key"]) == {None: 1, "0": 10}
    assert items["created_at"].min() == datetime(2009, 3, 25, 7, 54)  # London keeps UTC until 29 March


def test_a_plan_with_resources(plans: Landed) -> None:
    items = plans.rows("work_items", "resources").sort("row_number")
    resources = [json.loads(extra).get("Resources") for extra in items["extra"]]
    assert sum(len(names.split("\n")) for names in resources if names) == 5  # assignments
    assert items["work_item_id"].to_list() == ["0", "2", "3", "4"]
    assert items["original_estimate_seconds"].to_list() == [hours * 3600 for hours in (128, 72, 40, 16)]
    assert items["percent_complete"].to_list() == [0.13, 0, 0, 1]
    assert items["status_category"].to_list() == ["in_progress", "todo", "todo", "done"]
    assert items["resolved_at"].to_list()[3] == datetime(2006, 8, 29, 16)  # 17:00 in London


def test_a_plan_with_links_of_each_tie(plans: Landed) -> None:
    assert plans.rows("work_items", "links").height == 17
    links = plans.rows("work_item_links", "links").sort("row_number")
    assert Counter(links["link_type"]) == {
        "Blocks": 5, "Start to finish": 1, "Start to start": 1, "Finish to finish": 1,
    }  # fmt: skip
    lags = [json.loads(extra)["LinkLag"] for extra in links["extra"]]
    assert lags == ["0", "4800", "9600", "24000", "48000", "9600", "9600", "9600"]


def test_nothing_of_the_plans_is_lost_or_refused(plans: Landed) -> None:
    assert_nothing_is_lost(plans)
    assert all(plans.rejected(name).is_empty() for name in plans.sources)
