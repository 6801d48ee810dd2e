"""What Dagster serves: the assets, job, schedule and sensors of one workspace."""

import json

import dagster as dg

from ingest.configuration_file import load_configuration
from ingest.workspace import Workspace
from orchestration.audit_assets import build_audit_asset
from orchestration.automation import failed_run_sensor, file_drop_sensor, nightly_schedule
from orchestration.dbt_assets import build_dbt_assets
from orchestration.dbt_runner import ensure_manifest
from orchestration.dead_runs import dead_run_sensor
from orchestration.environment import default_workspace, prepare_environment
from orchestration.failures import record_step_failure
from orchestration.input_assets import build_input_assets
from orchestration.landing_assets import build_landing_asset
from orchestration.publish_assets import app_spec, build_publish_asset
from orchestration.resources import REFRESH_JOB, Refresh


@dg.definitions
def definitions() -> dg.Definitions:
    """Return the definitions of the workspace in PORTFOLIO_WORKSPACE, else of the current folder."""
    prepare_environment()
    return build_definitions(Workspace(default_workspace()))


def build_definitions(workspace: Workspace) -> dg.Definitions:
    """Return the definitions of a workspace; raises what portfolio.yml or dbt has to object."""
    configuration = load_configuration(workspace.configuration_path)
    schedule = nightly_schedule(configuration)
    manifest = json.loads(ensure_manifest(workspace).read_bytes())
    models = build_dbt_assets(manifest, configuration)
    marts = sorted(key for key in models.keys if key.path[0] == "marts")
    return dg.Definitions(
        assets=[
            *(build_landing_asset(configuration, source) for source in configuration.sources),
            build_input_assets(configuration, manifest, marts),
            models,
            build_audit_asset(marts),
            build_publish_asset(configuration),
            app_spec(),
        ],
        jobs=[
            dg.define_asset_job(
                REFRESH_JOB,
                selection=dg.AssetSelection.all(),
                hooks={record_step_failure},
                description="Archive, check, build, audit and publish.",
            )
        ],
        schedules=[schedule],
        sensors=[
            file_drop_sensor(workspace, configuration),
            dead_run_sensor(workspace),
            failed_run_sensor(workspace),
        ],
        resources={"refresh": Refresh(root=str(workspace.root))},
        executor=dg.in_process_executor,
    )
