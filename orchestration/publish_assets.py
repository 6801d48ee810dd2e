"""The end of the line: the audited build becomes a version, and the dashboards read it."""

import dagster as dg

from ingest.configuration import Configuration
from orchestration.audit_assets import AUDITED
from orchestration.board_packs import make_board_pack
from orchestration.building import read_plan
from orchestration.dbt_runner import build_database
from orchestration.journal import note_event
from orchestration.landing_notes import refresh_warnings
from orchestration.publishing import BuildFacts, publish
from orchestration.refresh_record import record_success
from orchestration.resources import Refresh
from orchestration.stages import stage

PUBLISHED = dg.AssetKey("published")


def build_publish_asset(configuration: Configuration) -> dg.AssetsDefinition:
    """Return the asset that publishes what the audit has passed."""

    @dg.asset(key=PUBLISHED, deps=[AUDITED], group_name="publish", kinds={"duckdb"}, pool="warehouse_writer")
    def published(refresh: Refresh) -> dg.MaterializeResult:
        """A read-only DuckDB file under a new name, and, but for a past review, the pointer CURRENT."""
        workspace = refresh.workspace
        plan = read_plan(workspace)
        with stage("Publish"):
            facts = BuildFacts(plan.fingerprint, plan.as_of_date, plan.as_known_on)
            keep = configuration.publishing.keep_versions
            manifest = publish(workspace, build_database(workspace), facts, keep)
        note_event("published", version=manifest.version, as_of_date=manifest.as_of_date)
        warnings = refresh_warnings(workspace, configuration, refresh.parameters.as_of)
        if configuration.publishing.board_pack:
            with stage("Board pack"):
                warnings += make_board_pack(workspace, manifest.version)
        told = (manifest.version, manifest.as_of_date, warnings)
        record_success(workspace, "published", *told, is_review=refresh.is_review)
        return dg.MaterializeResult(
            metadata={"version": manifest.version, "as_of_date": manifest.as_of_date, "warnings": warnings}
        )

    return published


def app_spec() -> dg.AssetSpec:
    """Return the dashboards as an asset that Dagster shows and does not run."""
    return dg.AssetSpec(
        "dashboards",
        deps=[PUBLISHED],
        group_name="publish",
        kinds={"streamlit"},
        description="The Streamlit app. It reads the version that CURRENT names.",
    )
