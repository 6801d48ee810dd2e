"""The public exports beside the checkout, and workspaces made of copies of them."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("PORTFOLIO_REAL_DATA") or ROOT.parent / "shared" / "data")

needs_exports = pytest.mark.skipif(
    not DATA.is_dir(),
    reason="no public exports beside the checkout; PORTFOLIO_REAL_DATA names their folder",
)


REST_FILES = {
    "alloy/2021-11-30.jsonl.gz": "tracker/jira_rest/ALOY.jsonl.gz",
    "module/2021-11-30.jsonl.gz": "tracker/jira_rest/MOD.jsonl.gz",
    "daemon/2021-11-30.jsonl.gz": "tracker/jira_rest/DAEMON.jsonl.gz",
}
ANSWER_FILES = {
    "github/2022-07-01.jsonl": "tracker/github_api/issues.jsonl",
    "gitlab/2024-01-31.jsonl": "tracker/gitlab_api/issues.jsonl",
    "trello/2023-03-09.jsonl": "tracker/trello_api/cards.jsonl",
    "asana/2025-02-01.jsonl": "tracker/asana_api/tasks.jsonl",
}
PLAN_FILES = {
    "durations/2009-03-25.xml": "tracker/ms_project_xml/mspdiduration.xml",
    "resources/2010-03-16.xml": "tracker/ms_project_xml/mspdiresource.xml",
    "links/2018-10-18.xml": "tracker/ms_project_xml/task-links-project2019-mspdi.xml",
}
GOALS_FILES = {
    "goals/2022-10-01.json": "okr/government_goals/goals.json",
    "indicators/2022-10-01.json": "okr/government_goals/target.json",
}
MARKDOWN_FILES = {"operations/2019-08-15.md": "okr/markdown/project_operations_2019.md"}
CITY_FILES = {
    "adopted_2016/2015-07-01_adopted.csv": "budget/city_budget/FY15-16__adopted.csv",
    "proposed_2018/2017-05-01_proposed.csv": "budget/city_budget/FY17-18__proposed.csv",
    "adopted_2021/2020-07-01_adopted.csv": "budget/city_budget/FY20-21__adopted.csv",
}
CAPITAL_FILES = {
    "budgets/projects.csv": "budget/capital_projects/snapshots.csv",
    "projects/projects.csv": "budget/capital_projects/snapshots.csv",
}


def make_workspace(folder: Path, name: str, files: dict[str, str]) -> Path:
    """Make a workspace of tests/real/<name>/portfolio.yml; `files` maps inbox paths to exports."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(__file__).parent / name / "portfolio.yml", folder / "portfolio.yml")
    for target, export in files.items():
        place = folder / "inbox" / target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DATA / export, place)
    return folder
