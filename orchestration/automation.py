"""When a refresh starts by itself: every night, and when files have arrived."""

import json

import dagster as dg

from ingest.archive import is_archived
from ingest.configuration import Configuration
from ingest.configuration_file import ConfigurationError
from ingest.problems import Problem
from ingest.workspace import CONFIGURATION_FILE, Workspace
from orchestration.alerts.telling import tell_news
from orchestration.arrivals import Sightings, look
from orchestration.journal import journal
from orchestration.resources import REFRESH_JOB, Refresh

LOOK_EVERY_SECONDS = 60  # a file that did not change for so long has arrived


def nightly_schedule(configuration: Configuration) -> dg.ScheduleDefinition:
    """Return the schedule of portfolio.yml, in the organisation's time zone. Raises ConfigurationError."""
    cron = configuration.schedule.cron
    try:
        return dg.ScheduleDefinition(
            name="nightly",
            job_name=REFRESH_JOB,
            cron_schedule=cron,
            execution_timezone=configuration.organisation.time_zone,
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description="Refresh every night, whether files have arrived or not.",
        )
    except dg.DagsterInvalidDefinitionError as error:
        remedy = "write five fields: minute, hour, day, month, weekday, such as 30 2 * * *"
        problem = Problem(CONFIGURATION_FILE, "schedule.cron", f"{cron!r} is no cron expression", remedy)
        raise ConfigurationError([problem]) from error


def failed_run_sensor(workspace: Workspace) -> dg.SensorDefinition:
    """Return the sensor that tells of runs whose process was killed: these could not do it themselves."""

    @dg.run_failure_sensor(
        name="failed_run",
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tell whom portfolio.yml names of a refresh whose process was killed.",
    )
    def failed_run(context: dg.RunFailureSensorContext) -> None:
        with journal(workspace, context.dagster_run.run_id):
            tell_news(workspace)

    return failed_run


def file_drop_sensor(workspace: Workspace, configuration: Configuration) -> dg.SensorDefinition:
    """Return the sensor that refreshes once for each set of files that has arrived completely."""
    patterns = [source.files for source in configuration.sources]

    @dg.sensor(
        name="file_drop",
        job_name=REFRESH_JOB,
        minimum_interval_seconds=LOOK_EVERY_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Refresh when files have arrived in the inbox and stopped changing.",
    )
    def file_drop(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        before: Sightings = {name: tuple(seen) for name, seen in json.loads(context.cursor or "{}").items()}
        found = look(workspace.root, patterns, before, lambda digest: is_archived(workspace, digest))
        cursor = json.dumps(found.sightings)
        if not found.new_hashes:
            return dg.SensorResult(skip_reason="no new file has arrived completely", cursor=cursor)
        # The file of a pull arrives, too: a run that pulls again would start the next one.
        config = dg.RunConfig(resources={"refresh": Refresh(root=str(workspace.root), fetch=False)})
        return dg.SensorResult(run_requests=[dg.RunRequest(found.run_key, config)], cursor=cursor)

    return file_drop
