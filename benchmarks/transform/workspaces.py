"""Workspaces with generated segments, and a build started in them."""

import shutil
from pathlib import Path

from benchmarks.generators.segments import write_segments
from ingest.configuration import Configuration
from ingest.configuration_file import load_configuration
from ingest.workspace import Workspace
from orchestration.building import RunParameters, plan_build, start_build
from orchestration.dbt_runner import parse_arguments, run_dbt

SETTINGS = Path(__file__).parents[2] / "examples" / "portfolio.yml"
SMALLEST = 200  # work items of a portfolio that takes no time: what is left is the fixed cost


def make_workspace(folder: Path, item_count: int) -> Workspace:
    """Write the segments of a portfolio of that many work items; parse dbt's project, as a night finds it."""
    workspace = Workspace(folder)
    folder.mkdir(parents=True)
    shutil.copyfile(SETTINGS, workspace.configuration_path)
    write_segments(workspace, item_count)
    begin(workspace)
    if not run_dbt(workspace, parse_arguments(workspace)).success:
        raise SystemExit("dbt cannot parse the project")
    return workspace


def begin(workspace: Workspace) -> Configuration:
    """Start a build: the file is made anew, its inputs are views over the segments."""
    configuration = load_configuration(workspace.configuration_path)
    start_build(workspace, configuration, plan_build(workspace, configuration, RunParameters()))
    return configuration
